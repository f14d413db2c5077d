"""A performer's own lids and gaze at rest, read off a performance, so that they do not become the avatar's.

Everybody's lids hang differently, and a webcam stands below or beside the eyes: what is there most of the time is the
person, not the act. Brows and mouth are left alone; people do hold those through a whole clip.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.head.arkit import ARKIT52, INDEX, joint_poses
from engine.types import Motion

_AT_REST = (
    "eyeBlinkLeft", "eyeBlinkRight", "eyeSquintLeft", "eyeSquintRight", "eyeLookDownLeft", "eyeLookDownRight",
)  # fmt: skip
_QUANTILE = 0.25
"""Below the middle: blinks, laughs and glances down only ever add."""
_MOST = 0.3
"""More than this is somebody asleep, or reading, not a face at rest."""
_ENOUGH = 8
"""Frames with a face; fewer tell nothing."""


def resting_face(motions: Sequence[Motion]) -> Motion | None:
    """The `neutral` that `retarget` takes, from frames spread over a performance; None where they do not tell."""
    seen = [m.expression for m in motions if m.confidence > 0 and len(m.expression) == len(ARKIT52)]
    if len(seen) < _ENOUGH:
        return None
    expression = np.zeros(len(ARKIT52), np.float32)
    usual = np.quantile(seen, _QUANTILE, axis=0)
    for name in _AT_REST:
        expression[INDEX[name]] = min(usual[INDEX[name]], _MOST)
    jaw, left, right = joint_poses(expression)
    return Motion(expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)
