"""Which time a sample has: the device counts samples with a quartz of its own, pictures have the engine's clock.

No sample arrives before it was made, but any may be held up by a busy program. So the earliest arrivals of the last
seconds say where the samples are in time, to within a millisecond; the device's own stamps may wander by tens (ALSA
through PulseAudio does). Where they are steady they say what the arrivals cannot: how long the device itself takes.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from engine.check import Array
from engine.sound.block import SoundBlock

WINDOW_SECONDS = 3.0
"""The earliest arrival is looked for among so many: short against the drift of quartzes, long against any hold-up."""
LOST_SECONDS = 0.02
"""Where even the earliest is this far from where it should be, samples were lost: the count starts again."""
QUICK_SECONDS, CALM_SECONDS = 1.0, 10.0
"""How long the loop takes to follow an error: at first, and once it has run for as long."""
MOST_STRETCH = 0.005
"""Nobody hears this much."""
MOST_DRIFT = 0.0005
"""Quartzes differ by a ten thousandth: more is no drift, but samples that were lost."""
STEADY_SECONDS = 0.003
"""Stamps whose middle 80 % are within this are believed."""
NUM_STAMPS, EVERY_STAMPS = 200, 20
"""How many are looked at, and how often."""
MOST_DELAY_SECONDS = 0.3
"""No device takes longer."""


class SampleClock:
    """A control loop (proportional, integral) from arrivals to steady times. One stream, in its order."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.delay = 0.0
        """s, between the air and the earliest arrival, as far as the device tells."""
        self._next: float | None = None
        self._first = 0.0
        self._late: deque[tuple[float, float]] = deque()
        self._delays: deque[float] = deque(maxlen=NUM_STAMPS)
        self._told = self._drift = self._age = 0.0
        self._num_placed = 0

    @property
    def drift_ppm(self) -> float:
        """By how many millionths the device's quartz is slow; 0 until it is known."""
        return self._drift * 1e6 if self._age > 3 * CALM_SECONDS else 0.0

    def place(self, samples: Array, arrived: float, stamp: float | None = None, *, lost: bool = False) -> SoundBlock:
        """The next samples of the stream with their times.

        arrived: s, when they were handed over; stamp: s, of the first one, as the device tells it. lost: there are
        some missing before these.
        """
        seconds = len(samples) / self.rate
        if self._next is None or lost:
            self._restart(arrived, arrived - seconds)
        self._age = arrived - self._first
        begin = self._next or 0.0
        self._late.append((arrived, arrived - begin - seconds))
        while self._late[0][0] < arrived - WINDOW_SECONDS:
            self._late.popleft()
        error = min(late for _, late in self._late)
        if abs(error) > LOST_SECONDS:
            self._restart(arrived, begin + error)
        elif error < 0 and self._age < QUICK_SECONDS:
            self._restart(self._first, begin + error)
        if self._next != begin:
            begin, error = self._next or 0.0, 0.0
        gain = 1 / min(max(self._age, QUICK_SECONDS), CALM_SECONDS)
        self._drift = _within(self._drift + gain * gain / 4 * error * seconds, MOST_DRIFT)  # critically damped
        self._next = begin + seconds * (1 + _within(self._drift + gain * error, MOST_STRETCH))
        if stamp is not None:
            self._delays.append(begin - stamp)
            self._follow_stamps(seconds)
        return SoundBlock(samples, self.rate, begin - self.delay, self._next - self.delay)

    def _restart(self, first: float, begin: float) -> None:
        """The next samples begin then, as far as is known; first: when the first of all arrived, s."""
        self._first, self._next = first, begin
        self._late.clear()
        self._late.append((begin, 0.0))

    def _follow_stamps(self, seconds: float) -> None:
        """Move `delay` towards what steady stamps say, slowly enough for nobody to hear it."""
        self._num_placed += 1
        if len(self._delays) >= NUM_STAMPS // 2 and self._num_placed % EVERY_STAMPS == 0:
            low, middle, high = np.percentile(np.array(self._delays), (10, 50, 90))
            self._told = min(max(float(middle), 0.0), MOST_DELAY_SECONDS) if high - low < STEADY_SECONDS else 0.0
        most = MOST_STRETCH * seconds
        self.delay += min(max(self._told - self.delay, -most), most)


def _within(stretch: float, most: float) -> float:
    return min(max(stretch, -most), most)
