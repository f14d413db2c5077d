"""What a tracked frame costs, as a share of what MediaPipe's Face Landmarker costs in the same run."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.tracking.detect import Detector
from engine.types import Face, Frame
from training.evaluate.figure import Figure, at_most
from training.evaluate.subject import Subject, frames_of

RUNS, FRAMES = 5, 60
_GROUP = "speed"


def speed(subject: Subject, clip: Path) -> tuple[Figure, ...]:
    """CPU time of the whole process per frame, medians of interleaved runs: other programs and threads do not hide."""
    frames = list(itertools.islice(frames_of(clip), FRAMES))
    ours, theirs = [], []
    with Detector("video") as detector, subject.open() as tracker:
        for run in range(RUNS + 1):
            later = [Frame(f.image, f.index, f.time + run * 100.0) for f in frames]
            theirs.append(_cpu_ms(detector.detect, later))
            ours.append(_cpu_ms(tracker.track, later))
    mine, reference = float(np.median(ours[1:])), float(np.median(theirs[1:]))  # the first run warms up
    note = (
        f"{mine:.2f} ms of CPU against {reference:.2f} ms; medians of {RUNS} interleaved runs of {len(frames)} frames"
    )
    return (Figure(_GROUP, "tracked frame, share of MediaPipe's cost", mine / reference, at_most(0.2), note),)


def _cpu_ms(step: Callable[[Frame], Face | object | None], frames: list[Frame]) -> float:
    """Median over the frames."""
    costs = []
    for frame in frames:
        start = time.process_time()
        step(frame)
        costs.append((time.process_time() - start) * 1e3)
    return float(np.median(costs))
