"""What the camera shows, judged as a portrait on a thread of its own while somebody poses."""

from __future__ import annotations

import threading
from collections.abc import Callable

from avatar_app.job import Job
from engine.clock import now
from engine.tracking.moments import Moment, Moments
from engine.types import Frame

EVERY_SECONDS = 0.06
"""Between two looks: a good hint needs no more, and the tracker has the processor, too."""
FACES = 2
"""To know that somebody else is in the picture."""


class SelfieWatch(Job):
    """Looks at newest_frame() until it is told to stop. Poll `newest`, and `ended` for what went wrong."""

    def __init__(self, newest_frame: Callable[[], Frame | None]) -> None:
        self._newest_frame = newest_frame
        self._stopped = threading.Event()
        self._moments, self._lock = Moments(), threading.Lock()
        self.newest: Moment | None = None
        """None before the first one."""
        super().__init__("selfie")

    def stop(self) -> None:
        """Returns at once; the thread ends at its next look."""
        self._stopped.set()

    def best(self) -> Frame | None:
        """The picture to take: the best of the last half second. None without a face."""
        with self._lock:
            return self._moments.best()

    def _work(self) -> None:
        from engine.tracking.detect import Detector

        with Detector("video", video_faces=FACES) as detector:
            seen: Frame | None = None
            while not self._stopped.is_set():
                began, frame = now(), self._newest_frame()
                if frame is not None and frame is not seen:
                    faces = detector.detect_all(frame)
                    with self._lock:
                        self.newest, seen = self._moments.add(frame, faces), frame
                self._stopped.wait(max(0.005, EVERY_SECONDS - (now() - began)))
