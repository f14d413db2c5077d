"""What a person can do about the source, and about how it is followed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from avatar_app.camera_return import CameraReturn
from avatar_app.session import Session, Status
from avatar_app.state import AppState
from avatar_app.ui.attempt import attempt
from avatar_app.ui.missing_parts import MissingParts
from avatar_app.ui.text import tr
from engine.capture.source import CameraMode
from engine.clock import now
from engine.detail.path import DetailPath
from engine.errors import BadInput
from engine.tracking.open import TrackerKind

CAMERA_PULSES = 10
"""Cameras are looked for at every tenth refresh: every two seconds."""
RECORDING_WAITS_S = 60.0
"""A recording goes on without pictures for so long where its camera may come back; what follows is cut off."""


class SourceActions:
    """GUI thread; `refresh` several times a second. A recording ends with its source: `end_recording`."""

    def __init__(
        self, session: Session, state: AppState, missing: MissingParts, end_recording: Callable[[], None]
    ) -> None:
        self._session, self._state, self._missing, self._end_recording = session, state, missing, end_recording
        self._lost_epoch, self._lost_at = -1, 0.0
        self._sized_epoch = -1
        self._return = CameraReturn()
        self._pulses = 0
        self.look_for_cameras()

    def start(self, spec: str | Path, *, looped: bool | None = None) -> None:
        """Switch to a camera, or to a video that plays over and over as if it were one, unless `looped` is False."""
        self._state.forget_error()
        self._state.update(lost_reason="")
        if self._state.now.page == "start":
            self._state.update(page="")
        again = not str(spec).isdigit() if looped is None else looped
        self._return = CameraReturn(int(spec) if str(spec).isdigit() else None, self._state.now.cameras)
        attempt(self._state, lambda: self._session.open(spec, looped=again))
        self._state.update(status=self._session.status())

    def stop(self) -> None:
        self._end_recording()
        self._session.close_source()
        self._state.update(status=self._session.status(), lost_reason="")

    def retry(self) -> None:
        self._state.update(notice=None)
        self.look_for_cameras()
        self._reopen(self._return.there(self._state.now.cameras))

    def _reopen(self, index: int | None) -> None:
        """The same source; index: the number that its camera has by now."""
        if index is None:
            self._session.reopen()
        else:
            self._session.open(str(index))

    def look_for_cameras(self) -> None:
        """They come and go; only Linux names them, elsewhere the first two numbers are offered."""
        from engine.capture.camera import cameras

        unnamed = (
            () if sys.platform == "linux" else tuple((index, tr("Camera {index}", index=index)) for index in range(2))
        )
        self._state.update(cameras=tuple(cameras()) or unnamed)

    def mirror(self, on: bool) -> None:
        """Whether the source is shown as in a mirror. Cameras keep it; a video is, once asked for, until the end."""
        if self._session.status().source != "none" and not self._session.from_camera:
            self._session.video_mirrored = on
        else:
            self._session.mirrored = on
        self._state.update(mirrored=self._session.mirrored, status=self._session.status())

    def choose_camera_mode(self, mode: CameraMode) -> None:
        """What cameras are asked for; one that runs, or did not give what was asked for, is opened again."""
        changed, self._session.camera_mode = mode != self._session.camera_mode, mode
        self._state.update(camera_mode=mode)
        if changed and self._session.from_camera and (self._session.running or self._state.now.lost):
            self.retry()

    def choose_tracker(self, kind: TrackerKind) -> None:
        """What follows faces from now on; a source that runs or was lost is opened again with it."""
        changed, self._session.tracker = kind != self._session.tracker, kind
        self._state.update(tracker=kind)
        if changed and (self._session.running or self._state.now.lost):
            self.retry()

    def choose_detail(self, path: DetailPath) -> None:
        """How wrinkles come from now on."""
        attempt(self._state, lambda: self._session.choose_detail(path))
        self._state.update(detail_path=self._session.detail_path)

    def calibrate(self) -> None:
        attempt(self._state, self._session.calibrate)

    def refresh(self, status: Status) -> None:
        if status.source == "lost":
            self._see_to_loss(status)
        elif status.source == "live":
            self._return.live()
            self._tell_size(status)
            if self._state.now.lost_reason:
                self._forget_loss()
        self._pulses = (self._pulses + 1) % CAMERA_PULSES
        if not self._pulses:
            self.look_for_cameras()
            if self._state.now.lost and (index := self._return.back(self._state.now.cameras)) is not None:
                self._reopen(index)

    def _see_to_loss(self, status: Status) -> None:
        if self._lost_epoch != self._session.epoch:
            first = not self._state.now.lost_reason
            self._lost_epoch, self._lost_at = self._session.epoch, now() if first else self._lost_at
            self._tell_loss(status.reason)
        waits = self._return.awaited and now() - self._lost_at < RECORDING_WAITS_S
        if self._session.recording is not None and not waits:
            self._end_recording()

    def _tell_size(self, status: Status) -> None:
        """Once, where a camera gives another size than it is asked for."""
        asked, given = self._state.now.camera_mode.size_wh, status.source_size_wh
        if not self._session.from_camera or given is None or self._sized_epoch == self._session.epoch:
            return
        self._sized_epoch = self._session.epoch
        if asked is not None and given != asked:
            text = tr(
                "The camera does not give {asked}: {given} is used.",
                asked="×".join(map(str, asked)),
                given="×".join(map(str, given)),
            )
            self._state.tell(text, "note")

    def _forget_loss(self) -> None:
        notice = self._state.now.notice
        if notice is not None and notice.text == self._state.now.lost_reason:
            self._state.update(notice=None)
        self._state.update(lost_reason="")

    def _tell_loss(self, reason: str) -> None:
        cause = self._session.cause
        if not self._missing.offer(cause, self._session.reopen):
            self._state.tell(reason, remedy="video" if isinstance(cause, BadInput) else "retry")
        self._state.update(lost_reason=self._state.now.notice.text if self._state.now.notice else "")
