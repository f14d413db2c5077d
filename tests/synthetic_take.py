"""A performance that nobody gave."""

from __future__ import annotations

import numpy as np

from engine.head.arkit import INDEX
from engine.record.take import TakeBuilder
from engine.types import Motion, Take, Tracked


def take_of(count: int, head_id: str, fps: float = 10.0) -> Take:
    """The mouth opens further from frame to frame."""
    builder = TakeBuilder(head_id, source_fps=fps)
    for number in range(count):
        opened = np.zeros(52, np.float32)
        opened[INDEX["jawOpen"]] = number / count
        builder.add(Tracked(Motion(opened, time=5.0 + number / fps), np.zeros((68, 2))))
    return builder.build()
