"""A person's landmarks from ARKit weights in one matrix product: `engine.tracking.rig.posed`, ten times as fast.

On an arkit52 head only jawOpen turns a bone that carries skin, about one axis, so that its correctives and its turning
need no more than the angle's sine and cosine. The irises stay where they are: eyes turn them, and nothing else.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.check import Array
from engine.head.arkit import INDEX, JAW_OPEN_RAD
from engine.tracking.rig import BONES, Person, Rig

_OPEN = INDEX["jawOpen"]
_JAW_BONE = 1


class QuickPerson:
    """Poses `person`, whose rig is that of an arkit52 head. beside: [3, L] metres to add to the landmarks at rest."""

    def __init__(self, person: Person, beside: Array | None = None) -> None:
        rig = person.rig
        rest = np.zeros((5, rig.num_points))
        for number, bone in enumerate(rig.bones):
            if number == _JAW_BONE:
                joint = person.joints[BONES[number][0]][1:, None] * bone.mass  # [2, p]
                rest[0, bone.points] += person.rest[number][0]
                rest[1:3, bone.points] += joint
                rest[3:, bone.points] = person.rest[number][1:] - joint
            else:
                rest[:3, bone.points] += person.rest[number]
        if beside is not None:
            rest[:3] += beside
        self._rest, self._moving = rest, _moving(rig)
        self._given = np.zeros(rig.num_controls + 2, np.float32)
        self._view = np.empty((2, 5))

    def __call__(self, controls: Array) -> Array:
        """[3, L] metres, model frame, before the head turns. controls: [52]."""
        (x, y, z, jaw_y, jaw_z), cos, sin = self._pose(controls)
        return np.stack([x, y + cos * jaw_y - sin * jaw_z, z + sin * jaw_y + cos * jaw_z])

    def seen(self, controls: Array, view: Array) -> Array:
        """[2, L]: `view` [2, 3] @ the landmarks."""
        rows, cos, sin = self._pose(controls)
        both = self._view
        both[:, :3] = view
        (_, a, b), (_, c, d) = view.tolist()
        both[:, 3:] = ((cos * a + sin * b, cos * b - sin * a), (cos * c + sin * d, cos * d - sin * c))
        return both @ rows

    def _pose(self, controls: Array) -> tuple[Array, float, float]:
        """[5, L] x, y, z, and y and z of the jaw's share before it turns by the angle of this cosine and sine."""
        angle = JAW_OPEN_RAD * float(controls[_OPEN])
        cos, sin = math.cos(angle), math.sin(angle)
        given = self._given
        given[:-2], given[-2], given[-1] = controls, cos - 1, sin
        return self._rest + (self._moving @ given).reshape(self._rest.shape), cos, sin


@lru_cache(maxsize=4)
def _moving(rig: Rig) -> Array:
    """[5 L, K + 2] how the controls, and cos - 1 and sin of the jaw's angle, move landmarks of anybody on this rig.

    Rows: x, y, z of every landmark, then y and z of the jaw's share before it turns. Single precision is a tenth of a
    micrometre here, and half of what has to be fetched from memory.
    """
    k, n = rig.num_controls, rig.num_points
    rows = np.zeros((5, n, k + 2))
    for number, bone in enumerate(rig.bones):
        part = np.zeros((3, n, k + 2))
        part[:, bone.points, :k] = bone.expression
        # What the correctives go by is R - 1, row by row; about x that is cos - 1 twice and sin twice.
        part[:, bone.points, k] = bone.posedirs[:, :, 4] + bone.posedirs[:, :, 8]
        part[:, bone.points, k + 1] = bone.posedirs[:, :, 7] - bone.posedirs[:, :, 5]
        if number == _JAW_BONE:
            rows[0] += part[0]
            rows[3:] = part[1:]
        else:
            rows[:3] += part
    return rows.reshape(5 * n, k + 2).astype(np.float32)
