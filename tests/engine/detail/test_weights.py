"""Weights of baked maps: known ramps make the fit truer, and it is the same in the form that avatars carry."""

from __future__ import annotations

import numpy as np
import pytest

from engine.check import Array
from engine.detail.baked import features
from engine.detail.rehearsal import rehearsal
from engine.detail.weights import NO_RAMPS, Ramps, fit_weights


@pytest.fixture(scope="module")
def ramps() -> Ramps:
    rng = np.random.default_rng(3)
    return Ramps(rng.normal(0, 0.5, (40, 55)).astype(np.float32), rng.uniform(-0.5, 0.2, 40).astype(np.float32))


def moments(num: int, seed: int) -> Array:
    return np.concatenate(rehearsal(num, np.random.default_rng(seed)), 1)


def bent(x: Array, ramps: Ramps) -> Array:
    """[N, 4] what a decoder may make of its ramps: products and thresholds. 0 at rest."""
    mix = np.random.default_rng(5).normal(0, 0.08, (40, 8))

    def of(x: Array) -> Array:
        first, second = np.split(np.maximum(x @ ramps.inner.T + ramps.offset, 0) @ mix, 2, 1)
        return np.tanh(first * (1 + second))

    return of(x) - of(np.zeros_like(x[:1]))


def left(x: Array, ramps: Ramps, known: Ramps) -> float:
    """Share of the movement at x [N, 55] that a fit of 224 other expressions leaves."""
    seen = moments(224, 0)
    fit = fit_weights(seen, bent(seen, ramps), known)
    wrong = features(x, known.inner, known.offset, fit.bumps) @ fit.matrix - bent(x, ramps)
    return float(np.sqrt((wrong**2).sum() / (bent(x, ramps) ** 2).sum()))


def test_known_ramps_leave_less_than_half_of_the_error(ramps: Ramps) -> None:
    unseen = moments(200, 9)
    known, blind = left(unseen, ramps, ramps), left(unseen, ramps, NO_RAMPS)
    assert known < 0.5 * blind
    assert blind < 1


def test_the_error_told_is_the_error_on_unseen_expressions(ramps: Ramps) -> None:
    seen = moments(224, 0)
    wanted = bent(seen, ramps)
    fit = fit_weights(seen, wanted, ramps)
    told = float(np.sqrt(((fit.told - wanted) ** 2).sum() / (wanted**2).sum()))
    assert told / 1.6 < left(moments(200, 9), ramps, ramps) < told * 1.6


def test_nothing_moves_at_rest(ramps: Ramps) -> None:
    seen = moments(224, 0)
    fit = fit_weights(seen, bent(seen, ramps), ramps)
    np.testing.assert_allclose(features(np.zeros(55), ramps.inner, ramps.offset, fit.bumps) @ fit.matrix, 0, atol=1e-4)
