"""Which directions of light reach each vertex of a head at rest: shadows of nose, brows and chin without tracing."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from training.data.synthetic.raster import depth_map

_MAP_SIZE = 192
_BIAS_M = 0.003
_TURNED_AWAY = 0.12
"""Cosine below which a vertex shades itself: that is the light's falloff, not a shadow."""


def _sphere(count: int) -> Array:
    """[count, 3] unit vectors spread evenly (Fibonacci)."""
    index = np.arange(count) + 0.5
    y = 1 - 2 * index / count
    turn = np.pi * (1 + 5**0.5) * index
    around = np.sqrt(1 - y * y)
    return np.stack([around * np.cos(turn), y, around * np.sin(turn)], 1).astype(np.float32)


DIRECTIONS = _sphere(128)


def seen_from(vertices: Array, normals: Array, faces: Array) -> Array:
    """[V, D] 1 where light from DIRECTIONS[d] arrives, 0 where something of the head is in the way."""
    middle = (vertices.min(0) + vertices.max(0)) / 2
    radius = float(np.linalg.norm(vertices - middle, axis=1).max()) * 1.01
    seen = np.empty((len(vertices), len(DIRECTIONS)), np.float32)
    for i, towards in enumerate(DIRECTIONS.astype(np.float64)):
        side = np.cross(towards, [0.0, 1.0, 0.0] if abs(towards[1]) < 0.9 else [1.0, 0.0, 0.0])
        side /= np.linalg.norm(side)
        axes = np.stack([side, np.cross(side, towards), towards])
        pixel = (_MAP_SIZE / 2) / radius

        def seen_at(points: Array, axes: Array = axes, pixel: float = pixel) -> Array:
            local = (points - middle) @ axes.T
            local[:, :2] = local[:, :2] * pixel + _MAP_SIZE / 2
            return local.astype(np.float32)

        nearest = depth_map(seen_at(vertices), faces, _MAP_SIZE)
        place = seen_at(vertices + _BIAS_M * normals)
        column, row = place[:, :2].astype(int).clip(0, _MAP_SIZE - 1).T
        free = place[:, 2] + _BIAS_M >= nearest[row, column]
        seen[:, i] = free | (normals @ towards < _TURNED_AWAY)
    return seen
