"""A photo of the person in front of the camera, after a countdown."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.ui.text import tr

COUNTDOWN = 3


class Selfie(QObject):
    """Counts, takes what the source shows, and calls `taken` with the photo's file: `forget` it as soon as possible."""

    counted = Signal(int)
    """Seconds until it is taken; 0: now."""

    def __init__(self, session: Session, state: AppState, taken: Callable[[Path], None]) -> None:
        super().__init__()
        self._session, self._state, self._taken = session, state, taken
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._seconds_left = 0
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._count)

    @property
    def kept(self) -> bool:
        """Whether its photo is still on disk."""
        return self._folder is not None

    def take(self) -> None:
        """Count down, then take it."""
        if self._session.newest_frame is None:
            self._state.tell(tr("Start the camera first: the selfie is taken from its picture."), "note")
            return
        if not self._countdown.isActive():
            self._seconds_left = COUNTDOWN
            self._countdown.start()
            self.counted.emit(COUNTDOWN)

    def forget(self) -> None:
        """Remove the photo from the disk."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def close(self) -> None:
        self._countdown.stop()
        self.forget()

    def _count(self) -> None:
        self._seconds_left -= 1
        self.counted.emit(self._seconds_left)
        if self._seconds_left > 0:
            return
        self._countdown.stop()
        frame = self._session.newest_frame
        if frame is None:
            self._state.tell(tr("The source ended before the selfie was taken."))
            return
        from PIL import Image

        # A photo of the user stays on disk no longer than it takes to make the avatar.
        self._folder = tempfile.TemporaryDirectory(prefix="avatar-app-")
        photo = Path(self._folder.name) / "Me.png"
        Image.fromarray(frame.image).save(photo)
        self._taken(photo)
