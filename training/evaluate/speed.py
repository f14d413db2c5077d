"""What a tracked frame costs, as a share of what MediaPipe's Face Landmarker costs in the same run."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.tracking.detect import Detector
from engine.types import Frame
from training.evaluate.figure import Figure, at_most
from training.evaluate.subject import Subject, frames_of

RUNS, FRAMES = 5, 250
"""So many that every run holds frames in which the detector is asked again."""
_GROUP = "speed"


def speed(subject: Subject, clip: Path) -> tuple[Figure, ...]:
    """CPU time of the whole process per frame, so that other programs do not count and other threads do.

    The clip is shown again and again as one stream. A mean over each run; of the runs, the median.
    """
    import cv2

    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    frames = list(itertools.islice(frames_of(clip), FRAMES))
    pause = float(np.median(np.diff([frame.time for frame in frames])))
    ours, theirs = [], []
    try:
        with Detector("video") as detector, subject.open() as tracker:
            for run in range(RUNS + 1):
                stream = [
                    Frame(frames[i % len(frames)].image, i, i * pause) for i in range(run * FRAMES, (run + 1) * FRAMES)
                ]
                theirs.append(_cpu_ms(detector.detect, stream))
                ours.append(_cpu_ms(tracker.track, stream))
    finally:
        cv2.setNumThreads(threads)
    mine, reference = float(np.median(ours[1:])), float(np.median(theirs[1:]))  # the first run warms up
    note = f"{mine:.2f} ms of CPU against {reference:.2f} ms; medians of {RUNS} interleaved runs of {FRAMES} frames"
    return (Figure(_GROUP, "tracked frame, share of MediaPipe's cost", mine / reference, at_most(0.2), note),)


def _cpu_ms(step: Callable[[Frame], object], frames: list[Frame]) -> float:
    start = time.process_time()
    for frame in frames:
        step(frame)
    return (time.process_time() - start) * 1e3 / len(frames)
