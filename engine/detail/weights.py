"""How much of each baked map an expression shows: kernel ridge regression in the space where a decoder bends.

Rasmussen and Williams 2006, "Gaussian Processes for Machine Learning": 2.3 for the fit, 5.4.2 for the errors of
leaving one out. A decoder is nearly smooth in the ramps that it makes of its input first, and far from it in the input:
with 224 expressions the ramps leave 4 % of the first shipped decoder's movement unexplained, the input 22 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.detail.baked import Bumps, features

_WIDTHS = (0.5, 1.0, 2.0, 4.0)
"""Of the bumps, where the expressions lie one from the middle on average."""
_RIDGES = (1e-5, 1e-4, 1e-3, 1e-2)
_STRAIGHT = 0.5
"""How much of the movement is expected to be linear."""
_ALL_ALIKE = 0.1
"""Directions of the space count as much as they move the maps, and all of them this much."""


@dataclass(frozen=True, slots=True, eq=False)
class Ramps:
    """max(0, inner @ x + offset), x being the expression and the jaw's pose."""

    inner: Array  # [R, E + 3]
    offset: Array  # [R]


NO_RAMPS = Ramps(np.zeros((0, 55), np.float32), np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The fit: features(x, ramps, bumps) @ matrix, 0 at rest."""

    bumps: Bumps | None
    matrix: Array  # [1 + X + R + N, K]
    told: Array  # [N, K] what the fit of all others says of each


def fit_weights(x: Array, wanted: Array, ramps: Ramps) -> Weights:
    """The smoothest weights through `wanted` [N, K] at x [N, X]; its width and its stiffness by leaving one out."""
    straight = features(x, ramps.inner, ramps.offset)[:, 1:].astype(np.float64)
    if not wanted.shape[1]:
        return Weights(None, np.zeros((1 + straight.shape[1], 0), np.float32), wanted)
    used = np.s_[x.shape[1] :] if len(ramps.inner) else np.s_[:]
    metric = np.zeros((straight.shape[1],) * 2)[:, used]
    metric[used] = _metric(straight[:, used], wanted)
    place = straight @ metric
    squares = (place * place).sum(1)
    away = np.maximum(squares[:, None] + squares - 2 * place @ place.T, 0)
    linear = 1 + _STRAIGHT * place @ place.T
    tried = [
        (*_left_out(np.exp(-0.5 * away / width**2) + linear, wanted, ridge), width)
        for width in _WIDTHS
        for ridge in _RIDGES
    ]
    told, pull, width = min(tried, key=lambda one: float(((one[0] - wanted) ** 2).sum()))
    bumps = Bumps((metric / width).astype(np.float32), (place / width).astype(np.float32))
    matrix = np.concatenate([pull.sum(0)[None], _STRAIGHT * metric @ (place.T @ pull), pull])
    matrix[0] -= features(np.zeros(x.shape[1]), ramps.inner, ramps.offset, bumps) @ matrix
    return Weights(bumps, matrix.astype(np.float32), told)


def _metric(space: Array, wanted: Array) -> Array:
    """[D, D]: `space` [N, D] @ it has distances like those of the maps' weights, and a mean square of 1."""
    plain = np.concatenate([np.ones((len(space), 1)), space], 1)
    slopes = np.linalg.solve(plain.T @ plain + 0.1 * np.eye(plain.shape[1]), plain.T @ wanted)[1:]
    moves = slopes @ slopes.T
    moves *= len(moves) / max(float(np.trace(moves)), 1e-12)
    metric = np.linalg.cholesky(moves + _ALL_ALIKE * np.eye(len(moves)))
    return metric / max(float(np.sqrt(((space @ metric) ** 2).sum(1).mean())), 1e-6)


def _left_out(kernel: Array, wanted: Array, ridge: float) -> tuple[Array, Array]:
    """[N, K] what the others say of each, and [N, K] the pull of each."""
    inverse = np.linalg.inv(kernel + ridge * np.eye(len(kernel)))
    pull = inverse @ wanted
    return wanted - pull / np.diag(inverse)[:, None], pull
