"""The running chain: source -> track -> retarget -> show, record. The only place that puts it together.

Knows nothing of Qt: the window and the headless puppet drive the same Session. Its methods are called from the
thread that owns OpenGL (the GUI's, in the window); capture, tracking and record run on threads of their own.

    capture thread -> Latest[Live] -> tracking thread -> Latest[Live] -> newest() -> Performer on the GL thread
                                                                                         |-> Bounded -> record thread
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar_app.calibration import Calibration
from avatar_app.chain import Chain, Live, Tracker
from avatar_app.live_tracker import LiveTracker
from avatar_app.recorder import Recorder, as_shown
from avatar_app.recording import Recorded, Recording
from avatar_app.replay import Replay
from avatar_app.source_name import is_camera, open_realtime, source_label
from avatar_app.stage import sentence
from avatar_app.status import Status
from engine.adopt.fitting import fitting
from engine.avatar.manner import Manner
from engine.capture.source import CameraMode
from engine.clock import Rate, StageTimer, now
from engine.detail.path import DetailPath, moving_detail
from engine.errors import BadInput, Closed
from engine.head import head_of
from engine.types import Avatar, Frame, Motion, Picture, Take

if TYPE_CHECKING:
    from engine.capture.source import Source
    from engine.head import Head
    from engine.tracking.open import TrackerKind


class Session:
    """Owns the source, its threads, the avatar, the neutral face and the recording. `close` ends everything."""

    def __init__(
        self,
        head: Head,
        avatar: Avatar,
        *,
        open_source: Callable[[str, bool], Source] | None = None,
        make_tracker: Callable[[], Tracker] | None = None,
        tracker: TrackerKind = "auto",
        detail_path: DetailPath = "auto",
    ) -> None:
        self.head = head
        self._open_source = open_source or (lambda spec, looped: open_realtime(spec, looped, self.camera_mode))
        self.camera_mode = CameraMode()
        """Of the next camera that is opened."""
        self.timer = StageTimer()
        self.tracker: TrackerKind = tracker
        """Follows the next source that is opened."""
        self.responsiveness = 0.5
        """Of the smoothing, 0 steady to 1 responsive; followed from the next frame on."""
        self.manner = Manner()
        """How freely the avatar acts what is tracked, and what it does alone."""
        self._make_tracker = make_tracker or self._live_tracker
        self.detail_path: DetailPath = detail_path
        self.epoch = 0
        self._chain: Chain | None = None
        self._old_chains: list[Chain] = []
        self._reopen: tuple[str, bool] | None = None
        self.neutral: Motion | None = None
        self.mirrored = self.video_mirrored = False
        """Cameras, or videos, are shown as in a mirror: move left, and the avatar moves to that side of the screen."""
        self._calibration: Calibration | None = None
        self.recorder = Recorder(head.id)  # every head here has the same controls: a take fits them all
        self.replay: Replay | None = None
        self._shown = Rate()
        self._latency_ms: float | None = None
        self._confidence = 0.0
        self.show(avatar)

    def _live_tracker(self) -> Tracker:
        return LiveTracker(self.head, self.timer, self.tracker, responsiveness=lambda: self.responsiveness)

    # Who

    @property
    def avatar(self) -> Avatar:
        return self._avatar

    def show(self, avatar: Avatar) -> None:
        """From the next picture on, this avatar performs."""
        head = self.head if avatar.head_id == self.head.id else head_of(avatar.head_id, avatar.name)
        self.moving = moving_detail(avatar, self.detail_path, fast=True)
        self.head = head
        self._avatar = avatar

    def choose_detail(self, path: DetailPath) -> None:
        """From the next picture on, wrinkles come this way; `moving_detail` says what may be wrong with it."""
        self.moving, self.detail_path = moving_detail(self._avatar, path, fast=True), path

    # Source

    def open(self, spec: str | Path, *, looped: bool = False) -> None:
        """Switch to a camera index or a video file played as a camera. Returns at once; see `status`."""
        self.close_source()
        spec, previous = str(spec), self._chain
        self.epoch += 1
        self._reopen = (spec, looped)
        self._chain = Chain(
            self.epoch,
            lambda: self._open_source(spec, looped),
            self._make_tracker,
            after=previous,
            patient=not is_camera(spec),
            timer=self.timer,
        )
        self._chain.start()

    def reopen(self) -> None:
        """Try the same source again, e.g. a camera that was unplugged."""
        if self._reopen is not None:
            self.open(self._reopen[0], looped=self._reopen[1])

    def close_source(self) -> None:
        """Let the source go. Returns at once; its threads end by themselves and are joined by `close`."""
        self.replay = None
        if self._chain is not None:
            self._chain.stop()
            self._old_chains = [chain for chain in self._old_chains if not chain.join(0)] + [self._chain]
        self.epoch += 1
        self._reopen, self._calibration, self._latency_ms, self._confidence = None, None, None, 0.0

    @property
    def running(self) -> bool:
        """A source is being opened or delivers."""
        return self._chain is not None and self._chain.epoch == self.epoch and not self._chain.performed.closed

    @property
    def cause(self) -> BaseException | None:
        """What ended the source, if it did not end by itself."""
        return self._chain.cause if self._chain is not None else None

    @property
    def from_camera(self) -> bool:
        """The source is a camera, not a file that is played as one."""
        return self._reopen is not None and is_camera(self._reopen[0])

    @property
    def mirroring(self) -> bool:
        """What holds of this source; while there is none, of the camera that may be next."""
        return self.mirrored if self._reopen is None or self.from_camera else self.video_mirrored

    @property
    def newest_frame(self) -> Frame | None:
        """What the source showed last, for the inset and for snapshots; None while it is paused."""
        return self._chain.newest_frame if self._chain is not None and self.running and self.replay is None else None

    # Motion

    def newest(self) -> Live | None:
        """The newest tracked moment that was not taken yet. Never waits."""
        if self.replay is not None:
            return self.replay.due(now(), self.epoch, self.manner.alone)
        if self._chain is None:
            return None
        try:
            return self._taken(self._chain.performed.poll())
        except Closed:
            return None

    def wait(self, seconds: float) -> Live | None:
        """As `newest`, but waits for it; None after `seconds` or at the source's end."""
        if self._chain is None:
            return None
        try:
            return self._taken(self._chain.performed.get(seconds))
        except (Closed, TimeoutError):
            return None

    def _taken(self, live: Live | None) -> Live | None:
        if live is None or live.epoch != self.epoch or live.tracked is None:
            return None
        self._confidence = live.tracked.motion.confidence
        if self._calibration is not None:
            neutral = self._calibration.add(live.tracked.motion)
            if neutral is not None:
                self.neutral, self._calibration = neutral, None
        return live

    def shown(self, live: Live) -> None:
        """The picture of `live` is finished: count it and measure how old it is."""
        self._shown.tick()
        self._latency_ms = (now() - live.frame.time) * 1e3 if self.replay is None else None

    def calibrate(self) -> None:
        """Take the next two seconds of the face as the neutral one."""
        if not self.running:
            raise BadInput("There is no face to calibrate with: start a camera or a video first.")
        if self.replay is not None:
            raise BadInput("A take is on the stage: go back to live to calibrate.")
        self._calibration = Calibration()

    def cancel_calibration(self) -> None:
        """Keep the neutral face as it was."""
        self._calibration = None

    def forget_neutral(self) -> None:
        """The face is shown as it was tracked, as before any calibration."""
        self.neutral = self._calibration = None

    # Replay

    def play_take(self, take: Take, path: Path) -> None:
        """From the next picture on the avatar performs this; the source waits for `back_to_live`."""
        take = fitting(take, self.head, path.name)
        if self.recording is not None:
            raise BadInput("A recording is under way: stop it before you play a take.")
        self._calibration = None
        if self._chain is not None:
            self._chain.pause(True)
        self.replay = Replay(take, self.head, path, now())

    def back_to_live(self) -> None:
        """End the replay; the source goes on where there is one."""
        if self.replay is None:
            return
        self.replay = None
        if self._chain is not None:
            self.newest()  # it is as old as the replay
            self._chain.pause(False)

    # Record

    @property
    def recording(self) -> Recording | None:
        return self.recorder.now

    def start_recording(
        self, video: Path | None, size_wh: tuple[int, int] | None = None, *, take: Path | None = None
    ) -> None:
        """Record what is shown from now on: its pictures, its motion, or both. size_wh: px, of the pictures."""
        if self.replay is not None:
            raise BadInput("A take is on the stage: go back to live to record.")
        self.recorder.start(video, size_wh, take, self._chain, self.newest_frame)

    def record(self, picture: Picture | None, live: Live) -> None:
        """Add one moment to the recording. Where the files cannot be written any more this raises the reason."""
        if live.tracked is not None:
            shown = as_shown(live.tracked, self.neutral, self.head if self.mirroring else None)
            self.recorder.add(picture, shown, live.frame.time)

    def stop_recording(self) -> Recorded | None:
        """Finish the file; None where nothing was being recorded."""
        return self.recorder.stop()

    # State

    def status(self) -> Status:
        """What a status bar shows; cheap, call it several times a second."""
        if self.detail_path == "auto" and self.moving is None:  # a graphics card may be ready by now
            self.moving = moving_detail(self._avatar, "auto", fast=True)
        recording = self.recorder.now
        always: dict[str, Any] = {
            "recording": recording.path if recording is not None else None,
            "recording_seconds": recording.seconds if recording is not None else 0.0,
            "recording_bytes": recording.written if recording is not None else 0,
            "recording_free": recording.free if recording is not None else None,
            "missed": recording.missed if recording is not None else 0,
            "hearing": self.recorder.microphone.hearing,
            "replaying": self.replay.state(now()) if self.replay is not None else None,
            "calibrated": self.neutral is not None,
            "mirrored": self.mirroring,
        }
        chain = self._chain
        if chain is None or self._reopen is None:
            return Status(**always)
        frame = chain.newest_frame
        return Status(
            source=chain.state,
            source_name=source_label(self._reopen[0]),
            source_size_wh=frame.size_wh if frame is not None else None,
            reason=sentence(chain.cause) if chain.cause is not None else "",
            tracker=chain.tracker_name,
            provider=chain.provider,
            captured_fps=chain.captured.per_second,
            shown_fps=self._shown.per_second,
            latency_ms=self._latency_ms if self._shown.per_second > 0 else None,
            dropped=chain.dropped,
            confidence=self._confidence if chain.state == "live" and self.replay is None else 0.0,
            calibrating=self._calibration.progress if self._calibration is not None else None,
            **always,
        )

    def close(self) -> None:
        """End the recording and every thread, each within its bound. Safe to call twice."""
        self.recorder.close()
        self.close_source()
        for chain in self._old_chains:
            chain.join()
        self._old_chains, self._chain = [], None
