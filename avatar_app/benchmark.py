"""The live loop with a stopwatch at every stage: the same Session and Performer as the window's, headless."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from avatar_app.performer import Performer
from avatar_app.session import Session
from engine.avatar.default import default_avatar
from engine.capture.source import open_source
from engine.clock import StageTimer, Timing, now
from engine.errors import AvatarError, BadInput
from engine.head import open_head
from engine.render.context import headless_context, is_software, release
from engine.tracking.open import TrackerKind
from engine.types import Picture, View

WARM_UP_SECONDS = 1.5
"""First frames compile, allocate and find the face; they are not counted."""
FIRST_FRAME_SECONDS = 30.0
TRACKING = ("detect", "solve", "encode", "decode")
"""The stages of one tracker or the other; the encoder's detector runs once in a while only."""


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
    faces: int
    """Pictures shown in which a face was followed."""


def live_loop(source: Path, seconds: float, side: int, capture: Timing, tracker: TrackerKind = "auto") -> Result:
    """Play `source` as a camera for `seconds` and time what happens. capture: see `decode_times`."""
    context = headless_context()
    head = open_head()
    session = Session(head, default_avatar(head), tracker=tracker)
    timer = StageTimer()  # the session's own would end before the driver has drawn
    performer = Performer(context, session)
    renderer = str(context.info["GL_RENDERER"])
    view = View(size_wh=(side, side), samples=1 if is_software(context) else 4)  # as the window does while live
    latencies: list[float] = []
    dropped = faces = 0
    begun: float | None = None
    session.open(source, looped=True)
    try:
        while begun is None or now() - begun < seconds:
            live = session.wait(FIRST_FRAME_SECONDS)
            if live is None:
                break
            performer.take(live)
            with timer.measure("render"):
                performer.draw(view)
                context.finish()
            with timer.measure("present"):
                performer.picture()
            performer.finished()
            begun = begun or now() + WARM_UP_SECONDS
            if now() < begun:
                dropped = session.status().dropped
            else:
                latencies.append((now() - live.frame.time) * 1e3)
                faces += live.tracked is not None and live.tracked.motion.confidence > 0
        elapsed = now() - (begun or now())
        status, cause = session.status(), session.cause
    finally:
        session.close()
        performer.release()
        release(context)
    if not latencies and isinstance(cause, AvatarError):
        raise cause
    if not latencies:
        raise BadInput(status.reason or f"{source} is too short to measure: give a video of at least 5 seconds.")
    with closing(open_source(source)) as opened:
        source_fps = opened.fps
    p50, p95 = np.percentile(latencies, [50, 95])
    tracked = (row for row in session.timer.summary() if row.stage in TRACKING)
    stages = [capture, *tracked, *timer.summary()]
    return Result(
        stages, len(latencies) / elapsed, source_fps, status.dropped - dropped, float(p50), float(p95), renderer, faces
    )


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
