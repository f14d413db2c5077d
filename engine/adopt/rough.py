"""The first guess of how two heads lie over one another, before any landmark is known."""

from __future__ import annotations

import numpy as np

from engine.adopt.nearest import face_normals, nearest
from engine.check import Array
from engine.head.head_model import Head, vertex_normals

_ROUNDS = 12
_PARTS = ("skin", "neck")


def bent_by_shape(head: Head, other: Head) -> Array:
    """[V', 3] m the other head's vertices, stretched and turned so that its face lies on the head's.

    Both have the eyes' midpoint at the same place (see engine.head.convert_flame). An affine map is drawn onto the
    surface in front of the ears: skulls end differently.
    """
    ratio = _eye_distance(head) / _eye_distance(other)
    bent = (other.v_template - _eyes(other).mean(0)) * ratio + _eyes(head).mean(0)
    start = np.c_[other.v_template, np.ones(other.num_vertices)].astype(np.float64)
    eyes = np.repeat(np.c_[_eyes(other), np.ones(2)], 200, 0)
    front = other.vertices_of(*_PARTS)
    front = front[(bent[front, 2] > 0.01) & (bent[front, 1] > _eyes(head)[0, 1] - 0.12)][::2]
    surface, normals_of_faces = head.faces_of(*_PARTS), face_normals(head.v_template, head.faces)
    for _ in range(_ROUNDS):
        normals = vertex_normals(bent, other.faces)[front]
        found = nearest(bent[front], head.v_template, head.faces, surface, (normals, normals_of_faces))
        there = found.carried(head.v_template, head.faces)
        away = np.linalg.norm(there - bent[front], axis=1)
        sure = away < max(2 * float(np.median(away)), 0.002)
        # Eyes count much: they are known, and a face may slide over a skull that is nearly round.
        rows = np.concatenate([start[front][sure], eyes])
        wanted = np.concatenate([there[sure], np.repeat(_eyes(head), 200, 0)])
        bent = start @ np.linalg.lstsq(rows, wanted, rcond=None)[0]
    return bent


def _eyes(head: Head) -> Array:
    """[2, 3] m centres of the eyeballs."""
    return (head.J_regressor @ head.v_template)[3:].astype(np.float64)


def _eye_distance(head: Head) -> float:
    return float(np.linalg.norm(np.diff(_eyes(head), axis=0)))
