"""What was tried to run each network, what runs it, and why: for the status bar, for `doctor` and for reports."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Literal

Result = Literal["serves", "stands by", "building", "refused", "absent"]
_GIVEN_UP: tuple[Result, ...] = ("refused", "absent")


@dataclass(frozen=True, slots=True)
class Tried:
    """One line of the table."""

    network: str
    backend: str
    result: Result
    why: str = ""


class Board:
    """The lines of this process, in the order of the first word about each. Any thread may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: dict[tuple[str, str], Tried] = {}

    def note(self, line: Tried) -> None:
        """The newest word on a network and a backend."""
        with self._lock:
            self._lines[line.network, line.backend] = line

    def lines(self) -> tuple[Tried, ...]:
        with self._lock:
            return tuple(self._lines.values())

    def serving(self, network: str) -> str:
        """What runs it; empty where nothing does yet."""
        found = (line.backend for line in self.lines() if line.network == network and line.result == "serves")
        return next(found, "")

    def sentences(self) -> tuple[str, ...]:
        """What a person should know: what is being built, and what was given up and why. Each reason once."""
        told: dict[str, None] = {}
        for line in self.lines():
            if line.result == "building":
                told[f"{line.backend} is being prepared for the {line.network} network: {line.why}."] = None
            elif line.result in _GIVEN_UP:
                told[f"{line.backend} is not used: {line.why}"] = None
        return tuple(told)

    def table(self) -> str:
        """All of it as aligned text; empty before the first word."""
        lines = self.lines()
        if not lines:
            return ""
        rows = [("network", "backend", "result", "why")]
        rows += [(line.network, line.backend, line.result, line.why) for line in lines]
        widths = [max(len(row[at]) for row in rows) for at in range(4)]
        return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows)


BOARD = Board()
"""The one of this process."""
