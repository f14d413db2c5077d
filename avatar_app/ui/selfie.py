"""Posing for a selfie: the camera, what is judged of its picture, the countdown, and the photo that is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, QTimer

from avatar_app.passing import passing_folder
from avatar_app.selfie_aim import Aim
from avatar_app.selfie_watch import SelfieWatch
from avatar_app.session import Session
from avatar_app.state import AppState, Page
from avatar_app.ui.missing_parts import MissingParts
from avatar_app.ui.text import tr
from engine.clock import now
from engine.tracking.portrait import Hint
from engine.types import Frame

TICK_MS = 40


class Selfie(QObject):
    """GUI thread. Calls `taken` with the photo's file: `forget` it as soon as possible."""

    def __init__(self, session: Session, state: AppState, missing: MissingParts, taken: Callable[[Path], None]) -> None:
        super().__init__()
        self._session, self._state, self._missing, self._taken = session, state, missing, taken
        self.start_camera: Callable[[], None] = lambda: None
        """Starts the one that the window has chosen."""
        self.stop_camera: Callable[[], None] = lambda: None
        self._folder: TemporaryDirectory[str] | None = None
        self._watch: SelfieWatch | None = None
        self._ended: list[SelfieWatch] = []
        self._aim = Aim()
        self._back: Page = ""
        self._started_camera = False
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._look)

    # What the page shows

    @property
    def frame(self) -> Frame | None:
        """What the camera shows now."""
        return self._session.newest_frame if self._watch is not None else None

    @property
    def ready(self) -> bool:
        """The camera's picture is being judged."""
        return self._watch is not None and self._watch.newest is not None and self.frame is not None

    @property
    def hint(self) -> Hint | None:
        """What the picture lacks most; None where it is good."""
        return self._aim.hint

    @property
    def left(self) -> float | None:
        """Seconds until the picture is taken; None while nothing is counted."""
        return self._aim.left(now())

    @property
    def kept(self) -> bool:
        """Whether its photo is still on disk."""
        return self._folder is not None

    # What a person does

    def open(self) -> None:
        """Show the camera's picture and help to pose; the camera is started where it is not running."""
        if self._watch is not None:
            return
        back = self._state.now.page
        self._started_camera = not self._camera_runs() and bool(self._state.now.cameras)
        if self._started_camera:
            self.start_camera()
        elif self._session.newest_frame is None:
            self._state.tell(tr("No camera was found. Connect one, or choose a photo."), remedy="photo")
            return
        self._back = back if back != "selfie" else ""
        self._watch, self._aim = SelfieWatch(lambda: self._session.newest_frame), Aim()
        self._tick.start()
        self._state.update(page="selfie")
        self._state.forget_error()

    def shoot(self) -> None:
        """Count down, whatever the picture lacks."""
        if self._watch is not None:
            self._aim.ask(now())

    def cancel(self) -> None:
        """Go back; a camera that was started for this is let go."""
        if self._watch is None:
            return
        self._end()
        if self._started_camera:
            self.stop_camera()

    def forget(self) -> None:
        """Remove the photo from the disk."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def close(self) -> None:
        self._end()
        for watch in self._ended:
            watch.join(5.0)
        self.forget()

    # Meanwhile

    def _look(self) -> None:
        self._ended = [watch for watch in self._ended if not (watch.ended and watch.join(0))]
        watch = self._watch
        if watch is None:
            if not self._ended:
                self._tick.stop()
            return
        chosen = self._state.now
        if chosen.page != "selfie" or chosen.status.replaying is not None:  # something else was chosen
            self.cancel()
            return
        if watch.ended:
            self.cancel()
            if not self._missing.offer(watch.cause, self.open):
                self._state.tell(watch.reason)
            return
        newest = watch.newest if self.ready else None
        found = (Hint.NO_FACE,) if newest is None else newest.hints
        time = now()
        self._aim.step(time, found[0] if found else None)
        if self._aim.left(time) == 0:
            self._take(watch)

    def _take(self, watch: SelfieWatch) -> None:
        frame = watch.best() if self.ready else None
        if frame is None:  # nobody is there any more: begin anew
            self._aim.again()
            return
        from PIL import Image

        self._end()
        # A photo of the user stays on disk no longer than it takes to make the avatar.
        self._folder = passing_folder()
        photo = Path(self._folder.name) / "Me.png"
        Image.fromarray(frame.image).save(photo, compress_level=1)
        self._taken(photo)

    def _end(self) -> None:
        if self._watch is None:
            return
        self._watch.stop()
        self._ended.append(self._watch)
        self._watch = None
        if self._state.now.page == "selfie":
            self._state.update(page=self._back)

    def _camera_runs(self) -> bool:
        """Or a video that is played as one, where there is no camera to be had."""
        frame = self._session.newest_frame
        return frame is not None and (self._session.from_camera or not self._state.now.cameras)
