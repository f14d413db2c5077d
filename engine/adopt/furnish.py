"""What FLAME lacks and a face needs: mouth, teeth, tongue and lashes, lent by the open head.

They come bent to the head they are put into, and move with its jaw, its lips and its lids.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.adopt.alignment import OUTER, Alignment
from engine.adopt.nearest import Places
from engine.check import Array
from engine.head.head_model import Head
from engine.head.landmarks import LIPS

SOFT = ("mouth", "lash_l1", "lash_l2", "lash_r1", "lash_r2")
"""Each point goes with the skin around it."""
FIRM = ("gums_l", "gums_u", "teeth_l", "teeth_u", "tongue")
"""Each goes with the mouth as a whole: teeth keep their shape."""
_AROUND = 6
_BASES = ("shape_basis", "posedirs")


def furnished(head: Head, alignment: Alignment) -> tuple[Head, Alignment]:
    """`head` with the open head's inner parts as further vertices after its own, and the alignment of all of them."""
    other = alignment.other
    triangles = other.faces_of(*SOFT, *FIRM)
    inner = np.unique(other.faces[triangles])
    rank = np.full(other.num_vertices, -1)
    rank[inner] = head.num_vertices + np.arange(len(inner))
    around, share = _around(alignment.bent[inner], head)
    firm = np.isin(inner, other.vertices_of(*FIRM))
    lips = head.faces[head.landmark_faces[LIPS]].ravel()
    bases = {}
    for name in _BASES:
        own = getattr(head, name)
        added = np.einsum("nk,nkcs->ncs", share, own[around])
        added[firm] = own[lips].mean(0) if name == "shape_basis" else 0.0
        bases[name] = np.concatenate([own, added])
    names = (*head.part_names, *(name for name in other.part_names if name in SOFT + FIRM))
    parts = np.array([names.index(other.part_names[part]) for part in other.parts[triangles]])
    beside = len(head.uv)
    num = len(inner)
    place = own_places(other, inner)
    grown = replace(
        head,
        v_template=np.concatenate([head.v_template, alignment.bent[inner]]),
        expression_basis=np.concatenate([head.expression_basis, np.zeros((num, 3, head.num_expression))]),
        J_regressor=np.concatenate([head.J_regressor, np.zeros((5, num))], 1),
        weights=np.concatenate([head.weights, other.weights[inner]]),
        faces=np.concatenate([head.faces, rank[other.faces[triangles]]]),
        uv=np.concatenate([head.uv, other.uv]),
        uv_faces=np.concatenate([head.uv_faces, other.uv_faces[triangles] + beside]),
        part_names=names,
        parts=np.concatenate([head.parts, parts]),
        mirror=np.concatenate([head.mirror, rank[other.mirror[inner]]]),
        scalp=np.concatenate([head.scalp, np.zeros(num)]),
        **bases,
    )
    places = Places(
        np.concatenate([alignment.places.triangle, place.triangle]),
        np.concatenate([alignment.places.weights, place.weights]),
    )
    return grown, replace(alignment, places=places)


def bent_along(alignment: Alignment, before: Array) -> Array:
    """[V', 3] m `alignment.bent`, its inner parts moved as the skin next to them was since `before`."""
    other = alignment.other
    outer = other.vertices_of(*OUTER)
    inner = np.setdiff1d(other.vertices_of(*SOFT, *FIRM), outer)
    bent = alignment.bent.copy()
    moved = bent[outer] - before[outer]
    for part in (SOFT, FIRM):
        mine = np.intersect1d(inner, other.vertices_of(*part))
        near, share = _nearest_few(other.v_template[mine], other.v_template[outer], 24)
        bent[mine] = before[mine] + np.einsum("nk,nkc->nc", share, moved[near])
    return bent


def own_places(other: Head, vertices: Array) -> Places:
    """Where the other head's own vertices lie on it."""
    triangle, corner = np.zeros(other.num_vertices, np.int64), np.zeros(other.num_vertices, np.int64)
    for k in range(3):
        triangle[other.faces[:, k]], corner[other.faces[:, k]] = np.arange(len(other.faces)), k
    return Places(triangle[vertices], np.eye(3)[corner[vertices]])


def _around(points: Array, head: Head) -> tuple[Array, Array]:
    """[n, K] the head's skin vertices around each point, and their shares."""
    skin = head.vertices_of("skin")
    near, share = _nearest_few(points, head.v_template[skin].astype(np.float64), _AROUND)
    return skin[near], share


def _nearest_few(points: Array, others: Array, count: int) -> tuple[Array, Array]:
    squared = (points**2).sum(1)[:, None] - 2 * points @ others.T + (others**2).sum(1)
    near = np.argpartition(squared, count - 1, axis=1)[:, :count]
    share = 1 / (np.maximum(np.take_along_axis(squared, near, 1), 0) + 1e-6)
    return near, share / share.sum(1, keepdims=True)
