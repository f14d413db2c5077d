"""MediaPipe once more, each frame as a picture of its own: how far two readings of one face agree at all.

The reference is its VIDEO mode, which is smoothed and comes nearly half a frame late. What MediaPipe itself does not
reach against it, nobody else needs to.
"""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.head.landmarks import IBUG68
from engine.tracking.detect import Detector
from engine.tracking.placement import rotation_vector
from engine.types import Frame, Motion, Tracked


class PictureTracker:
    """MediaPipe's IMAGE mode as a tracker; its expression is the scores. A context manager."""

    name = "mediapipe"
    shape: Array | None = None

    def __init__(self, head: Head) -> None:
        self._head = head
        self._detector = Detector("image")

    def __enter__(self) -> PictureTracker:
        return self

    def __exit__(self, *exception: object) -> None:
        self._detector.close()

    def track(self, frame: Frame) -> Tracked:
        from training.evaluate.clips import reference_rotations
        from training.evaluate.reference import Reference

        face = self._detector.detect(frame)
        if face is None:
            return Tracked(Motion.rest(self._head.num_expression, frame.time), np.full((68, 2), np.nan))
        seen = Reference(face.landmarks[None], face.landmarks_depth[None], face.scores[None])
        turn = rotation_vector(reference_rotations(seen, self._head)[0])
        motion = Motion(expression=face.scores, global_orient=turn, time=frame.time, confidence=face.score)
        return Tracked(motion, face.landmarks[IBUG68])
