"""Mirroring swaps the sides of a motion exactly as a mirror swaps the sides of the posed head."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.avatar.mirror import mirrored
from engine.errors import ModelMismatch
from engine.head.arkit import expression_from, joint_poses
from engine.head.head_model import Head, pose
from engine.types import Motion


def _lively() -> Motion:
    names = {"mouthSmileLeft": 0.9, "eyeBlinkRight": 0.7, "jawOpen": 0.3, "mouthLeft": 0.4, "eyeLookOutLeft": 0.5}
    expression = expression_from(names)
    jaw, left, right = joint_poses(expression)
    return Motion(
        expression, np.array([0.1, 0.3, -0.2]), np.array([-0.1, 0.2, 0.1]), jaw + np.array([0, 0.05, 0.02]), left, right
    )


def test_the_mirrored_motion_poses_the_mirrored_head(open_head: Head) -> None:
    motion, nobody = _lively(), np.zeros(0)
    seen = pose(open_head, nobody, motion)[open_head.mirror] * [-1, 1, 1]
    assert abs(pose(open_head, nobody, motion) - seen).max() > 5e-3  # the motion has sides
    assert abs(pose(open_head, nobody, mirrored(motion, open_head)) - seen).max() < 3e-4  # m; units made by hand


def test_twice_mirrored_is_the_motion_itself(tiny_head: Head) -> None:
    motion = _lively()
    again = mirrored(mirrored(motion, tiny_head), tiny_head)
    np.testing.assert_array_equal(again.expression, motion.expression)
    np.testing.assert_array_equal(again.poses, motion.poses)


def test_expressions_without_sides_are_refused(tiny_head: Head) -> None:
    nameless = replace(tiny_head, expression_names=tuple(f"expression_{i}" for i in range(52)))
    with pytest.raises(ModelMismatch, match="left and right"):
        mirrored(_lively(), nameless)
