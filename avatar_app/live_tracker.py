"""The landmark tracker as the live chain runs it: its two halves timed."""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from engine.clock import StageTimer, now
from engine.types import Frame, Tracked

if TYPE_CHECKING:
    from engine.head import Head


class LiveTracker:
    """Everything on the thread that enters it: MediaPipe is imported and loaded there, so no window waits for it."""

    def __init__(self, head: Head, timer: StageTimer) -> None:
        self._head, self._timer = head, timer

    def __enter__(self) -> LiveTracker:
        from engine.tracking.detect import Detector
        from engine.tracking.track import Tracker

        self._detector, self._tracker = Detector("video"), Tracker(self._head)
        self.name = self._tracker.name
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tracker.close()
        self._detector.close()

    def track(self, frame: Frame) -> Tracked:
        """The motion in the next frame of the stream."""
        start = now()
        with self._timer.measure("detect"):
            face = self._detector.detect(frame)
        with self._timer.measure("solve"):
            tracked = self._tracker.follow(frame, face)
        return replace(tracked, latency_ms=(now() - start) * 1e3)
