"""The detector that a tracker holds while it follows a stream."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from engine.tracking.detect import Detector
from engine.types import Face, Frame


class Watch:
    """For trackers to inherit: loads the detector on the thread that tracks, for MediaPipe is bound to it."""

    _detector: Detector | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def prepare(self) -> None:
        """Load what the first frame needs."""
        if self._detector is None:
            self._detector = Detector("video")

    def close(self) -> None:
        """Free the detector."""
        if self._detector is not None:
            self._detector.close()
            self._detector = None

    def detect(self, frame: Frame) -> Face | None:
        """The face in the next frame of the stream."""
        self.prepare()
        assert self._detector is not None
        return self._detector.detect(frame)
