"""One crease as a line on the skin, and how lines are engraved into a map of valleys."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit

from engine.check import Array
from training.data.wrinkles.ground import Ground

_REACH = 3.0
"""Widths away from its line where a valley has ended."""
_END = (1 + 0.6 * _REACH**2) ** -1.5


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """A line with its depth. Points are shares of the window: (right, down)."""

    points: Array  # [n, 2]
    depth: Array  # [n] of the family's depth; negative: a swelling
    width: float
    """mm from the valley's floor to half its depth."""
    onset: float = 0.0
    """Share of the family's full activation at which the line begins to show."""
    permanent: float = 1.0
    """How much of the family's permanent share it has."""


@dataclass(frozen=True, slots=True, eq=False)
class Engraving:
    """[S, S] maps of a family's lines."""

    valley: Array  # depth, >= 0
    swelling: Array  # height of what bulges beside them, >= 0
    across: Array  # [S, S, 2] unit, in the frame of the ground: (right, up); the direction that must be squeezed
    onset: Array
    permanent: Array


def engrave(strokes: list[Stroke], ground: Ground, spread: float) -> Engraving:
    """The lines of one family. spread: texels over which directions and onsets are shared with the skin between."""
    size = ground.size
    valley, swelling = np.zeros((2, size, size), np.float32)
    fields = np.zeros((size, size, 4), np.float32)
    metric = ground.metric
    for stroke in strokes:
        place = (stroke.points * size - 0.5).astype(np.float32)
        fine = _resampled(place, np.abs(stroke.depth))
        skin = [
            cv2.remap(m, fine[None, :, 0], fine[None, :, 1], cv2.INTER_LINEAR)[0] for m in (ground.position, metric)
        ]
        values = np.array([stroke.width / 1000, stroke.onset, stroke.permanent], np.float32)
        raised = stroke.depth.sum() < 0
        noted = np.zeros_like(fields) if raised else fields
        _carve(swelling if raised else valley, noted, ground.position, metric, fine, *skin, values)
    weight = cv2.GaussianBlur(valley, (0, 0), spread) + 1e-9
    smooth = cv2.GaussianBlur(fields * valley[..., None], (0, 0), spread) / weight[..., None]
    angle = np.arctan2(smooth[..., 1], smooth[..., 0]) / 2 + np.pi / 2
    return Engraving(valley, swelling, np.stack([np.cos(angle), np.sin(angle)], 2), smooth[..., 2], smooth[..., 3])


def _resampled(place: Array, depth: Array) -> Array:
    """[m, 3] column, row, depth every .7 texels along a smooth line through the points."""
    steps = np.linalg.norm(np.diff(place, axis=0), axis=1)
    along = np.concatenate([[0], np.cumsum(steps)])
    at = np.linspace(0, along[-1], max(2, int(along[-1] / 0.7) + 1))
    return np.stack([np.interp(at, along, v) for v in (place[:, 0], place[:, 1], depth)], 1).astype(np.float32)


@njit(cache=True, fastmath=True)
def _carve(
    valley: Array, fields: Array, position: Array, metric: Array, line: Array, skin: Array, steps: Array, values: Array
) -> None:
    """Deepen valley [S, S] by one line; where it is the deepest, note direction (double angle), onset, permanence.

    line: [m, 3] column, row, depth  skin: [m, 3] m  steps: [m, 3] metric there  values: width m, onset, permanence
    """
    size = len(valley)
    width = values[0]
    for n in range(len(line) - 1):
        # direction on the skin, u-aligned: a step right is a*T, a step up b*T + c*B
        right, up = line[n + 1, 0] - line[n, 0], line[n, 1] - line[n + 1, 1]
        x, y = right * steps[n, 0] + up * steps[n, 1], up * steps[n, 2]
        square = x * x + y * y
        if square == 0:
            continue
        cos2, sin2 = (x * x - y * y) / square, 2 * x * y / square
        reach_x, reach_y = _REACH * width / steps[n, 0] + 1, _REACH * width / steps[n, 2] + 1
        low_j = max(0, int(min(line[n, 0], line[n + 1, 0]) - reach_x))
        high_j = min(size - 1, int(max(line[n, 0], line[n + 1, 0]) + reach_x) + 1)
        low_i = max(0, int(min(line[n, 1], line[n + 1, 1]) - reach_y))
        high_i = min(size - 1, int(max(line[n, 1], line[n + 1, 1]) + reach_y) + 1)
        e0, e1, e2 = skin[n + 1, 0] - skin[n, 0], skin[n + 1, 1] - skin[n, 1], skin[n + 1, 2] - skin[n, 2]
        length = e0 * e0 + e1 * e1 + e2 * e2 + 1e-12
        for i in range(low_i, high_i + 1):
            for j in range(low_j, high_j + 1):
                p0, p1, p2 = (
                    position[i, j, 0] - skin[n, 0],
                    position[i, j, 1] - skin[n, 1],
                    position[i, j, 2] - skin[n, 2],
                )
                t = min(max((p0 * e0 + p1 * e1 + p2 * e2) / length, 0.0), 1.0)
                away = (p0 - t * e0) ** 2 + (p1 - t * e1) ** 2 + (p2 - t * e2) ** 2
                # A narrow floor and long shoulders: skin folds sharply and recovers slowly.
                share = ((1 + 0.6 * away / (width * width)) ** -1.5 - _END) / (1 - _END)
                depth = (line[n, 2] + t * (line[n + 1, 2] - line[n, 2])) * share
                if depth > valley[i, j]:
                    valley[i, j] = depth
                    fields[i, j, 0], fields[i, j, 1], fields[i, j, 2], fields[i, j, 3] = (
                        cos2,
                        sin2,
                        values[1],
                        values[2],
                    )
