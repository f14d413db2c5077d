"""When somebody who waits blinks, and how: lids over time.

Bentivoglio et al. 1997: at rest people blink about 17 times a minute, at intervals of which most are short and some are
long. A blink shuts the lids faster than it opens them and is over in about 150 ms (VanderWerf et al. 2003).
"""

from __future__ import annotations

import math

import numpy as np

from engine.check import Array
from engine.ease import smoothstep

SHUT_S, SHUTTING_S, OPENING_S = 0.02, 0.05, 0.08
BLINK_S = SHUTTING_S + SHUT_S + OPENING_S
MEDIAN_S, SPREAD = 3.1, 0.45
"""Of the pauses, log-normal: 3.4 s on average."""
SHORTEST_S, LONGEST_S = 1.0, 9.0


class IdleBlinks:
    """One avatar's. Times are seconds on any clock that does not go back; pauses are drawn anew as they come."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = np.random.default_rng(seed)
        self._next: float | None = None

    def stop(self) -> None:
        """Somebody else moves the lids: the next blink is a whole pause after they are left alone."""
        self._next = None

    def __call__(self, time: float) -> float:
        """How far the lids are shut, 0 to 1."""
        if self._next is None or time > self._next + BLINK_S:
            self._next = time + self._pause()
        return shut(time - self._next)

    def _pause(self) -> float:
        return float(_clipped(self._random.lognormal(math.log(MEDIAN_S), SPREAD)))


def beginnings(seconds: float, seed: int) -> Array:
    """[K] s when somebody begins to blink who is left alone for so long."""
    most = 1 + max(0, int(seconds / SHORTEST_S))
    pauses = _clipped(np.random.default_rng(seed).lognormal(math.log(MEDIAN_S), SPREAD, most))
    times = np.cumsum(pauses + BLINK_S) - BLINK_S
    return times[times < seconds]


def shut(since: float) -> float:
    """How far the lids are shut, 0 to 1, so many seconds after a blink began."""
    if since <= 0:
        return 0.0
    if since < SHUTTING_S:
        return smoothstep(since / SHUTTING_S)
    return smoothstep((BLINK_S - since) / OPENING_S)


def _clipped(pauses: Array | float) -> Array:
    return np.clip(pauses, SHORTEST_S, LONGEST_S)
