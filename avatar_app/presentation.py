"""A short presentation of an avatar that has no take: a few expressions, seen from both sides."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from engine.check import Array
from engine.head.arkit import expression_from, joint_poses
from engine.head.head_model import Head
from engine.types import Motion

SECONDS = 8.0
_SWING_RAD = math.radians(32)

# (begin s, end s, weights at the height); each rises and falls smoothly.
_SHOTS: tuple[tuple[float, float, dict[str, float]], ...] = (
    (0.8, 1.1, {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0}),
    (1.3, 3.3, {"mouthSmileLeft": 0.8, "mouthSmileRight": 0.8, "cheekSquintLeft": 0.4, "cheekSquintRight": 0.4}),
    (3.5, 3.8, {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0}),
    (3.8, 5.2, {"jawOpen": 0.55, "browInnerUp": 0.7, "browOuterUpLeft": 0.5, "browOuterUpRight": 0.5}),
    (5.6, 7.0, {"browDownLeft": 0.7, "browDownRight": 0.7, "mouthPucker": 0.6}),
    (7.2, 7.5, {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0}),
)


def moment(head: Head, time: float, held: Motion | None) -> tuple[Motion, float]:
    """The motion at `time`, s, and the yaw of the view, rad. held: a motion to show throughout instead."""
    yaw = _SWING_RAD * math.sin(2 * math.pi * time / SECONDS)
    if held is not None:
        return replace(held, time=time), yaw
    motion = Motion.rest(head.num_expression, time, confidence=1.0)
    if head.basis != "arkit52":
        return motion, yaw
    weights = _weights(time)
    jaw, left, right = joint_poses(weights)
    return replace(motion, expression=weights, jaw_pose=jaw, leye_pose=left, reye_pose=right), yaw


def _weights(time: float) -> Array:
    total = expression_from({})
    for begin, end, weights in _SHOTS:
        if begin < time < end:
            total = total + math.sin(math.pi * (time - begin) / (end - begin)) ** 2 * expression_from(weights)
    return np.clip(total, 0, 1)
