"""What one photo cannot know of a head, as five numbers that a person may turn: its size, its depth, its ears.

A picture from the front holds the face, and not how far the skull reaches back. Each control is a direction among the
head's own shape coefficients, so that whatever is reached is a head that the family knows, and its eyes, teeth and
hair follow. Directions come from geometry: a displacement is drawn on the template, and the coefficients nearest to it
are solved for, with the face held where the photo put it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.head.landmarks import CHIN, NASION, TRAGI, embed

ShapeControl = Literal["size", "depth", "height", "ear_size", "ear_angle"]
SHAPE_CONTROLS: tuple[ShapeControl, ...] = get_args(ShapeControl)

_SIZE, _DEPTH, _HEIGHT, _EAR_SIZE = 0.06, 0.14, 0.12, 0.30
"""By how much a control at 1 makes its part larger, as a share."""
_EAR_ANGLE = np.deg2rad(18.0)
_RIDGE = 3e-5
"""m^2 that a coefficient of one standard deviation may cost: unlikely heads are not made for the last tenth of a mm."""
_FACE = 15.0
"""How much more the face counts than the skull."""


def turned(head: Head, shape: Array, controls: dict[ShapeControl, float]) -> Array:
    """[S] `shape` [<=S] with its parts turned further by these; 0 leaves a part as it is.

    A head is plausible from -1 to 1 in all, which is `Retouch`'s to know: a step may be from one end to the other.
    """
    wanted = np.array([controls.get(name, 0.0) for name in SHAPE_CONTROLS])
    if not np.isfinite(wanted).all() or (np.abs(wanted) > 2).any():
        raise ValueError(f"steps of shape controls lie in [-2, 2], got {controls}")
    full = np.zeros(head.num_shape)
    full[: len(shape)] = shape
    return (full + wanted @ shape_directions(head)).astype(np.float32)


@lru_cache(maxsize=4)
def shape_directions(head: Head) -> Array:
    """[5, S] standard deviations that each of SHAPE_CONTROLS adds at 1."""
    place = _Place(head)
    face = np.where(place.face, _FACE, 1.0)
    ears = np.where(place.face | place.ears.any(0), 10.0, 2.0)
    return np.stack(
        [
            _nearest(head, place.size(), place.skin),
            _nearest(head, place.depth(), place.skin * face),
            _nearest(head, place.height(), place.skin * face),
            _nearest(head, place.ear_size(), place.skin * ears),
            _nearest(head, place.ear_angle(), place.skin * ears),
        ]
    )


class _Place:
    """Where things are on a head's template, and the five displacements of it, [V, 3] m at 1."""

    def __init__(self, head: Head) -> None:
        self._v = np.asarray(head.v_template, np.float64)
        landmarks = embed(head, self._v)
        self._tragi = landmarks[list(TRAGI)]
        self._chin, self._nasion = landmarks[CHIN], landmarks[NASION]
        x, y, z = self._v.T
        self.skin = np.zeros(head.num_vertices)
        self.skin[head.skin_vertices] = 1.0
        wide, level, front = np.abs(self._tragi[:, 0]).mean(), self._tragi[0, 1], self._tragi[0, 2]
        self._root_x = 0.93 * wide  # where ears leave the skull
        self.face = (self.skin > 0) & (z > front + 0.015) & (y > self._chin[1] - 0.03) & (y < self._nasion[1] + 0.05)
        near = (np.abs(y - level) < 0.05) & (z < front + 0.012) & (z > front - 0.062) & (self.skin > 0)
        self.ears = np.stack([near & (side * x > self._root_x) for side in (1, -1)])  # [2, V] left, right

    def size(self) -> Array:
        """All of it, about its origin between the ears."""
        return _SIZE * self._v

    def depth(self) -> Array:
        """What lies behind the ears' front, backwards."""
        front = self._tragi[0, 2] + 0.015
        return _DEPTH * np.minimum(self._v - [0.0, 0.0, front], 0.0) * [0.0, 0.0, 1.0]

    def height(self) -> Array:
        """What lies above the brows, upwards."""
        brows = self._nasion[1] + 0.02
        return _HEIGHT * np.maximum(self._v - [0.0, brows, 0.0], 0.0) * [0.0, 1.0, 0.0]

    def ear_size(self) -> Array:
        """Both ears about where they leave the skull."""
        moved = np.zeros_like(self._v)
        for ear, side in zip(self.ears, (1, -1), strict=True):
            root = np.array([side * self._root_x, self._v[ear, 1].mean(), self._v[ear, 2].mean()])
            moved[ear] = _EAR_SIZE * self._free(ear)[:, None] * (self._v[ear] - root)
        return moved

    def ear_angle(self) -> Array:
        """Both ears away from the skull, about their front edges."""
        moved = np.zeros_like(self._v)
        for ear, side in zip(self.ears, (1, -1), strict=True):
            hinge = np.array([side * self._root_x, 0.0, self._v[ear, 2].max()])
            offset = self._v[ear] - hinge
            sine, cosine = np.sin(side * _EAR_ANGLE), np.cos(_EAR_ANGLE)
            x, z = cosine * offset[:, 0] - sine * offset[:, 2], sine * offset[:, 0] + cosine * offset[:, 2]
            turn = np.stack([x, offset[:, 1], z], 1) - offset
            moved[ear] = self._free(ear)[:, None] * turn
        return moved

    def _free(self, ear: Array) -> Array:
        """[n] 0 where an ear is grown on, 1 a centimetre out."""
        return np.clip((np.abs(self._v[ear, 0]) - self._root_x) / 0.010, 0.0, 1.0)


def _nearest(head: Head, displacement: Array, weight: Array) -> Array:
    """[S] the coefficients whose displacement is nearest to one [V, 3] m, by weights [V]: ridge regression."""
    counted = weight > 0
    basis = head.shape_basis[counted].reshape(-1, head.num_shape)
    weighted = basis * np.repeat(weight[counted], 3).astype(np.float32)[:, None]
    normal = (weighted.T @ basis).astype(np.float64) + _RIDGE * np.eye(head.num_shape)
    return np.linalg.solve(normal, weighted.T @ displacement[counted].ravel())
