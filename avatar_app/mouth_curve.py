"""How far the mouth is open over a take: what people recognise a performance by, drawn as a curve."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52, INDEX, JAW_OPEN_RAD
from engine.types import Take

QUIET = 0.25
"""A mouth that never opens further than this is drawn no larger for it."""


def mouth_open(take: Take) -> Array:
    """[N] 0 shut to 1 wide open."""
    if take.expression.shape[1] == len(ARKIT52):
        opened = take.expression[:, INDEX["jawOpen"]]
    else:
        opened = take.jaw_pose[:, 0] / JAW_OPEN_RAD
    return np.clip(opened, 0.0, 1.0)


def peaks(times: Array, values: Array, columns: int) -> Array:
    """[columns] the largest value within each equal part of the time; where no frame falls, the one before.

    times: [N] s from 0 on, rising. The tallest is 1, unless all are small.
    """
    length = max(float(times[-1]), 1e-9)
    place = np.minimum((times / length * columns).astype(int), columns - 1)
    tops = np.full(columns, -1.0)
    np.maximum.at(tops, place, values)
    filled = np.maximum.accumulate(np.where(tops >= 0, np.arange(columns), 0))
    return np.clip(tops[filled], 0.0, 1.0) / max(float(tops.max()), QUIET)
