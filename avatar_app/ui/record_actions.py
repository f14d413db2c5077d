"""What a person can do about recordings and screenshots."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from platformdirs import user_pictures_path
from PySide6.QtCore import QObject, Signal

from avatar_app import takes
from avatar_app.drawing import Cast, Screenshot
from avatar_app.recording import Recorded, Recording, free_path
from avatar_app.session import Session, Status
from avatar_app.stage import sentence
from avatar_app.state import AppState
from avatar_app.ui.sentences import translated
from avatar_app.ui.text import tr
from engine.errors import AvatarError
from engine.types import Motion, View, replace

JOIN_SECONDS = 20.0
ROOM_PULSES = 25
"""How much room the disk has is looked at every five seconds."""


class RecordActions(QObject):
    """GUI thread; `refresh` several times a second. Files are finished on threads: the window does not wait."""

    asked = Signal(object, object)
    """Paths of a video, or None, and of a take that are to be started: the view knows the size of its pictures."""

    def __init__(self, session: Session, state: AppState) -> None:
        super().__init__()
        self._session, self._state = session, state
        self._next: Path | None = None
        self._finishing: list[Recording] = []
        self._screenshot: Screenshot | None = None
        self._pulses = 0
        self.seen: Callable[[], tuple[Motion, View] | None] = lambda: None
        """What the stage shows, as large as it is seen; the window sets it."""

    def start(self) -> None:
        video = free_path(self._state.now.record_folder, self._stem(), ".mp4") if self._state.now.video_kept else None
        self.asked.emit(video, takes.new_path(tr("Take")))
        self._state.update(status=self._session.status())

    def when_live(self, path: Path) -> None:
        """Start recording into `path` with the first face that is tracked."""
        self._next = path

    def stop(self) -> None:
        """Take no more pictures; what is waiting is written, and then told."""
        if (recording := self._session.recorder.end()) is not None:
            self._finishing.append(recording)
        self._state.update(status=self._session.status())

    def screenshot(self, *, bare: bool = False) -> None:
        """Save what the stage shows as a PNG among the user's pictures; bare: without what is behind the avatar."""
        seen = self.seen()
        if seen is None or self._screenshot is not None:  # the former is about to be written
            return
        motion, view = seen
        view = replace(view, background=(0.0, 0.0, 0.0, 0.0)) if bare else view
        session = self._session
        path = free_path(user_pictures_path() / "Avatar", self._stem(), ".png")
        self._screenshot = Screenshot(Cast(session.head, session.avatar, session.detail_path), motion, view, path)

    def refresh(self, status: Status) -> None:
        if self._next is not None and status.shown_fps > 0:
            path, self._next = self._next, None
            self.asked.emit(path, takes.new_path(tr("Take")))
        if self._session.recording is not None and self._session.recording.ended:
            self.stop()
        early, self._session.recorder.ended_early = self._session.recorder.ended_early, None
        if early is not None:
            self._finishing.append(early)
        for recording in [one for one in self._finishing if one.done]:
            self._finishing.remove(recording)
            self._tell(recording.finish(JOIN_SECONDS))
        self._refresh_screenshot()
        if not self._pulses:
            self._look_for_room()
        self._pulses = (self._pulses + 1) % ROOM_PULSES

    def close(self) -> None:
        """Finish every file, within a bound."""
        for recording in self._finishing:
            recording.finish(JOIN_SECONDS)
        if self._screenshot is not None:
            self._screenshot.join(JOIN_SECONDS)

    def _stem(self) -> str:
        return f"{self._state.now.avatar_name or 'avatar'} {datetime.now():%Y-%m-%d %H.%M.%S}"

    def _tell(self, done: Recorded) -> None:
        named = done.path or done.take
        if isinstance(done.cause, AvatarError):
            self._state.tell(str(done.cause))
        elif done.cause is not None:
            reason = translated(sentence(done.cause))
            self._state.tell(tr("The recording could not be finished: {reason}", reason=reason))
        elif done.missed and named is not None:
            self._state.tell(
                tr(
                    "{name} lacks {missed} pictures: this computer was too slow for them.",
                    name=named.name,
                    missed=done.missed,
                )
            )
        self._state.update(
            last_recording=done.path, last_take=done.take, last_saved=named, status=self._session.status()
        )

    def _refresh_screenshot(self) -> None:
        job = self._screenshot
        if job is None or not job.ended:
            return
        job.join(JOIN_SECONDS)
        self._screenshot = None
        if job.reason:
            self._state.tell(job.reason)
        else:
            self._state.update(last_saved=job.path)

    def _look_for_room(self) -> None:
        folder = self._state.now.record_folder if self._state.now.video_kept else takes.folder()
        there = next((one for one in (folder, *folder.parents) if one.is_dir()), None)
        with suppress(OSError):
            self._state.update(record_free=shutil.disk_usage(there).free if there is not None else None)
