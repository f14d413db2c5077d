"""What the user's relaxed face looks like to the tracker: the neutral that retargeting subtracts."""

from __future__ import annotations

import numpy as np

from engine.types import Motion

SECONDS = 2.0
"""Of a seen face: long enough to average noise and to outvote a blink, short enough to hold still."""
SEEN = 0.5
"""Frames with less confidence say nothing about the face."""
GAP_S = 1.0
"""Frames further apart than this do not belong together."""
LEAST = 10
"""Fewer motions say little, however slowly they come."""


class Calibration:
    """Collects motions of a relaxed face until there are enough for their median."""

    def __init__(self) -> None:
        self._motions: list[Motion] = []
        self._seconds = 0.0
        self._seen_at: float | None = None

    @property
    def progress(self) -> float:
        """0 to 1."""
        return min(self._seconds / SECONDS, len(self._motions) / LEAST, 1.0)

    def add(self, motion: Motion) -> Motion | None:
        """The neutral once enough was seen, else None. Medians, so that one blink does not matter."""
        if motion.confidence < SEEN:
            self._seen_at = None  # while no face is seen, no time passes
            return None
        if self._seen_at is not None:
            self._seconds += min(max(motion.time - self._seen_at, 0.0), GAP_S)
        self._seen_at = motion.time
        self._motions.append(motion)
        if self.progress < 1:
            return None
        fields = ("expression", "global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose")
        medians = {
            name: np.median([getattr(one, name) for one in self._motions], 0).astype(np.float32) for name in fields
        }
        return Motion(**medians)
