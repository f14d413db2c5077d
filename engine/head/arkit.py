"""ARKit's 52 expression names, in the order of every `expression` on a head whose basis is arkit52."""

from __future__ import annotations

import numpy as np

from engine.check import Array

# fmt: off
ARKIT52 = (
    "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff",
    "cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft",
    "eyeLookDownRight", "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight",
    "eyeLookUpLeft", "eyeLookUpRight", "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight",
    "jawForward", "jawLeft", "jawOpen", "jawRight", "mouthClose", "mouthDimpleLeft", "mouthDimpleRight",
    "mouthFrownLeft", "mouthFrownRight", "mouthFunnel", "mouthLeft", "mouthLowerDownLeft",
    "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight", "mouthPucker", "mouthRight",
    "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper", "mouthSmileLeft",
    "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight",
    "noseSneerLeft", "noseSneerRight", "tongueOut",
)
# fmt: on
INDEX = {name: i for i, name in enumerate(ARKIT52)}

JAW_OPEN_RAD = 0.3613
"""Jaw rotation at jawOpen = 1 (MakeHuman's own unit is a rotation by 20.7 degrees)."""

# Degrees of eye rotation at 1; the lids follow through the eyeLook columns of the expression basis.
_LOOK_UP, _LOOK_DOWN, _LOOK_SIDE = np.radians([20.0, 22.0, 26.0])


def joint_poses(expression: Array) -> tuple[Array, Array, Array]:
    """jaw_pose, leye_pose, reye_pose ([3] rad each) that belong to 52 ARKit weights.

    On an arkit52 head jawOpen and the turning part of eyeLook* are joint rotations and have no column in the
    basis: whoever sets the weights sets these poses with them, so that both always say the same.
    """

    def eye(side: str, outwards: float) -> Array:
        def weight(direction: str) -> float:
            return float(expression[INDEX[f"eyeLook{direction}{side}"]])

        pitch = _LOOK_DOWN * weight("Down") - _LOOK_UP * weight("Up")
        yaw = outwards * _LOOK_SIDE * (weight("Out") - weight("In"))
        return np.array([pitch, yaw, 0.0], np.float32)

    jaw = np.array([JAW_OPEN_RAD * expression[INDEX["jawOpen"]], 0.0, 0.0], np.float32)
    return jaw, eye("Left", 1.0), eye("Right", -1.0)


def expression_from(weights: dict[str, float]) -> Array:
    """[52] weights from names; an unknown name raises ValueError and names its nearest neighbour."""
    import difflib

    expression = np.zeros(len(ARKIT52), np.float32)
    for name, weight in weights.items():
        if name not in INDEX:
            near = difflib.get_close_matches(name, ARKIT52, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise ValueError(f"there is no expression named {name}.{hint}")
        expression[INDEX[name]] = weight
    return expression
