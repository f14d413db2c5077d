"""Lids that rest on the eyeballs, at rest and on every way that a face unit moves them."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from engine.check import Array
from training.head_builder.eyes import EDGE, LID_CLEARANCE, RADIUS, Lids
from training.head_builder.selection import Selection

_FALLOFF = np.array([1, 1, 1, 0.95, 0.85, 0.7, 0.54, 0.4, 0.28, 0.18, 0.09, 0.03])
"""How much of the edge's correction each ring takes; the edge is ring 2."""
_SOCKET_RINGS = 2
_INNER_DEPTH = np.array([-0.0022, -0.0004])
"""Where rings 0 and 1 (the inner side of the lid) lie against the ball: just inside, so that no gap is seen."""
_OPENING, _OPENING_KEPT = 0.0090, 0.7
"""Height of the opening over its middle third, and how much of the faces' deviation from their mean is kept."""
_LEAST_CLEARANCE = 0.0006
"""Between ball and skin while a lid moves."""


def open_lids(grid: Lids, faces: Array) -> None:
    """Bring the height of the opening to that of people, in place: MakeHuman's is low and varies too much.

    faces: [N, V, 3] to scale, m. Three quarters of the change are the upper lid's.
    """
    edge = faces[:, grid.rings[EDGE], 1]
    upper, lower = edge[:, grid.upper], edge[:, grid.lower]
    third = len(grid.upper) // 3, len(grid.lower) // 3
    height = upper[:, third[0] : -third[0]].mean(1) - lower[:, third[1] : -third[1]].mean(1)
    wanted = _OPENING + _OPENING_KEPT * (height - height.mean())
    for columns, share in ((grid.upper, 0.75), (grid.lower, -0.25)):
        t = np.linspace(0, 1, len(columns) + 2)[1:-1]
        profile = np.minimum(1, np.minimum(t, 1 - t) / 0.3)
        for ring, falloff in enumerate(_FALLOFF):
            faces[:, grid.rings[ring][columns], 1] += falloff * share * (wanted - height)[:, None] * profile


def rest_on_balls(grid: Lids, centre: Array, faces: Array) -> None:
    """Lay the lids of every face on the ball at `centre` [3], in place. faces: [N, V, 3] to scale, m.

    Edges between the corners come to lie LID_CLEARANCE outside the ball. The corners of the eye stay where they
    are if they are farther out (a ball does not reach them); the inner side of the lid bridges the distance.
    """
    away = faces[:, grid.rings] - centre  # [N, rings, K, 3]
    distance = np.linalg.norm(away, axis=3)
    wanted = RADIUS + LID_CLEARANCE
    free = np.zeros(grid.rings.shape[1])  # how far outside an edge may stay, by column
    free[[grid.inner, grid.outer]] = 1.0
    columns = np.arange(len(free))
    for corner, reach in ((grid.inner, 4.0), (grid.outer, 2.0)):
        around = np.abs((columns - corner + len(free) / 2) % len(free) - len(free) / 2)
        free = np.maximum(free, np.clip(1 - around / reach, 0, 1))
    correction = wanted - distance[:, EDGE]
    correction = np.where(correction < 0, correction * (1 - free), correction)  # [N, K]
    moved = distance + correction[:, None] * _FALLOFF[None, :, None]
    for ring, depth in enumerate(_INNER_DEPTH):
        moved[:, ring] = RADIUS + depth
    # Towards the corners the ball falls away from the lid: there the inner side goes back to meet it.
    faces[:, grid.rings] = centre + away * (moved / distance)[..., None]


def clear_of_balls(grid: Lids, centre: Array, face: Array, unit: Array) -> Array:
    """[V, 3] the unit's displacements, bent outwards where the way from 0 to 1 would cut the ball. face: [V, 3]."""
    unit = unit.copy()
    rings = grid.rings[EDGE : EDGE + 8]
    start = face[rings] - centre
    least = RADIUS + _LEAST_CLEARANCE + 0.00012 * np.arange(len(rings))[:, None]
    least = np.minimum(least, np.linalg.norm(start, axis=2))
    for _ in range(40):
        end = start + unit[rings]
        along = np.linspace(0, 1, 21)[:, None, None, None]
        nearest = np.linalg.norm(start + along * (end - start), axis=3).min(0)
        short = np.maximum(least - nearest, 0)
        if short.max() < 1e-6:
            break
        outwards = end / np.linalg.norm(end, axis=2, keepdims=True)
        unit[rings] += outwards * (1.2 * short)[..., None]
    return unit


class Followers:
    """Vertices near the lids that have no place in the grid (lashes): they move with their nearest columns."""

    def __init__(self, selection: Selection, grid: Lids, side: str) -> None:
        self._grid = grid
        self.ids = selection.ids(f"lash_{side}1", f"lash_{side}2")
        edge = grid.rings[EDGE]
        distance, self._near = cKDTree(selection.vertices[edge]).query(selection.vertices[self.ids], 3)
        weight = 1 / (distance + 1e-4)
        self._weight = weight / weight.sum(1, keepdims=True)

    def follow(self, displacement: Array) -> Array:
        """[..., L, 3] displacement of the lashes for displacements [..., V, 3] of the lids."""
        edge = displacement[..., self._grid.rings[EDGE], :]
        return (edge[..., self._near, :] * self._weight[..., None]).sum(-2)
