"""Making an avatar from a photo, and keeping it: the window stays alive meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from avatar_app import library
from avatar_app.child_job import ChildJob
from avatar_app.job import Job
from engine.errors import BadInput
from engine.types import Avatar

WORKER = "avatar_app.making_worker"


@dataclass(frozen=True, slots=True)
class Made:
    """An avatar that was made: so far in memory alone."""

    avatar: Avatar
    notes: tuple[str, ...]


class Making(ChildJob):
    """Makes an avatar once, in a process of its own. Poll `step` and `share` too; `made` is there at a good end."""

    def __init__(self, photo: Path, head_id: str, *, detail: bool) -> None:
        self.photo = photo
        self.step, self.share = "getting ready", 0.0
        self.made: Made | None = None
        order = {"photo": str(photo.absolute()), "head_id": head_id, "detail": detail}
        super().__init__("create", WORKER, order)

    def _work(self) -> None:
        from engine.avatar.store import avatar_from
        from engine.head import head_of

        made: Made | None = None
        for news in self._news():
            if "step" in news:
                self.step, self.share = news["step"], news["share"]
            else:
                made = Made(avatar_from(news["data"]), tuple(news["notes"]))
                head_of(made.avatar.head_id)  # read here: on the window's thread that would be a pause
                import_module("engine.detail.networks")  # to show it; on the window's thread that would be a pause
        if made is None:
            raise BadInput(
                f"Making an avatar of {self.photo.name} broke off (exit code {self._child.code}). "
                "Try it again, or choose another photo."
            )
        self.made = made


class Keeping(Job):
    """Saves an avatar in the library once; its file is `path` at a good end."""

    def __init__(self, avatar: Avatar) -> None:
        self.avatar = avatar
        self.path: Path | None = None
        super().__init__("keep")

    def _work(self) -> None:
        self.path = library.keep(self.avatar)
