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
_CORNER = 0.86
"""Columns farther out than this share of the half width belong to the corners and are left alone."""
_FALLOFF = np.array([1, 1, 1, 1, 0.8, 0.62, 0.45, 0.3, 0.18, 0.1, 0.04, 0])


@dataclass(frozen=True, slots=True, eq=False)
class Lips:
    """The skin around the mouth as columns running outwards from the cavity, each lip right to left."""

    upper: Array  # [NUM_RINGS, K]
    lower: Array  # [NUM_RINGS, M]
    lower_at_upper: Array  # [K, M] linear interpolation: values of the lower columns under each upper column
    upper_at_lower: Array  # [M, K]


def lips(selection: Selection) -> Lips:
    """The columns of both lips without the corners of the mouth."""
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
    red = selection.vertices[grid[4]]  # well out on the red of the lips: upper and lower are told apart there
    is_upper = red[:, 1] > red[:, 1].mean()
    columns = []
    for mask, edge in ((is_upper, UPPER_EDGE), (~is_upper, LOWER_EDGE)):
        across = selection.vertices[grid[edge], 0]
        inside = np.flatnonzero(mask & (np.abs(across) < _CORNER * np.abs(across).max()))
        columns.append(inside[np.argsort(across[inside])])
    upper, lower = (grid[:, column] for column in columns)
    x_upper, x_lower = selection.vertices[upper[UPPER_EDGE], 0], selection.vertices[lower[LOWER_EDGE], 0]
    return Lips(upper, lower, _interpolation(x_upper, x_lower), _interpolation(x_lower, x_upper))


def _interpolation(at: Array, knots: Array) -> Array:
    """[len(at), len(knots)] weights that interpolate linearly; constant beyond the last knot."""
    return np.stack([np.interp(at, knots, unit) for unit in np.eye(len(knots))], 1)


def gaps(grid: Lips, faces: Array) -> Array:
    """[N, K] m: opening under each upper column, negative where the edges overlap. faces: [N, V, 3]."""
    below = faces[:, grid.lower[LOWER_EDGE], 1] @ grid.lower_at_upper.T
    return faces[:, grid.upper[UPPER_EDGE], 1] - below


def close(grid: Lips, faces: Array) -> None:
    """Move both lips of every face [N, V, 3] (to scale, m) towards each other until their edges meet, in place."""
    lift = (gaps(grid, faces) + _OVERLAP) @ grid.upper_at_lower.T / 2
    for ring, share in enumerate(_FALLOFF):
        faces[:, grid.lower[ring], 1] += share * lift
    # The upper lip takes the whole remainder: what is left is zero to the last bit, whatever the interpolation.
    drop = gaps(grid, faces) + _OVERLAP
    for ring, share in enumerate(_FALLOFF):
        faces[:, grid.upper[ring], 1] -= share * drop
