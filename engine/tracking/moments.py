"""The last moments in front of the camera, and which of them is the best picture."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.head.landmarks import interocular
from engine.tracking.portrait import Hint, Portrait, hints
from engine.types import Face, Frame

SECONDS = 0.5
"""A moment older than this was not yet the one that the person posed for."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One frame, judged."""

    frame: Frame
    face: Face | None
    hints: tuple[Hint, ...]
    motion: float
    """Mean way of the landmarks since the moment before, distances of the irises a second; infinite where unknown."""

    @property
    def good(self) -> bool:
        return not self.hints


class Moments:
    """Judges frames of one camera, in order, and keeps the last half second of them."""

    def __init__(self) -> None:
        self._kept: deque[Moment] = deque()

    def add(self, frame: Frame, faces: Sequence[Face]) -> Moment:
        """Judge a frame by the faces that were found in it, the largest first."""
        face = faces[0] if faces else None
        found = hints(Portrait.of(face, len(faces)) if face is not None else None, guided=True)
        moment = Moment(frame, face, found, _motion(self._kept[-1] if self._kept else None, face))
        self._kept.append(moment)
        while frame.time - self._kept[0].frame.time > SECONDS:
            self._kept.popleft()
        return moment

    def best(self) -> Frame | None:
        """The stillest of the newest frames with open eyes, of those with the fewest faults; None without a face."""
        with_face = [moment for moment in self._kept if moment.face is not None]
        if not with_face:
            return None
        return min(with_face, key=lambda one: (Hint.EYES_CLOSED in one.hints, len(one.hints), one.motion)).frame


def _motion(before: Moment | None, face: Face | None) -> float:
    if before is None or before.face is None or face is None:
        return float("inf")
    seconds = face.frame.time - before.frame.time
    if seconds <= 0:
        return float("inf")
    way = np.linalg.norm(face.landmarks - before.face.landmarks, axis=1).mean()
    return float(way / max(interocular(face.landmarks), 1.0) / seconds)
