"""Least squares inside a box."""

from __future__ import annotations

import numpy as np

from engine.check import Array


def boxed_step(normal: Array, gradient: Array, low: Array, high: Array, rounds: int = 10) -> Array:
    """The step [n] that minimises step.normal.step / 2 - gradient.step with low <= step <= high.

    normal: [n, n], positive definite. Block principal pivoting (Portugal, Judice, Vicente 1994): solve for the free
    unknowns, put those that leave the box on its wall, free those that the gradient pulls inwards, repeat.
    """
    at_low = np.zeros(len(gradient), bool)
    at_high = np.zeros(len(gradient), bool)
    step = np.zeros(len(gradient))
    for _ in range(rounds):
        fixed = at_low | at_high
        free = np.flatnonzero(~fixed)
        step = np.where(at_low, low, np.where(at_high, high, 0.0))
        pull = gradient - normal @ step
        if len(free):
            step[free] = np.linalg.solve(normal[np.ix_(free, free)], pull[free])
            pull = gradient - normal @ step
        below, above = ~fixed & (step < low), ~fixed & (step > high)
        inwards = (at_low & (pull > 1e-9)) | (at_high & (pull < -1e-9))
        if not (below.any() or above.any() or inwards.any()):
            break
        at_low = (at_low & ~inwards) | below
        at_high = (at_high & ~inwards) | above
    return np.clip(step, low, high)
