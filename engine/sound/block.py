"""A few milliseconds of sound that know when they were heard."""

from __future__ import annotations

from dataclasses import dataclass

from engine.check import Array


@dataclass(frozen=True, slots=True, eq=False)
class SoundBlock:
    """samples: [N] float32, mono, -1 to 1. rate: Hz, what the device says it has; its real one follows from the times.

    time, end: s on the engine's clock, when its first sample was in the air, and the one after its last.
    """

    samples: Array
    rate: int
    time: float
    end: float
