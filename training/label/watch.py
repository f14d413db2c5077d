"""What the detector sees of every frame of a clip, without its pictures: small enough for an hour of video."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.capture.video_file import VideoFile
from engine.check import Array
from engine.tracking.detect import Detector
from engine.types import Face, Frame


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A video as the detector saw it."""

    path: Path
    time: Array  # [N] s, presentation times
    faces: tuple[Face | None, ...]  # N; their frames have sizes and times, but no pixels
    size_wh: tuple[int, int]
    fps: float
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.time)


def watch(path: Path) -> Clip:
    """Every frame of the video in `path`, in order. BadInput for what is no video."""
    times, faces = [], []
    with closing(VideoFile(path)) as source, Detector("video") as detector:
        while (frame := source.read()) is not None:
            face = detector.detect(frame)
            times.append(frame.time)
            faces.append(None if face is None else without_picture(face))
        return Clip(path, np.array(times), tuple(faces), source.size_wh, source.fps, source.notes)


def without_picture(face: Face) -> Face:
    """`face` in a frame of the same size that takes no memory."""
    frame = face.frame
    blank = np.broadcast_to(np.zeros(1, np.uint8), frame.image.shape)
    return replace(face, frame=Frame(blank, frame.index, frame.time, frame.source))
