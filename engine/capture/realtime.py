"""A file played at its own speed, as a camera would: frames come when they are due, late ones are lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from engine import clock
from engine.capture.source import Source
from engine.types import Frame

PAUSE_S = 1.0
"""Whoever asks for the next frame so much later had paused: the frames of that time are not lost."""
STALLED_S = 0.25
"""A computer too busy to read the file at its speed shows a frame at least so often; the file then plays slower."""


class Pace(Protocol):
    """What tells the time and waits; tests bring one that does not really wait."""

    def now(self) -> float: ...

    def wait(self, seconds: float) -> None: ...


class WallPace:
    """The engine's clock."""

    def now(self) -> float:
        return clock.now()

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)


class Realtime:
    """Wraps a file. `Frame.time` becomes the moment at which the frame is due on the engine's clock."""

    path: Path | None = None  # its times are not the file's: the sound would not fit
    num_frames: int | None = None
    time_base = Fraction(1, 90_000)

    def __init__(self, file: Source, reopen: Callable[[], Source] | None = None, pace: Pace | None = None) -> None:
        """reopen: opens the file again at its end, for a loop."""
        self.name, self.size_wh, self.fps = file.name, file.size_wh, file.fps
        self.dropped = 0
        """Frames that were asked for too late to be shown."""
        self._file, self._reopen, self._pace = file, reopen, pace or WallPace()
        self._closed = False
        self._index = 0
        self._start: float | None = None  # when a frame with time 0 is due
        self._due = 0.0
        self._given = 0.0

    @property
    def notes(self) -> tuple[str, ...]:
        return self._file.notes

    def read(self) -> Frame | None:
        asked = self._pace.now()
        if self._start is not None and (away := asked - max(self._given, self._due)) > PAUSE_S:
            self._start += away  # nobody was there to look: it goes on where it was left
        while not self._closed:
            frame = self._file.read()
            if frame is None:
                if not self._rewind():
                    return None
                continue
            if self._start is None:
                self._start = max(self._pace.now(), self._due + 1 / self.fps) - frame.time
            self._due = self._start + frame.time
            self._index += 1
            late = self._pace.now() - self._due
            if late > 1 / self.fps:
                if self._pace.now() - asked < STALLED_S:
                    self.dropped += 1
                    continue
                self._start, self._due = self._start + late, self._due + late
            if late < 0:
                self._pace.wait(-late)
            self._given = self._pace.now()
            return Frame(image=frame.image, index=self._index - 1, time=self._due, source=self.name)
        return None

    def _rewind(self) -> bool:
        if self._reopen is None or self._index == 0:
            return False
        self._file.close()
        self._file, self._start = self._reopen(), None
        return True

    def close(self) -> None:
        self._closed = True
        self._file.close()
