"""Reading takes, on threads of their own."""

from __future__ import annotations

from pathlib import Path

from avatar_app import takes
from avatar_app.job import Job
from avatar_app.takes import TakeEntry
from engine.types import Take


class Listing(Job):
    """Looks through the user's takes; they are in `found` at a good end."""

    def __init__(self, apart_from: Path | None) -> None:
        self.found: tuple[TakeEntry, ...] = ()
        self._apart_from = apart_from
        super().__init__("list takes")

    def _work(self) -> None:
        self.found = takes.entries(self._apart_from)


class Loading(Job):
    """Reads one; `take` at a good end. taken_in: a copy is kept among the user's, from where it is read."""

    def __init__(self, path: Path, *, taken_in: bool = False) -> None:
        self.path = path
        self.take: Take | None = None
        self._taken_in = taken_in
        super().__init__("load take")

    def _work(self) -> None:
        from engine.record.take import load_take

        self.take = load_take(self.path)
        if self._taken_in:
            self.path = takes.take_in(self.path)
