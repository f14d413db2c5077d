"""A prediction laid onto a scan: by the seven landmarks, then by the distance between the surfaces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.head_model import rotations
from training.evaluate.now.distance import Nearest, nearest_on
from training.evaluate.now.surface import Prediction, Surface

_ROUNDS = 60
_SETTLED = 1e-10
"""Relative fall of the sum of squares at which nothing moves any more."""


@dataclass(frozen=True, slots=True, eq=False)
class Similarity:
    """x -> scale * rotation x + shift."""

    scale: float
    rotation: Array  # [3, 3]
    shift: Array  # [3]

    def __call__(self, points: Array) -> Array:
        """[N, 3] -> [N, 3]"""
        return self.scale * points @ self.rotation.T + self.shift


def by_landmarks(source: Array, target: Array, *, scale: float | None = None) -> Similarity:
    """The similarity of least squares from source to target [N, 3]: Umeyama 1991, without a reflection.

    scale: what the source is multiplied by; None finds it.
    """
    about, around = source.mean(0), target.mean(0)
    left, strength, right = np.linalg.svd((target - around).T @ (source - about))
    sign = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right)) or 1.0])
    rotation = (left * sign) @ right
    if scale is None:
        scale = float((strength * sign).sum() / max(((source - about) ** 2).sum(), 1e-300))
    return Similarity(scale, rotation, around - scale * rotation @ about)


def aligned(prediction: Prediction, points: Array, landmarks: Array, *, scale: float | None = None) -> Surface:
    """The prediction's surface where it is nearest to a scan's points [N, 3], in the scan's frame.

    The sum of the squared distances from the points to the surface is at its least, beginning from the landmarks
    [7, 3] (Gauss-Newton with Levenberg's damping: as the surface moves, the nearest place may slide, which changes no
    distance in first order). scale: of the prediction, mm in its unit, which then stays; None finds it.
    """
    start = by_landmarks(prediction.landmarks, landmarks, scale=scale)
    faces = prediction.surface.faces
    vertices = start(prediction.surface.vertices)
    middle = points.mean(0)
    size = float(np.sqrt(((points - middle) ** 2).sum(1).mean()))
    seen = nearest_on(Surface(vertices, faces), points)
    cost, damping = float((seen.distance**2).sum()), 1e-6
    for _ in range(_ROUNDS):
        step = _step(seen, middle, size, damping, scaled=scale is None)
        moved = (1 + step[6]) * (vertices - middle) @ rotations(step[:3]).T + middle + size * step[3:6]
        now_seen = nearest_on(Surface(moved, faces), points)
        now_cost = float((now_seen.distance**2).sum())
        if now_cost > cost:
            if damping > 1e3:
                break
            damping *= 10
            continue
        fell = cost - now_cost
        vertices, seen, cost, damping = moved, now_seen, now_cost, max(damping / 10, 1e-9)
        if fell <= _SETTLED * cost:
            break
    return Surface(vertices, faces)


def _step(seen: Nearest, middle: Array, size: float, damping: float, *, scaled: bool) -> Array:
    """[7] rotation rad, shift in `size`, growth: what lessens the distances."""
    out = seen.places - middle
    rows = np.column_stack([np.cross(out, seen.away) / size, seen.away, (out * seen.away).sum(1) / size])
    if not scaled:
        rows[:, 6] = 0.0
    normal = rows.T @ rows
    normal += (damping * np.trace(normal) / 7 + 1e-300) * np.eye(7)
    return np.linalg.solve(normal, rows.T @ seen.distance) / size
