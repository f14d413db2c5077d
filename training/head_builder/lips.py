"""Lips that close: the red edges of both lips meet exactly in every neutral face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from training.head_builder.selection import Selection

NUM_RINGS = 12
UPPER_EDGE, LOWER_EDGE = 2, 1
"""Rings of skin, counted from the mouth cavity, that meet when the mouth is shut."""
_OVERLAP = 0.00015
_CORNER = 0.05
"""Columns nearer to a corner than this share of the edge move less and less."""
_FALLOFF = np.array([1, 1, 1, 1, 0.8, 0.62, 0.45, 0.3, 0.18, 0.1, 0.04, 0])


@dataclass(frozen=True, slots=True, eq=False)
class Lips:
    """The skin around the mouth as columns running outwards from the cavity, each lip right to left."""

    upper: Array  # [NUM_RINGS, K]
    lower: Array  # [NUM_RINGS, M]
    lower_at_upper: Array  # [K, M] linear interpolation: values of the lower columns under each upper column
    upper_at_lower: Array  # [M, K]
    taper: Array  # [K] 1 but beside the corners, which are one vertex for both lips


def lips(selection: Selection) -> Lips:
    """The columns of both lips, right to left, without the corners of the mouth."""
    rim = selection.rim("skin", "mouth")
    neighbours: dict[int, set[int]] = {}
    for quad in selection.quads[selection.parts == "skin"].tolist():
        for k in range(4):
            neighbours.setdefault(quad[k], set()).update((quad[k - 1], quad[(k + 1) % 4]))
    rings, seen = [rim], set(rim.tolist())
    while len(rings) < NUM_RINGS:
        rings.append(np.array([min(neighbours[v] - seen) for v in rings[-1].tolist()]))
        seen |= set(rings[-1].tolist())
    grid = np.stack(rings)
    # Well outside the mouth the rings are plain ovals: there the columns are put in order and the corners found.
    oval = selection.vertices[grid[8]] - selection.vertices[grid[8]].mean(0)
    grid = grid[:, np.argsort(np.arctan2(oval[:, 1], oval[:, 0]))]  # from the back of the right cheek, below, left
    across = selection.vertices[grid[3], 0]
    right, left = int(np.argmin(across)), int(np.argmax(across))
    ring = np.arange(grid.shape[1])
    below = np.roll(ring, -right)[1 : (left - right) % len(ring)]
    above = np.roll(ring, -right)[(left - right) % len(ring) + 1 :][::-1]
    upper, lower = grid[:, above], grid[:, below]
    ends = selection.vertices[grid[UPPER_EDGE, [right, left]]]
    along_upper = _along(selection.vertices[upper[UPPER_EDGE]], ends)
    along_lower = _along(selection.vertices[lower[LOWER_EDGE]], ends)
    taper = np.clip(np.minimum(along_upper, 1 - along_upper) / _CORNER, 0, 1)
    return Lips(upper, lower, _interpolation(along_upper, along_lower), _interpolation(along_lower, along_upper), taper)


def _along(points: Array, ends: Array) -> Array:
    """[K] share of the way from the right corner to the left one, along the edge. points: [K, 3]  ends: [2, 3]."""
    path = np.concatenate([ends[:1], points, ends[1:]])
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    return length[1:-1] / length[-1]


def _interpolation(at: Array, knots: Array) -> Array:
    """[len(at), len(knots)] weights that interpolate linearly; constant beyond the last knot."""
    return np.stack([np.interp(at, knots, unit) for unit in np.eye(len(knots))], 1)


def gaps(grid: Lips, faces: Array) -> Array:
    """[N, K] m: opening under each upper column, negative where the edges overlap. faces: [N, V, 3]."""
    below = faces[:, grid.lower[LOWER_EDGE], 1] @ grid.lower_at_upper.T
    return faces[:, grid.upper[UPPER_EDGE], 1] - below


def close(grid: Lips, faces: Array) -> None:
    """Move both lips of every face [N, V, 3] (to scale, m) towards each other until their edges meet, in place."""
    lift = (grid.taper * (gaps(grid, faces) + _OVERLAP)) @ grid.upper_at_lower.T / 2
    for ring, share in enumerate(_FALLOFF):
        faces[:, grid.lower[ring], 1] += share * lift
    # The upper lip takes the whole remainder: what is left is zero to the last bit, whatever the interpolation.
    drop = grid.taper * (gaps(grid, faces) + _OVERLAP)
    for ring, share in enumerate(_FALLOFF):
        faces[:, grid.upper[ring], 1] -= share * drop
