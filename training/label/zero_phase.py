"""Smoothing that may look ahead: as steady as a filter of the live path, and never late.

A first-order low-pass whose cut-off follows the speed, as the One-Euro filter's, run forwards and then backwards over
the result: what one direction delays the other brings forward. The speed is known on both sides of a moment, so a
blink is let through from its first frame.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.check import Array
from engine.tracking.smooth import OneEuroConfig


@dataclass(frozen=True, slots=True)
class SmoothConfig:
    """Cut-offs; speeds are in controls a second, and in rad or picture units a second."""

    controls: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(4.0, 60.0))
    head: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(4.0, 150.0))


def zero_phase(values: Array, time: Array, config: OneEuroConfig) -> Array:
    """values [N, D] at rising times [N] s -> [N, D]; each of the D at the pace of its own speed."""
    if len(values) < 3:
        return values.copy()
    speed = np.gradient(values, time, axis=0)
    speed = np.abs(_both_ways(speed, time, np.full(values.shape, config.speed_hz)))
    around = np.pad(speed, ((1, 1), (0, 0)), mode="edge")
    speed = np.maximum(np.maximum(around[:-2], around[2:]), speed)
    return _both_ways(values, time, config.rest_hz + config.per_speed * speed)


def _both_ways(values: Array, time: Array, cut_off_hz: Array) -> Array:
    forward = _low_pass(values, np.diff(time), cut_off_hz[1:])
    return _low_pass(forward[::-1], np.diff(time)[::-1], cut_off_hz[::-1][1:])[::-1]


def _low_pass(values: Array, steps: Array, cut_off_hz: Array) -> Array:
    """values [N, D], steps [N-1] s before each but the first, cut_off_hz [N-1, D]."""
    share = steps[:, None] / (steps[:, None] + 1 / (2 * np.pi * cut_off_hz))
    out = values.copy()
    for i in range(1, len(values)):
        out[i] = out[i - 1] + share[i - 1] * (values[i] - out[i - 1])
    return out
