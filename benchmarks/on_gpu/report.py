"""A table of figures that grows as they are measured, and what could not be measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch

WARM_UP, FEWEST = 10, 5
LONGEST_S = 4.0
"""Of a figure's warm-up, and of its runs once there are FEWEST."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: milliseconds of one call, and how many pictures a second that makes."""

    part: str
    what: str
    how: str
    median_ms: float
    p95_ms: float
    p99_ms: float
    per_second: float


@dataclass(slots=True)
class Report:
    """What was measured on `device`, and what was not and why."""

    device: torch.device
    runs: int
    quick: bool
    rows: list[Row] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    @property
    def on_gpu(self) -> bool:
        return self.device.type == "cuda"

    def measure(self, part: str, what: str, how: str, call: Callable[[], object], pictures: int = 1) -> None:
        """Add the row of `call`, or why it does not work."""
        gpu = self.on_gpu and "CPU" not in how
        try:
            times = _times_ms(call, self.runs, gpu)
        except Exception as error:  # anything a driver or a compiler can raise is a finding here
            self.skip(f"{part}: {what}, {how}", error)
            return
        median, slow, slowest = (float(np.quantile(times, share)) for share in (0.5, 0.95, 0.99))
        self.rows.append(Row(part, what, how, median, slow, slowest, 1e3 * pictures / median))
        print(
            f"{part:11} {what:34} {how:26} {median:9.3f} {slow:9.3f} {slowest:9.3f} {1e3 * pictures / median:11.0f}",
            flush=True,
        )

    def skip(self, what: str, why: object) -> None:
        """Remember in one line."""
        words = f"{type(why).__name__}: {why}" if isinstance(why, Exception) else str(why)
        self.skipped[what] = words.strip().splitlines()[0][:160]

    def part(self, name: str, run: Callable[[Report], None]) -> None:
        """Run a part of the benchmark; without what it needs it is skipped."""
        try:
            run(self)
        except Exception as error:
            self.skip(name, error)


def _times_ms(call: Callable[[], object], runs: int, gpu: bool) -> list[float]:
    """One at a time, by the wall clock: a frame waits for its answer, also for Python's way to the first kernel, which
    CUDA's events leave out. What is slow runs less often."""

    def once() -> float:
        start = time.perf_counter()
        call()
        if gpu:
            torch.cuda.synchronize()
        return 1e3 * (time.perf_counter() - start)

    began = time.perf_counter()
    for _ in range(min(WARM_UP, runs)):
        once()
        if time.perf_counter() - began > LONGEST_S:
            break
    began, times = time.perf_counter(), []
    while len(times) < runs and (len(times) < FEWEST or time.perf_counter() - began < LONGEST_S):
        times.append(once())
    return times
