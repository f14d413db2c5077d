"""Time in the engine: one monotonic clock, how long each stage takes, and how often something happens."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

Stage = Literal["capture", "detect", "encode", "solve", "decode", "render", "present"]
STAGES: tuple[Stage, ...] = get_args(Stage)

now: Callable[[], float] = time.perf_counter
"""Seconds on a clock that never jumps; only differences mean something."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long one stage took lately, milliseconds."""

    stage: Stage
    count: int
    p50: float
    p95: float


class StageTimer:
    """Durations of each stage over its last `window` runs. Any thread may measure; any thread may read."""

    def __init__(self, window: int = 600) -> None:
        self._runs: dict[Stage, deque[tuple[float, float]]] = {stage: deque(maxlen=window) for stage in STAGES}
        self._lock = threading.Lock()

    @contextmanager
    def measure(self, stage: Stage) -> Iterator[None]:
        """Time the block; a block that raises is not counted."""
        start = now()
        yield
        self.add(stage, now() - start)

    def add(self, stage: Stage, seconds: float) -> None:
        """Count one run whose duration is known."""
        with self._lock:
            self._runs[stage].append((now(), seconds))

    def timing(self, stage: Stage, lately: float = math.inf) -> Timing | None:
        """Median and 95th percentile of the runs that ended within the last `lately` seconds; None without any."""
        oldest = now() - lately
        with self._lock:
            seconds = tuple(seconds for end, seconds in self._runs[stage] if end >= oldest)
        if not seconds:
            return None
        p50, p95 = np.percentile(seconds, [50, 95]) * 1e3
        return Timing(stage, len(seconds), float(p50), float(p95))

    def summary(self, lately: float = math.inf) -> tuple[Timing, ...]:
        """The stages that ran, in the order of the chain; lately: as in `timing`."""
        return tuple(timing for stage in STAGES if (timing := self.timing(stage, lately)) is not None)


class Rate:
    """How often per second `tick` was called over the last `window` seconds."""

    def __init__(self, window: float = 2.0, clock: Callable[[], float] = now) -> None:
        self._window, self._clock = window, clock
        self._ticks: deque[float] = deque()
        self._lock = threading.Lock()

    def tick(self) -> None:
        """It happened now."""
        with self._lock:
            self._ticks.append(self._clock())
            self._forget()

    @property
    def per_second(self) -> float:
        """0 until it happened twice, and again once it stopped happening."""
        with self._lock:
            self._forget()
            if len(self._ticks) < 2:
                return 0.0
            return (len(self._ticks) - 1) / max(self._ticks[-1] - self._ticks[0], 1e-9)

    def _forget(self) -> None:
        oldest = self._clock() - self._window
        while self._ticks and self._ticks[0] < oldest:
            self._ticks.popleft()
