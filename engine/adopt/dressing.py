"""A head in the open head's clothes: its texture layout, its neck and scalp, its mirror, its landmarks' places.

Everything that is painted or drawn for the open head's texture then fits the other head, too: the shipped skin, the
window that carries wrinkles and pores, the exporters' maps.
"""

from __future__ import annotations

import numpy as np

from engine.adopt.alignment import EYES, OUTER, Alignment
from engine.adopt.nearest import nearest
from engine.check import Array
from engine.head.head_model import Head

_TORN = 0.12
"""A triangle wider than this on the texture lies across a cut of the other's layout."""
_NEAR = 0.10
"""So far from a torn triangle's middle its corners may lie."""


def open_layout(head: Head, alignment: Alignment) -> tuple[Array, Array]:
    """uv [T, 2] and uv_faces [F, 3] of `head` in the layout of the head it is aligned with."""
    other, places = alignment.other, alignment.places
    uv_at = np.einsum("vk,vkc->vc", places.weights, other.uv[other.uv_faces[places.triangle]].astype(np.float64))
    uv, uv_faces = uv_at, head.faces.astype(np.int64).copy()
    # The vertex's own place decides; where corners lie on different sides of a cut, the triangle's middle does.
    torn = np.flatnonzero(np.ptp(uv_at[head.faces], axis=1).max(1) > _TORN)
    among = {parts: other.faces_of(*parts) for parts in ((EYES[0],), (EYES[1],), OUTER)}
    eye_of = {int(triangle): (eye,) for eye in EYES for triangle in head.faces_of(eye)}
    centres, at = other.uv[other.uv_faces].mean(1), places.carried(alignment.bent, other.faces)
    for triangle in torn:
        corners, mine = head.faces[triangle], among[eye_of.get(int(triangle), OUTER)]
        own = uv_at[corners]
        leader = own[np.linalg.norm(own[:, None] - own[None], axis=2).sum(1).argmin()]
        near = mine[np.linalg.norm(centres[mine] - leader, axis=1) < _NEAR]
        together = np.repeat(leader[None], 3, 0)
        if len(near):
            found = nearest(at[corners], alignment.bent, other.faces, near)
            together = np.einsum("vk,vkc->vc", found.weights, other.uv[other.uv_faces[found.triangle]])
        uv_faces[triangle] = len(uv) + np.arange(3)
        uv = np.concatenate([uv, together])
    return uv.clip(0, 1), uv_faces


def parts_of(head: Head, alignment: Alignment) -> Array:
    """[F] index into the head's own part names: its eyes stay, neck is where the other head has it."""
    other, parts = alignment.other, head.parts.copy()
    neck = other.parts[alignment.places.triangle] == other.part_names.index("neck")
    skin = parts == head.part_names.index("skin")
    parts[skin & neck[head.faces].all(1)] = head.part_names.index("neck")
    return parts
