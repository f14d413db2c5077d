"""What a person can do in the window. Each ends in a call of the Session and an update of the state."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from avatar_app import library
from avatar_app.fetching import Fetching, fetchable, named
from avatar_app.making import Making
from avatar_app.recording import free_path
from avatar_app.session import Session
from avatar_app.stage import sentence
from avatar_app.state import AppState
from engine.assets import Asset
from engine.detail.path import DetailPath
from engine.errors import AvatarError, BadInput
from engine.tracking.open import TrackerKind
from engine.types import Avatar

PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")
"""What `engine.avatar.create` reads."""
VIDEOS = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v")
PULSE_MS = 200
CAMERA_PULSES = 10
"""Cameras are looked for every two seconds."""
COUNTDOWN = 3


class Actions(QObject):
    """GUI thread. What cannot be done becomes one sentence in `state.now.notice`, never an exception."""

    counted = Signal(int)
    """Seconds until a selfie is taken; 0: now."""
    record_asked = Signal(object)
    """Path of a recording to start: the view knows the size of its pictures."""

    def __init__(self, session: Session, state: AppState, default: Avatar) -> None:
        super().__init__()
        self._session, self._state, self._default = session, state, default
        self._making: Making | None = None
        self._fetching: Fetching | None = None
        self._missing: tuple[Asset, ...] = ()
        self._after_fetching: Callable[[], None] = lambda: None
        self._pulses = 0
        self._photo_folder: tempfile.TemporaryDirectory[str] | None = None
        self._lost_epoch = -1
        self._seconds_left = 0
        self._record_next: Path | None = None
        self._countdown, self._pulse = QTimer(self, interval=1000), QTimer(self, interval=PULSE_MS)
        self._countdown.timeout.connect(self._count)
        self._pulse.timeout.connect(self._refresh)
        self._pulse.start()
        self.look_for_cameras()

    # Who

    def show_default(self) -> None:
        self._show(self._default, None)

    def open_avatar(self, path: Path) -> None:
        """Show the avatar of a file."""

        def open_it() -> None:
            from engine.avatar.store import load_avatar

            self._show(load_avatar(path), path)

        self._try(open_it)

    def make_avatar(self, photo: Path) -> None:
        """Make an avatar of a photo and show it when it is ready."""
        if self._making is not None:
            self._state.tell("An avatar is being made already. Wait until it is ready.", "note")
            return
        self._making = Making(photo, self._session.head)
        self._state.update(making=(self._making.step, 0.0), notice=None)

    def fetch_missing(self) -> None:
        """Fetch the files that something just failed without, then do it again."""
        if self._fetching is None and self._missing:
            self._fetching = Fetching(self._missing)
            self._state.tell(f"{self._fetching.step}…", "note")

    def take_selfie(self) -> None:
        """Count down, then make an avatar of what the source shows."""
        if self._session.newest_frame is None:
            self._state.tell("Start the camera first: the selfie is taken from its picture.", "note")
            return
        if not self._countdown.isActive():
            self._seconds_left = COUNTDOWN
            self._countdown.start()
            self.counted.emit(COUNTDOWN)

    @property
    def photo_kept(self) -> bool:
        """Whether a selfie's picture is still on disk."""
        return self._photo_folder is not None

    def refresh_library(self) -> None:
        """List the library, and what was opened from elsewhere before it."""
        found, shown = library.entries(), self._state.now.avatar_path
        if shown is not None and shown not in [entry.path for entry in found]:
            found = (library.entry(shown), *found)
        self._state.update(avatars=found, default=library.default_entry(self._default))

    # Source

    def start_source(self, spec: str | Path, *, looped: bool | None = None) -> None:
        """Switch to a camera, or to a video that plays over and over as if it were one, unless `looped` is False."""
        self._state.forget_error()
        again = not str(spec).isdigit() if looped is None else looped
        self._try(lambda: self._session.open(spec, looped=again))
        self._refresh()

    def stop_source(self) -> None:
        self.stop_recording()
        self._session.close_source()
        self._refresh()

    def retry_source(self) -> None:
        self._state.update(notice=None)
        self._session.reopen()

    def look_for_cameras(self) -> None:
        """They come and go; only Linux names them, elsewhere the first two numbers are offered."""
        from engine.capture.camera import cameras

        unnamed = () if sys.platform == "linux" else ((0, "Camera 0"), (1, "Camera 1"))
        self._state.update(cameras=tuple(cameras()) or unnamed)

    def mirror(self, on: bool) -> None:
        """Whether cameras behave like a mirror."""
        self._session.mirrored = on
        self._state.update(mirrored=on)

    def choose_tracker(self, kind: TrackerKind) -> None:
        """What follows faces from now on; a source that runs or was lost is opened again with it."""
        changed, self._session.tracker = kind != self._session.tracker, kind
        self._state.update(tracker=kind)
        if changed and (self._session.running or self._state.now.lost):
            self.retry_source()

    def choose_detail(self, path: DetailPath) -> None:
        """How wrinkles come from now on."""
        self._try(lambda: self._session.choose_detail(path))
        self._state.update(detail_path=self._session.detail_path)

    def calibrate(self) -> None:
        self._try(self._session.calibrate)

    # Record

    def start_recording(self) -> None:
        stem = f"{self._state.now.avatar_name or 'avatar'} {datetime.now():%Y-%m-%d %H.%M.%S}"
        self.record_asked.emit(free_path(self._state.now.record_folder, stem, ".mp4"))
        self._refresh()

    def record_when_live(self, path: Path) -> None:
        """Start recording into `path` with the first face that is tracked."""
        self._record_next = path

    def stop_recording(self) -> None:
        if (done := self._session.stop_recording()) is None:
            return
        if done.cause is not None:
            self._state.tell(f"The recording could not be finished: {sentence(done.cause)}")
        elif done.missed:
            self._state.tell(f"{done.path.name} lacks {done.missed} pictures: this computer was too slow for them.")
        kept = done.cause is None
        take = done.take if kept and done.take is not None and done.take.is_file() else None
        self._state.update(last_recording=done.path if kept else None, last_take=take)
        self._refresh()

    # Files

    def drop(self, path: Path) -> None:
        """Do what one expects of a file that is dropped on the window."""
        suffix = path.suffix.lower()
        if suffix == ".avatar":
            self.open_avatar(path)
        elif suffix in (*PHOTOS, ".heic"):  # what cannot be read is told in one sentence
            self.make_avatar(path)
        elif suffix in VIDEOS:
            self.start_source(path)
        else:
            self._state.tell(f"{path.name} is neither a photo, a video nor an .avatar file.")

    def close(self) -> None:
        """End everything; an avatar that is being made is given a moment to be kept."""
        self._pulse.stop()
        self._countdown.stop()
        self._session.close()
        for work, seconds in ((self._making, 10.0), (self._fetching, 1.0)):
            if work is not None:
                work.join(seconds)
        self._forget_photo()

    def _show(self, avatar: Avatar, path: Path | None) -> None:
        self._session.show(avatar)
        self._state.update(avatar_name=avatar.name, avatar_path=path, detailed=avatar.detail is not None, notice=None)
        self.refresh_library()

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except (AvatarError, OSError) as error:
            self._state.tell(sentence(error))

    def _count(self) -> None:
        self._seconds_left -= 1
        self.counted.emit(self._seconds_left)
        if self._seconds_left > 0:
            return
        self._countdown.stop()
        frame = self._session.newest_frame
        if frame is None:
            self._state.tell("The source ended before the selfie was taken.")
            return
        from PIL import Image

        # A photo of the user stays on disk no longer than it takes to make the avatar.
        self._photo_folder = tempfile.TemporaryDirectory(prefix="avatar-app-")
        photo = Path(self._photo_folder.name) / "Me.png"
        Image.fromarray(frame.image).save(photo)
        self.make_avatar(photo)

    def _refresh(self) -> None:
        """Five times a second: the session's present becomes the window's."""
        status = self._session.status()
        self._state.update(status=status)
        if status.source == "lost" and self._lost_epoch != self._session.epoch:
            self._lost_epoch = self._session.epoch
            self.stop_recording()
            self._tell_loss(status.reason)
        if self._record_next is not None and status.shown_fps > 0:
            path, self._record_next = self._record_next, None
            self.record_asked.emit(path)
        if self._session.recording is not None and self._session.recording.ended:
            self.stop_recording()
        if self._making is not None:
            self._state.update(making=(self._making.step, self._making.share))
            if self._making.ended:
                self._finish_making(self._making)
        if self._fetching is not None:
            self._follow_fetching(self._fetching)
        self._pulses = (self._pulses + 1) % CAMERA_PULSES
        if not self._pulses:
            self.look_for_cameras()

    def _tell_loss(self, reason: str) -> None:
        cause = self._session.cause
        if not self._tell_missing(cause, self._session.reopen):
            self._state.tell(reason, remedy="video" if isinstance(cause, BadInput) else "retry")
        self._state.update(lost_reason=self._state.now.notice.text if self._state.now.notice else "")

    def _tell_missing(self, cause: BaseException | None, then: Callable[[], None]) -> bool:
        """Offer to fetch what `cause` misses and to do `then`; False where that is not what went wrong."""
        missing = fetchable(cause)
        if missing:
            self._missing, self._after_fetching = missing, then
            text = f"A part that finds faces is not on this computer yet: {named(missing)}."
            self._state.tell(text, remedy="fetch", detail=str(cause))
        return bool(missing)

    def _follow_fetching(self, fetching: Fetching) -> None:
        if not fetching.ended:
            self._state.tell(f"{fetching.step}…", "note")
            return
        self._fetching = None
        fetching.join(1.0)
        if fetching.reason:
            text = f"{named(fetching.assets)} could not be fetched: connect to the network and try again."
            self._state.tell(text, remedy="fetch", detail=fetching.reason)
            return
        self._state.update(notice=None)
        self._after_fetching()

    def _finish_making(self, making: Making) -> None:
        self._making = None
        making.join(1.0)
        self._forget_photo()
        self._state.update(making=None)
        if making.made is None:
            if not self._tell_missing(making.cause, lambda: self.make_avatar(making.photo)):
                self._state.tell(making.reason, remedy="photo")
            return
        self._show(making.made.avatar, making.made.path)
        if making.made.notes:
            self._state.tell(" ".join(making.made.notes), "note")

    def _forget_photo(self) -> None:
        if self._photo_folder is not None:
            self._photo_folder.cleanup()
            self._photo_folder = None
