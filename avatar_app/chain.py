"""One source and the two threads behind it: capture -> Latest -> tracking -> Latest."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Protocol

from avatar_app.stage import Stage
from engine.clock import Rate, StageTimer
from engine.flow import Latest
from engine.types import Frame, Tracked

if TYPE_CHECKING:
    from engine.capture.source import Source

SourceState = Literal["none", "opening", "live", "ended", "lost"]
JOIN_SECONDS = 3.0


class Tracker(Protocol):
    """What follows a face: entered, used and left by the tracking thread."""

    name: str
    model_sha256: str
    """Of the network it follows; known once it is entered, as the name."""

    @property
    def provider(self) -> str:
        """What runs that network."""

    def __enter__(self) -> Tracker: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def track(self, frame: Frame) -> Tracked:
        """The motion in the next frame of the stream."""


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """One moment of the running chain."""

    epoch: int
    """Counts the sources that were opened; a value of an older source is not shown."""
    frame: Frame
    """Its time is the engine's clock at capture: sources here are cameras, or files played as one."""
    tracked: Tracked | None = None


class Chain:
    """Lives as long as its source. `stop` returns at once; the threads end at their next look at a slot.

    Capture opens and closes the source, tracking makes and closes the tracker, each on its own thread: both take
    long, and MediaPipe and cameras are bound to the thread that made them.
    """

    def __init__(
        self,
        epoch: int,
        open_source: Callable[[], Source],
        make_tracker: Callable[[], Tracker],
        *,
        after: Chain | None = None,
        patient: bool = False,
        timer: StageTimer,
    ) -> None:
        self.epoch = epoch
        self._open_source, self._make_tracker = open_source, make_tracker
        self._after, self._patient, self._timer = after, patient, timer
        self._tracking = threading.Event()
        self._wanted = threading.Event()
        self._wanted.set()
        self.frames: Latest[Live] = Latest("capture")
        self.performed: Latest[Live] = Latest("tracking")
        self.newest_frame: Frame | None = None
        """For the inset and for snapshots: not taken out of the slot, so nobody misses it."""
        self.captured = Rate()
        self.tracker_name = self.model_sha256 = self.provider = ""
        self._dropped_before = 0
        self.state: SourceState = "opening"
        self.cause: BaseException | None = None
        self._stages = (
            Stage("capture", self._capture, self._capture_ended),
            Stage("tracking", self._track, self._tracking_ended),
        )

    def start(self) -> None:
        for stage in self._stages:
            stage.start()

    def stop(self) -> None:
        """Ask both threads to end; see `join`."""
        self.frames.close()
        self.performed.close()
        self._wanted.set()

    def pause(self, on: bool) -> None:
        """Read no more frames, or go on: the source stays open, so that it is back at once."""
        (self._wanted.clear if on else self._wanted.set)()

    def join(self, seconds: float = JOIN_SECONDS) -> bool:
        """Wait until both threads have ended; False where one did not within `seconds`."""
        return all([stage.join(seconds) for stage in self._stages])

    @property
    def dropped(self) -> int:
        """Frames and motions that were replaced by newer ones before anybody came for them."""
        return max(0, self.frames.dropped - self._dropped_before) + self.performed.dropped

    def _capture(self) -> None:
        if self._after is not None:
            self._after.join()  # one camera cannot be opened twice
            self._after = None
        source = self._open_source()
        try:
            if self._patient:  # a camera goes on for ever, but a video's first second is worth the wait
                self._tracking.wait()
            while not self.frames.closed:
                if not self._wanted.is_set():
                    self._wanted.wait()
                    continue
                with self._timer.measure("capture"):
                    frame = source.read()
                if frame is None:
                    return
                self.newest_frame, self.state = frame, "live"
                self.captured.tick()
                self.frames.put(Live(self.epoch, frame))
        finally:
            source.close()

    def _capture_ended(self, cause: BaseException | None) -> None:
        self._end(cause, "live" if cause is None else "lost")  # what is in the slot is still to be tracked
        self.frames.close(cause)

    def _track(self) -> None:
        with self._make_tracker() as tracker:
            self.tracker_name, self.model_sha256 = tracker.name, tracker.model_sha256
            self._tracking.set()
            self._dropped_before = self.frames.dropped  # while MediaPipe was loading nobody could track
            while True:
                self.provider = tracker.provider  # a graphics card may take over
                live = self.frames.get()
                self.performed.put(replace(live, tracked=tracker.track(live.frame)))

    def _tracking_ended(self, cause: BaseException | None) -> None:
        self._tracking.set()
        self._end(cause, "ended" if cause is None else "lost")
        self.frames.close(cause)
        self.performed.close(cause)

    def _end(self, cause: BaseException | None, state: SourceState) -> None:
        if self.cause is None:  # the first cause is the one to tell; the other stage only repeats it
            self.cause, self.state = cause, state
