"""The tracker as the live chain runs it: made on the thread that tracks, its stages timed."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from engine.clock import StageTimer
from engine.types import Frame, Tracked

if TYPE_CHECKING:
    from engine.head import Head
    from engine.tracking.open import TrackerKind


class LiveTracker:
    """Everything on the thread that enters it: networks are imported and loaded there, so no window waits for them.

    responsiveness: asked before every frame how the smoothing is to be, 0 steady to 1 responsive.
    """

    def __init__(
        self, head: Head, timer: StageTimer, kind: TrackerKind = "auto", *, responsiveness: Callable[[], float]
    ) -> None:
        self._head, self._timer, self._kind, self._responsiveness = head, timer, kind, responsiveness

    def __enter__(self) -> LiveTracker:
        from engine.tracking.open import open_tracker

        self._tracker = open_tracker(self._kind, self._head, timer=self._timer, fast=True)
        self.name, self.model_sha256 = self._tracker.name, self._tracker.model_sha256
        self._tracker.prepare()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tracker.close()

    @property
    def provider(self) -> str:
        """What runs its network now."""
        return self._tracker.provider

    def track(self, frame: Frame) -> Tracked:
        """The motion in the next frame of the stream."""
        self._tracker.responsiveness = self._responsiveness()
        return self._tracker.track(frame)
