"""What a person can do about recordings."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from avatar_app.recording import free_path
from avatar_app.session import Session, Status
from avatar_app.stage import sentence
from avatar_app.state import AppState
from avatar_app.ui.text import tr


class RecordActions(QObject):
    """GUI thread; `refresh` several times a second."""

    asked = Signal(object)
    """Path of a recording to start: the view knows the size of its pictures."""

    def __init__(self, session: Session, state: AppState) -> None:
        super().__init__()
        self._session, self._state = session, state
        self._next: Path | None = None

    def start(self) -> None:
        stem = f"{self._state.now.avatar_name or 'avatar'} {datetime.now():%Y-%m-%d %H.%M.%S}"
        self.asked.emit(free_path(self._state.now.record_folder, stem, ".mp4"))
        self._state.update(status=self._session.status())

    def when_live(self, path: Path) -> None:
        """Start recording into `path` with the first face that is tracked."""
        self._next = path

    def stop(self) -> None:
        if (done := self._session.stop_recording()) is None:
            return
        if done.cause is not None:
            self._state.tell(tr("The recording could not be finished: {sentence}", sentence=sentence(done.cause)))
        elif done.missed:
            self._state.tell(
                tr(
                    "{name} lacks {missed} pictures: this computer was too slow for them.",
                    name=done.path.name,
                    missed=done.missed,
                )
            )
        kept = done.cause is None
        take = done.take if kept and done.take is not None and done.take.is_file() else None
        self._state.update(last_recording=done.path if kept else None, last_take=take, status=self._session.status())

    def refresh(self, status: Status) -> None:
        if self._next is not None and status.shown_fps > 0:
            path, self._next = self._next, None
            self.asked.emit(path)
        if self._session.recording is not None and self._session.recording.ended:
            self.stop()
