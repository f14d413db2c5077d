"""Making an avatar from a photo on a thread of its own, so that the window stays alive meanwhile."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar_app import library
from avatar_app.stage import Stage, sentence
from engine.types import Avatar

if TYPE_CHECKING:
    from engine.head import Head


@dataclass(frozen=True, slots=True)
class Made:
    """An avatar that was made and kept."""

    avatar: Avatar
    path: Path
    notes: tuple[str, ...]


class Making:
    """Runs `engine.avatar.create` once. Poll `step`, `share` and `ended`; then read `made` or `reason`."""

    def __init__(self, photo: Path, head: Head) -> None:
        self.photo = photo
        self._head = head
        self.step, self.share = "Reading the photo", 0.0
        self.made: Made | None = None
        self.cause: BaseException | None = None
        self.reason = ""
        """One sentence: why there is no avatar."""
        self._ended = threading.Event()
        self._stage = Stage("create", self._make, self._end)
        self._stage.start()

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def join(self, seconds: float) -> bool:
        return self._stage.join(seconds)

    def _make(self) -> None:
        from engine.avatar.create import create

        creation = create([self.photo], self._head, progress=self._progress)
        self.made = Made(creation.avatar, library.keep(creation.avatar), creation.notes)

    def _progress(self, step: str, share: float) -> None:
        self.step, self.share = step, share

    def _end(self, cause: BaseException | None) -> None:
        self.cause = cause
        self.reason = sentence(cause) if cause is not None else ""
        self._ended.set()
