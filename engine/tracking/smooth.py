"""One-Euro smoothing: steady at rest, quick in motion.

Casiez, Roussel, Vogel: 1 Euro Filter, CHI 2012. One cut-off for a whole group of values, from the group's speed, so
that what belongs together moves together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array


@dataclass(frozen=True, slots=True)
class OneEuroConfig:
    """How one group is smoothed."""

    rest_hz: float
    """Cut-off of a still face; lower is steadier."""
    per_speed: float
    """Hz that each unit a second of speed adds; higher lags less."""
    speed_hz: float = 8.0
    """Cut-off of the speed estimate itself."""


class OneEuro:
    """Smooths a vector of values over irregular times."""

    def __init__(self, config: OneEuroConfig) -> None:
        self._config = config
        self._value: Array | None = None
        self._speed = np.zeros(0)
        self._time = 0.0

    def reset(self) -> None:
        """Begin anew with the next value."""
        self._value = None

    def shift(self, by: Array) -> None:
        """Say that the same thing is from now on told by values that are `by` [n] larger."""
        if self._value is not None:
            self._value = self._value + by

    def __call__(self, value: Array, time: float) -> Array:
        """The smoothed value [n]. time: s; where it does not rise, smoothing begins anew."""
        if self._value is None or time <= self._time:
            self._value, self._speed, self._time = value.copy(), np.zeros_like(value), time
            return value
        dt = time - self._time
        self._time = time
        speed = (value - self._value) / dt
        self._speed += _share(self._config.speed_hz, dt) * (speed - self._speed)
        cut_off = self._config.rest_hz + self._config.per_speed * float(np.abs(self._speed).max())
        self._value = self._value + _share(cut_off, dt) * (value - self._value)
        return self._value


def _share(cut_off_hz: float, dt: float) -> float:
    """How far a first-order low-pass goes towards a new value in `dt` seconds."""
    return dt / (dt + 1 / (2 * np.pi * cut_off_hz))
