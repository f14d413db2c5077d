"""The face's region of a scan, and how far its points are from a surface."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from training.evaluate.now.surface import Surface

_UPWARDS = 0.3
"""The region's middle, from below the nose towards the eyes, in that length."""
_RADIUS = 0.7
"""Of the region, in the sum of that length and the distance between the eyes' outer corners."""


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """Where a surface is nearest to each of N points."""

    distance: Array  # [N], unsigned
    places: Array  # [N, 3] on the surface
    away: Array  # [N, 3] unit vectors from there to the point; the triangle's normal where the two are one


def face_region(vertices: Array, landmarks: Array) -> Array:
    """[n, 3] those of a scan's vertices that the benchmark measures. landmarks: [7, 3]."""
    nose, eyes = landmarks[4], (landmarks[1] + landmarks[2]) / 2
    length = np.linalg.norm(eyes - nose)
    radius = _RADIUS * (np.linalg.norm(landmarks[0] - landmarks[3]) + length)
    middle = nose + _UPWARDS * (eyes - nose)
    return vertices[np.linalg.norm(vertices - middle, axis=1) <= radius]


def nearest_on(surface: Surface, points: Array) -> Nearest:
    """From points [N, 3] to the nearest places of the surface, over its triangles."""
    import igl

    squared, triangle, places = igl.point_mesh_squared_distance(
        np.ascontiguousarray(points, np.float64),
        np.ascontiguousarray(surface.vertices, np.float64),
        np.ascontiguousarray(surface.faces, np.int64),
    )
    distance = np.sqrt(np.maximum(squared, 0.0))
    a, b, c = np.moveaxis(surface.vertices[surface.faces[triangle]], 1, 0)
    normal = np.cross(b - a, c - a)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-300)
    apart = points - places
    touching = distance < 1e-9 * max(float(np.ptp(surface.vertices)), 1e-300)
    away = np.where(touching[:, None], normal, apart / np.where(touching, 1.0, distance)[:, None])
    return Nearest(distance, places, away)
