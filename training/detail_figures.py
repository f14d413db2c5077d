"""How well wrinkles of people that were not trained on are foreseen: from one picture to another expression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array

_UM = 1e6


@dataclass(frozen=True, slots=True)
class DetailFigures:
    """Errors over the face in micrometres: root mean square of each picture, mean over pictures."""

    pictures: int
    animated: float
    """F_d(E_d(another picture), expression of this one)."""
    none: float
    """No detail at all."""
    frozen: float
    """The other picture's true detail, as it was there."""
    animated_mean: float
    """As above by mean absolute error, three times."""
    none_mean: float
    frozen_mean: float
    explained: float
    """Share of the truth's square that `animated` explains."""
    another: float
    """With somebody else's code."""


def detail_figures(animated: Array, another: Array, truth: Array, frozen: Array, face: Array) -> DetailFigures:
    """All [N, H, W] m; face [H, W] in [0, 1]."""
    zero = np.zeros_like(truth)
    rms = [_rms(guess, truth, face) for guess in (animated, zero, frozen, another)]
    mean = [_UM * float(over(np.abs(guess - truth), face).mean()) for guess in (animated, zero, frozen)]
    explained = 1 - over((animated - truth) ** 2, face).sum() / max(over(truth**2, face).sum(), 1e-30)
    return DetailFigures(
        len(truth), *(round(value, 2) for value in (*rms[:3], *mean)), round(float(explained), 4), round(rms[3], 2)
    )


def over(values: Array, face: Array) -> Array:
    """[N] means of [N, H, W] over the face [H, W] in [0, 1]."""
    return (values * face).sum((1, 2)) / face.sum()


def _rms(guess: Array, truth: Array, face: Array) -> float:
    return _UM * float(np.sqrt(over((guess - truth) ** 2, face)).mean())


def sources(person: Array) -> tuple[Array, Array]:
    """For each picture another of its person, and one of somebody else: [N] rows each, the same at every call."""
    rng = np.random.default_rng(0)
    source, stranger = np.empty(len(person), np.int64), np.empty(len(person), np.int64)
    for row, one in enumerate(person):
        mine = np.flatnonzero(person == one)
        source[row] = rng.choice(mine[mine != row]) if len(mine) > 1 else row
        others = np.flatnonzero(person != one)
        stranger[row] = rng.choice(others) if len(others) else row
    return source, stranger
