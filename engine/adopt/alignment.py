"""Two heads laid over one another: where each vertex of the one lies on the surface of the other.

The other head is bent until its landmarks are the one's (a smooth warp in space), then drawn onto the one's surface in
a few rounds, each smoother than the mesh. Eyeballs are compared by direction from their centres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.adopt.nearest import Places, face_normals, nearest
from engine.check import Array
from engine.head.head_model import Head, vertex_normals
from engine.head.landmarks import embed
from engine.head.transfer_landmarks import warp

OUTER = ("skin", "neck", "socket_l", "socket_r")
"""Parts of the open head that a FLAME-like surface has, too."""
EYES = ("eye_l", "eye_r")
_ROUNDS, _SMOOTHINGS = 6, 12
_REACH_M = 0.012
"""Further away than this nothing is drawn: the surfaces end differently there."""
_FIRST_EYE_POINT = 468


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """A head's vertices on the surface of `other`."""

    other: Head
    bent: Array  # [V', 3] m, the other head's vertices where the head has them
    places: Places  # [V]

    def carried(self, values: Array) -> Array:
        """[V', ...] values of the other head's vertices -> [V, ...] of the head's."""
        return self.places.carried(values, self.other.faces)


def align(head: Head, other: Head, bent: Array) -> Alignment:
    """`head` over `other`, whose vertices were `bent` [V', 3] to about where the head has them."""
    outer = other.faces_of(*OUTER)
    others, mine = other.vertices_of(*OUTER), head.vertices_of("skin", "neck")
    surface = head.faces_of("skin", "neck")
    ends = _ends(other.faces[outer])
    their_faces = face_normals(head.v_template, head.faces)
    for _ in range(_ROUNDS):
        at = bent[others]
        normals = vertex_normals(bent, other.faces[outer])[others]
        found = nearest(at, head.v_template, head.faces, surface, (normals, their_faces))
        pull = found.carried(head.v_template, head.faces) - at
        far = np.linalg.norm(pull, axis=1) > _REACH_M
        against = (normals * their_faces[found.triangle]).sum(1) < 0.3
        field = np.zeros_like(bent)
        field[others] = pull
        bent = bent + _smoothed(field, ends, np.isin(np.arange(len(bent)), others[~(far | against)]))
    normals = vertex_normals(head.v_template, head.faces[surface])[mine]
    found = nearest(head.v_template[mine], bent, other.faces, outer, (normals, face_normals(bent, other.faces)))
    triangle, weights = np.zeros(head.num_vertices, np.int64), np.tile([1.0, 0.0, 0.0], (head.num_vertices, 1))
    triangle[mine], weights[mine] = found.triangle, found.weights
    for eye in EYES:
        ball = head.vertices_of(eye)
        if len(ball):
            at = _directions(head, eye, ball)
            theirs = np.zeros_like(other.v_template, np.float64)
            theirs[other.vertices_of(eye)] = _directions(other, eye, other.vertices_of(eye))
            found = nearest(at, theirs, other.faces, other.faces_of(eye))
            triangle[ball], weights[ball] = found.triangle, found.weights
    return Alignment(other, bent, Places(triangle, weights))


def bent_by_landmarks(head: Head, other: Head) -> Array:
    """[V', 3] m the other head's vertices, moved so that its landmarks are the head's."""
    source, target = (embed(one, one.v_template.astype(np.float64))[:_FIRST_EYE_POINT] for one in (other, head))
    # Points that the other head has at one place would ask the warp for two answers there.
    gap = np.linalg.norm(source[:, None] - source[None], axis=2) + np.tri(len(source)).T
    apart = np.flatnonzero(gap.min(1) > 0.0008)
    return warp(other.v_template.astype(np.float64), source[apart], target[apart])


def _directions(head: Head, eye: str, ball: Array) -> Array:
    """[n, 3] of an eyeball's vertices, from its centre."""
    at = head.v_template[ball].astype(np.float64)
    out = at - (at.min(0) + at.max(0)) / 2
    return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)


def _ends(faces: Array) -> Array:
    """[m, 2] both directions of every edge."""
    ends = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    return np.unique(np.concatenate([ends, ends[:, ::-1]]), axis=0)


def _smoothed(field: Array, ends: Array, known: Array) -> Array:
    """[V', 3] the field averaged over neighbours; what is not known [V'] follows what is."""
    share = known.astype(np.float64)
    field = field * share[:, None]
    count = 1 + np.bincount(ends[:, 0], minlength=len(field))
    for _ in range(_SMOOTHINGS):
        share = (share + np.bincount(ends[:, 0], share[ends[:, 1]], len(field))) / count
        columns = [np.bincount(ends[:, 0], column[ends[:, 1]], len(field)) for column in field.T]
        field = (field + np.stack(columns, 1)) / count[:, None]
    return field / np.maximum(share, 0.2)[:, None]
