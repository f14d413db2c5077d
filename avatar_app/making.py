"""Making an avatar from a photo, and keeping it, on threads of their own: the window stays alive meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar_app import library
from avatar_app.job import Job
from engine.cancel import Cancel
from engine.types import Avatar

if TYPE_CHECKING:
    from engine.head import Head


@dataclass(frozen=True, slots=True)
class Made:
    """An avatar that was made: so far in memory alone."""

    avatar: Avatar
    notes: tuple[str, ...]


class Making(Job):
    """Runs `engine.avatar.create` once. Poll `step` and `share` too; `made` is there at a good end."""

    def __init__(self, photo: Path, head: Head, *, detail: bool) -> None:
        self.photo = photo
        self.step, self.share = "Reading the photo", 0.0
        self.made: Made | None = None
        self._head, self._detail = head, detail
        self._cancel = Cancel()
        super().__init__("create")

    def cancel(self) -> None:
        """End it at its next step; what was made so far is forgotten."""
        self._cancel.ask()

    def _work(self) -> None:
        from engine.avatar.create import create

        creation = create([self.photo], self._head, progress=self._progress, detail=self._detail, cancel=self._cancel)
        self.made = Made(creation.avatar, creation.notes)

    def _progress(self, step: str, share: float) -> None:
        self.step, self.share = step, share


class Keeping(Job):
    """Saves an avatar in the library once; its file is `path` at a good end."""

    def __init__(self, avatar: Avatar) -> None:
        self.avatar = avatar
        self.path: Path | None = None
        super().__init__("keep")

    def _work(self) -> None:
        self.path = library.keep(self.avatar)
