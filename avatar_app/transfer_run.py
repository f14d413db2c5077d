"""One transfer under way: the process that does it, what it tells, and what it is told."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from avatar_app.child import Child
from avatar_app.stage import Stage, sentence
from avatar_app.transfer_order import Order, table_of
from avatar_app.transfer_places import Begun

PACE_S = 10.0
"""The seconds left are judged by the last of these."""
GRACE_S = 3.0
"""A process that was told to stop has so long to finish its file; what is on the disk by then plays anyhow."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is."""

    frames: int = 0
    total: int | None = None
    """As the video claims."""
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class End:
    """How it ended."""

    kind: Literal["done", "failed", "stopped"]
    sentence: str = ""
    """Why it failed, or what is to be said about the result."""
    files: tuple[Path, ...] = ()
    """The results, or the parts that were written until then."""


class Run:
    """Starts at once, in a process of its own. Poll `progress` and `end`; every method returns at once but `join`."""

    def __init__(self, order: Order) -> None:
        self.progress = Progress()
        self.begun: Begun | None = None
        """What it writes; None before."""
        self.end: End | None = None
        self.order = order
        self._pace: deque[tuple[float, int]] = deque()
        self._last: End | None = None
        self._stopping = False
        self._child = Child("avatar_app.transfer_worker", table_of(order))
        self._stage = Stage("transfer", self._listen, self._ended)
        self._stage.start()

    def pause(self) -> None:
        """After the frame that it is at."""
        self._child.say("pause")

    def resume(self) -> None:
        self._child.say("resume")

    def stop(self) -> None:
        """End it soon; what is written by then is kept."""
        self._stopping = True
        self._child.say("stop")

    def join(self, seconds: float = GRACE_S) -> bool:
        """Wait until it has ended; False where it has not within `seconds`."""
        return self._stage.join(seconds)

    def kill(self) -> None:
        """End it now. The file plays up to half a second before this."""
        self._child.kill()

    def _listen(self) -> None:
        """On a thread of its own, until the process closes its end."""
        for news in self._child.news():
            if "end" in news:
                self._last = End(news["end"], news["sentence"], tuple(map(Path, news["files"])))
            elif "process" in news:
                self.begun = Begun(news["process"], tuple(map(Path, news["parts"])))
            else:
                self.progress = self._judged(news)

    def _judged(self, news: Mapping[str, Any]) -> Progress:
        frames, total, worked = news["frames"], news["total"], news["worked"]
        self._pace.append((worked, frames))
        while worked - self._pace[0][0] > PACE_S:
            self._pace.popleft()
        since, before = self._pace[0]
        known = total is not None and frames > before and worked > since
        left = max(total - frames, 0) * (worked - since) / (frames - before) if known else None
        return Progress(frames, total, left)

    def _ended(self, cause: BaseException | None) -> None:
        parts = self.begun.written() if self.begun is not None else ()
        if self._last is not None:
            self.end = self._last
        elif self._stopping:
            self.end = End("stopped", "", parts)
        elif cause is not None:
            self.end = End("failed", sentence(cause), parts)
        else:
            name = self.order.video.name
            told = f"The transfer of {name} broke off (exit code {self._child.code}). Try it again."
            self.end = End("failed", told, parts)
