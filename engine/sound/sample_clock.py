"""Which time a sample has: the device counts samples with a quartz of its own, pictures have the engine's clock."""

from __future__ import annotations

from engine.check import Array
from engine.sound.block import SoundBlock

LOST_SECONDS = 0.1
"""A stamp that is further than this from where the samples should be: some were lost, the count starts again there."""
SMOOTH_SECONDS = 1.0
"""Stamps jitter by a period of the device; their error is averaged over this long."""
QUICK_SECONDS, CALM_SECONDS = 1.0, 10.0
"""How long the loop takes to follow an error: at first, and once it has run for as long."""
MOST = 0.005
"""Quartzes differ by a ten thousandth; no error makes the loop stretch more than this, which nobody hears."""


class SampleClock:
    """A control loop (proportional, integral) from jittering stamps to steady times. One stream, in its order."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._next: float | None = None
        self._error = self._drift = self._age = 0.0

    @property
    def drift_ppm(self) -> float:
        """By how many millionths the device's quartz is slow; 0 until it is known."""
        return self._drift * 1e6 if self._age > CALM_SECONDS else 0.0

    def place(self, samples: Array, stamp: float) -> SoundBlock:
        """The next samples of the stream with their times. stamp: s, of the first one, as the device tells it."""
        seconds = len(samples) / self.rate
        if self._next is None or abs(stamp - self._next) > LOST_SECONDS:
            self._next, self._error = stamp, 0.0
        self._error += (stamp - self._next - self._error) * min(1.0, seconds / SMOOTH_SECONDS)
        gain = 1 / min(max(self._age, QUICK_SECONDS), CALM_SECONDS)
        self._drift = _within(self._drift + gain * gain / 4 * self._error * seconds)  # critically damped
        begin = self._next
        self._next = begin + seconds * (1 + _within(self._drift + gain * self._error))
        self._age += seconds
        return SoundBlock(samples, self.rate, begin, self._next)


def _within(stretch: float) -> float:
    return min(max(stretch, -MOST), MOST)
