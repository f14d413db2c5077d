"""A table of figures that grows as they are measured, and what could not be measured."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

WARM_UP, FEWEST = 10, 5
LONGEST_S = 2.0
"""Of a figure's warm-up, and of its runs once there are FEWEST."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: milliseconds of one call by the wall clock and by CUDA's events, and pictures a second."""

    part: str
    what: str
    how: str
    wall_ms: tuple[float, float, float]
    """p50, p95, p99, until the answer is there."""
    card_ms: tuple[float, float, float] | None
    """The same by CUDA's events or OpenGL's timer: without Python's way to the first kernel. None: not on the card."""
    per_second: float


@dataclass(slots=True)
class Report:
    """What is measured on `device`; each line is written to `into` at once."""

    device: torch.device
    runs: int
    quick: bool
    into: Path

    @classmethod
    def opened(cls, device: str | None, runs: int, quick: bool, into: Path) -> Report:
        torch.manual_seed(0)
        return cls(torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu")), runs, quick, into)

    @property
    def on_gpu(self) -> bool:
        return self.device.type == "cuda"

    def head(self) -> None:
        """What is measured, and the table's first line."""
        machine = {
            "gpu": torch.cuda.get_device_name() if self.on_gpu else "none", "cuda": torch.version.cuda or "none",
            "torch": torch.__version__, "python": platform.python_version(), "runs": self.runs, "quick": self.quick,
        }  # fmt: skip
        if self.on_gpu:
            machine["sm"] = "{}.{}".format(*torch.cuda.get_device_capability())
        self._write("machine", machine)
        print(", ".join(f"{name} {value}" for name, value in machine.items()))
        clocks = "by the wall clock, ms", "by the card's clock, ms"
        print(f"\n{'':71}" + " ".join(f"{clock:^29}" for clock in clocks))
        heads = "".join(f" {name:>9}" for name in ("p50", "p95", "p99") * 2)
        print(f"{'part':11} {'what':32} {'how':26}{heads} {'a second':>9}", flush=True)

    def measure(
        self,
        part: str,
        what: str,
        how: str,
        call: Callable[[], object],
        pictures: int = 1,
        card: Callable[[], float] | None = None,
        events: bool = True,
    ) -> bool:
        """Add the row of `call`, or why it does not work. card: milliseconds of one call by the card's own clock, for
        what does not run on torch's stream; events: whether it runs there at all."""
        gpu = self.on_gpu and "CPU" not in how
        try:
            wall = _quantiles(_repeated(lambda: _wall_ms(call, gpu), self.runs))
            if card is None and gpu and events:
                card = lambda: _card_ms(call)  # noqa: E731
            busy = _quantiles(_repeated(card, self.runs)) if card is not None else None
        except Exception as error:  # anything a driver or a compiler can raise is a finding here
            self.skip(f"{part}: {what}, {how}", error)
            return False
        row = Row(part, what, how, wall, busy, 1e3 * pictures / wall[0])
        self._write("row", asdict(row))
        told = "".join(f" {value:9.3f}" for value in wall)
        told += "".join(f" {value:9.3f}" for value in busy) if busy else f"{'-':>10}" * 3
        print(f"{part:11} {what:32} {how:26}{told} {row.per_second:9.0f}", flush=True)
        return True

    def parity(
        self, network: str, how: str, output: str, off: float, unit: str = "", allowed: float | None = None
    ) -> None:
        """How far an output is from float32's, at most."""
        told = {"network": network, "how": how, "output": output, "off": off, "unit": unit, "allowed": allowed}
        self._write("parity", told)

    def say(self, words: str) -> None:
        """A line between the rows."""
        print(f"{'':11} {words}", flush=True)

    def skip(self, what: str, why: object) -> None:
        """Remember in one line."""
        words = f"{type(why).__name__}: {why}" if isinstance(why, Exception) else str(why)
        self._write("skipped", {"what": what, "why": (words.strip().splitlines() or ["?"])[0][:200]})

    def part(self, name: str, run: Callable[[Report], None]) -> None:
        """Run a part of the benchmark; without what it needs it is skipped."""
        try:
            run(self)
        except Exception as error:
            self.skip(name, error)

    def _write(self, kind: str, content: dict[str, object]) -> None:
        with self.into.open("a", encoding="utf-8") as file:
            file.write(json.dumps([kind, content]) + "\n")


def _wall_ms(call: Callable[[], object], gpu: bool) -> float:
    """Until the answer is there: a frame waits for it, also for Python's way to the first kernel."""
    start = time.perf_counter()
    call()
    if gpu:
        torch.cuda.synchronize()
    return 1e3 * (time.perf_counter() - start)


def _card_ms(call: Callable[[], object]) -> float:
    begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    begin.record()
    call()
    end.record()
    end.synchronize()
    return begin.elapsed_time(end)


def _repeated(once: Callable[[], float], runs: int) -> list[float]:
    """What is slow runs less often."""
    began = time.perf_counter()
    for _ in range(min(WARM_UP, runs)):
        once()
        if time.perf_counter() - began > LONGEST_S:
            break
    began, times = time.perf_counter(), []
    while len(times) < runs and (len(times) < FEWEST or time.perf_counter() - began < LONGEST_S):
        times.append(once())
    return times


def _quantiles(times: list[float]) -> tuple[float, float, float]:
    p50, p95, p99 = (float(np.quantile(times, share)) for share in (0.5, 0.95, 0.99))
    return p50, p95, p99
