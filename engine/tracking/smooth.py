"""One-Euro smoothing: steady at rest, quick in motion.

Casiez, Roussel, Vogel: 1 Euro Filter, CHI 2012. One cut-off for a whole group of values, from the group's speed, so
that what belongs together moves together.
"""

from __future__ import annotations

import math
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

    def scaled(self, factor: float) -> OneEuroConfig:
        """With cut-offs `factor` times as high: below 1 steadier, above 1 quicker."""
        return OneEuroConfig(factor * self.rest_hz, factor * self.per_speed, self.speed_hz)


class OneEuro:
    """Smooths a vector of values over irregular times.

    groups: [n] which of `configs` each value goes by; without them all go by the first. Each group has a cut-off of
    its own, from the fastest of its values.
    """

    def __init__(self, *configs: OneEuroConfig, groups: Array | None = None) -> None:
        self._configs = configs
        self._groups = np.zeros(1, int) if groups is None else np.asarray(groups)
        self._order = np.argsort(self._groups, kind="stable")
        present, self._starts = np.unique(self._groups[self._order], return_index=True)
        if len(present) < len(configs):
            raise ValueError("each of the configs needs a value that goes by it")
        self._value: Array | None = None
        self._speed = np.zeros(0)
        self._time = 0.0

    def configure(self, *configs: OneEuroConfig) -> None:
        """Go on with these in place of as many others, in their order."""
        if len(configs) != len(self._configs):
            raise ValueError(f"there are {len(self._configs)} groups to configure, not {len(configs)}")
        self._configs = configs

    def reset(self) -> None:
        """Begin anew with the next value."""
        self._value = None

    def restart(self, where: Array, value: Array) -> None:
        """Begin anew with the values [w] of some of the vector's elements, `where` [w]."""
        if self._value is not None:
            self._value = self._value.copy()
            self._value[where], self._speed[where] = value, 0.0

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
        away = value - self._value
        self._speed += self._each([_share(one.speed_hz, dt) for one in self._configs]) * (away / dt - self._speed)
        speed = np.abs(self._speed)
        alone = len(self._configs) == 1
        fastest = [float(speed.max())] if alone else np.maximum.reduceat(speed[self._order], self._starts).tolist()
        shares = [
            _share(one.rest_hz + one.per_speed * speed, dt) for one, speed in zip(self._configs, fastest, strict=True)
        ]
        self._value = self._value + self._each(shares) * away
        return self._value

    def _each(self, shares: list[float]) -> Array | float:
        """[n] each value's share, from its group's."""
        return shares[0] if shares.count(shares[0]) == len(shares) else np.array(shares)[self._groups]


def _share(cut_off_hz: float, dt: float) -> float:
    """How far a first-order low-pass goes towards a new value in `dt` seconds."""
    return dt / (dt + 1 / (2 * math.pi * cut_off_hz))
