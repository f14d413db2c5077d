"""What the user's relaxed face looks like to the tracker: the neutral that retargeting subtracts."""

from __future__ import annotations

import numpy as np

from engine.types import Motion

NUM_FRAMES = 30
"""About a second: long enough to average noise, short enough to hold still."""
SEEN = 0.5
"""Frames with less confidence say nothing about the face."""


class Calibration:
    """Collects motions of a relaxed face until there are enough for their median."""

    def __init__(self) -> None:
        self._motions: list[Motion] = []

    @property
    def progress(self) -> float:
        """0 to 1."""
        return len(self._motions) / NUM_FRAMES

    def add(self, motion: Motion) -> Motion | None:
        """The neutral once enough was seen, else None. Medians, so that one blink does not matter."""
        if motion.confidence >= SEEN:
            self._motions.append(motion)
        if len(self._motions) < NUM_FRAMES:
            return None
        fields = ("expression", "global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose")
        medians = {
            name: np.median([getattr(one, name) for one in self._motions], 0).astype(np.float32) for name in fields
        }
        return Motion(**medians)
