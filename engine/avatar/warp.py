"""A smooth displacement of the plane through scattered points: the thin plate (Bookstein 1989)."""

from __future__ import annotations

import numpy as np

from engine.check import Array


def thin_plate(places: Array, moves: Array, points: Array, reach: float, stiffness: float = 0.003) -> Array:
    """[N, 2] displacement at `points` [N, 2] that follows `moves` [M, 2] given at `places` [M, 2].

    reach: the unit of length; farther than that from every place the displacement fades to nothing, because a thin
    plate extrapolates wildly. stiffness: how much noise of single places is smoothed away.
    """
    at = places / reach
    system = np.zeros((len(at) + 3, len(at) + 3))
    system[: len(at), : len(at)] = _kernel(at, at) + stiffness * np.eye(len(at))
    system[: len(at), -3:] = np.column_stack([np.ones(len(at)), at])
    system[-3:, : len(at)] = system[: len(at), -3:].T
    solution = np.linalg.solve(system, np.vstack([moves, np.zeros((3, 2))]))
    to = points / reach
    kernel = _kernel(to, at)
    plate = kernel @ solution[: len(at)] + np.column_stack([np.ones(len(to)), to]) @ solution[-3:]
    nearest = np.sqrt(_squared(to, at).min(1))
    largest = np.abs(moves).max() * 1.5
    return plate.clip(-largest, largest) * np.clip(1.5 - nearest, 0, 1)[:, None]


def _squared(a: Array, b: Array) -> Array:
    return ((a[:, None] - b[None]) ** 2).sum(2)


def _kernel(a: Array, b: Array) -> Array:
    """r² log r."""
    squared = _squared(a, b)
    return 0.5 * squared * np.log(np.maximum(squared, 1e-12))
