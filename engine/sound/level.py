"""How loud it is, for a meter."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass

import numpy as np

from engine.check import Array

CLIPPED = 0.999
"""What a converter gives that can give no more."""
FLOOR_DB = -60.0


@dataclass(frozen=True, slots=True)
class Level:
    """peak, rms: 0 to 1 of full scale. clipped: the peak was cut off."""

    peak: float = 0.0
    rms: float = 0.0
    clipped: bool = False


def decibels(amplitude: float) -> float:
    """dB below full scale, not less than FLOOR_DB."""
    return max(FLOOR_DB, 20 * math.log10(amplitude)) if amplitude > 0 else FLOOR_DB


class Meter:
    """Any thread may add, one reads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._peak = self._squares = 0.0
        self._count = 0

    def add(self, samples: Array) -> None:
        """samples: [N] float32, -1 to 1."""
        if not len(samples):
            return
        peak, squares = float(np.abs(samples).max()), float(np.dot(samples, samples))
        with self._lock:
            self._peak = max(self._peak, peak)
            self._squares += squares
            self._count += len(samples)

    def read(self) -> Level:
        """Of everything since the last look."""
        with self._lock:
            peak, squares, count = self._peak, self._squares, self._count
            self._peak = self._squares = 0.0
            self._count = 0
        return Level(peak, math.sqrt(squares / count) if count else 0.0, peak >= CLIPPED)
