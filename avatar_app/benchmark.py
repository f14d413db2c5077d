"""The live loop with a stopwatch at every stage: the same Session and Performer as the window's, headless."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar_app.performer import Performer
from avatar_app.session import Session
from engine.avatar.default import default_avatar
from engine.capture.source import open_source
from engine.clock import StageTimer, Timing, now
from engine.errors import BadInput
from engine.head import open_head
from engine.render.context import headless_context
from engine.tracking.detect import Detector
from engine.tracking.track import Tracker
from engine.types import Picture, View

if TYPE_CHECKING:
    from engine.head import Head
    from engine.types import Frame, Tracked

WARM_UP_SECONDS = 1.5
"""First frames compile, allocate and find the face; they are not counted."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the live loop did."""

    stages: list[Timing]
    shown_fps: float
    source_fps: float
    dropped: int
    latency_p50_ms: float
    """From the source's hand-over to the picture in memory."""
    latency_p95_ms: float
    renderer: str


class _TimedTracker:
    """The landmark tracker with a stopwatch between detection and solving."""

    name = Tracker.name

    def __init__(self, head: Head, timer: StageTimer) -> None:
        self._tracker, self._timer = Tracker(head), timer
        self._detector: Detector | None = None

    def __enter__(self) -> _TimedTracker:
        self._detector = Detector("video")  # made on the thread that tracks
        return self

    def __exit__(self, *_: object) -> None:
        if self._detector is not None:
            self._detector.close()
        self._tracker.close()

    def track(self, frame: Frame) -> Tracked:
        assert self._detector is not None
        with self._timer.measure("detect"):
            face = self._detector.detect(frame)
        with self._timer.measure("solve"):
            return self._tracker.follow(frame, face)


def live_loop(source: Path, seconds: float, side: int, capture: Timing) -> Result:
    """Play `source` as a camera for `seconds` and time what happens. capture: see `decode_times`."""
    context = headless_context()
    head = open_head()
    timer = StageTimer(window=100_000)

    def make_tracker(head: Head) -> Any:
        return _TimedTracker(head, timer)

    session = Session(head, default_avatar(head), make_tracker=make_tracker)
    performer = Performer(context, session)
    view = View(size_wh=(side, side))
    latencies: list[float] = []
    dropped = 0
    start: float | None = None
    session.open(source)
    try:
        while start is None or now() - start < seconds:
            live = session.wait(20.0)
            if live is None:
                break
            if start is None and live.tracked is not None and session.running:
                performer.take(live)
                performer.draw(view)
                performer.picture()
                start = now() + WARM_UP_SECONDS
                continue
            performer.take(live)
            with timer.measure("render"):
                performer.draw(view)
                context.finish()
            with timer.measure("present"):
                performer.picture()
            performer.finished()
            if start is not None and now() > start:
                latencies.append((now() - live.captured) * 1e3)
            else:
                dropped = session.status().dropped
        status = session.status()
        shown = len(latencies) / (now() - start) if start is not None and latencies else 0.0
    finally:
        session.close()
        performer.release()
        renderer = str(context.info["GL_RENDERER"])
        context.release()
    if not latencies:
        raise BadInput(f"{source} is too short for a measurement: give a video of a face of 5 seconds or more.")
    with closing(open_source(source)) as opened:
        source_fps = opened.fps
    p50, p95 = np.percentile(latencies, [50, 95])
    stages = [capture, *(row for row in timer.summary() if row.stage != "capture")]
    return Result(stages, shown, source_fps, status.dropped - dropped, float(p50), float(p95), renderer)


def decode_times(source: Path, num_frames: int = 100) -> Timing:
    """How long it takes to get one frame of `source`, without waiting for it to be due."""
    timer = StageTimer()
    with closing(open_source(source)) as opened:
        for _ in range(num_frames):
            with timer.measure("capture"):
                frame = opened.read()
            if frame is None:
                break
    timing = timer.timing("capture")
    assert timing is not None
    return timing


def moving_portrait(target: Path, seconds: float, fps: int = 30) -> None:
    """A video of the sample portrait, moved and turned a little, 640x480."""
    import cv2
    from PIL import Image

    from engine.assets import provisioned
    from engine.record.video import VideoRecorder

    with Image.open(provisioned("astronaut.png")) as opened:
        portrait = np.asarray(opened.convert("RGBA"))
    with VideoRecorder(target, (640, 480), fps=fps) as recorder:
        for index in range(int(seconds * fps)):
            phase = 2 * np.pi * index / fps
            matrix = cv2.getRotationMatrix2D((225.0, 120.0), 6 * np.sin(phase / 3), 1.5 + 0.15 * np.sin(phase / 5))
            matrix[:, 2] += (320 - 225 + 40 * np.sin(phase / 4), 220 - 120 + 20 * np.cos(phase / 3))
            rgba = cv2.warpAffine(portrait, matrix, (640, 480), borderMode=cv2.BORDER_REPLICATE)
            recorder.write(Picture(rgba, index=index, time=index / fps))
