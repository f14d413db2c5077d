"""Retargeting: the head goes where the performer's went, the neck stays clean, a lost face rests."""

from __future__ import annotations

import numpy as np
import pytest

from engine.avatar.retarget import axis_angle, retarget
from engine.head.arkit import INDEX
from engine.head.head_model import rotations
from engine.types import Motion, replace


def _motion(turn: tuple[float, float, float] = (0.0, 0.0, 0.0), **weights: float) -> Motion:
    expression = np.zeros(52, np.float32)
    for name, weight in weights.items():
        expression[INDEX[name]] = weight
    return Motion(expression=expression, global_orient=np.array(turn), time=1.5)


@pytest.mark.parametrize("turn", [(0.1, 0.2, 0.3), (0.0, 1.2, 0.0), (-0.6, -0.9, 0.4), (0.0, 0.0, 0.0)])
def test_head_keeps_its_orientation(turn: tuple[float, float, float]) -> None:
    shown = retarget(_motion(turn))
    together = rotations(shown.global_orient) @ rotations(shown.neck_pose)
    np.testing.assert_allclose(together, rotations(np.array(turn)), atol=1e-6)


def test_neck_takes_most_of_a_small_turn_and_no_more_than_it_can() -> None:
    small = retarget(_motion((0.0, 0.2, 0.0)))
    assert small.neck_pose[1] > 2 * small.global_orient[1] > 0
    large = np.degrees(retarget(_motion((0.9, 1.4, 0.9))).neck_pose)
    assert (np.abs(large) <= [25.1, 40.1, 20.1]).all()


def test_turning_further_never_turns_the_neck_back() -> None:
    yaw = [float(retarget(_motion((0.0, turn, 0.0))).neck_pose[1]) for turn in np.linspace(0, 1.5, 60)]
    assert (np.diff(yaw) >= -1e-6).all()


def test_lost_face_rests() -> None:
    shown = retarget(replace(_motion((0.3, 0.3, 0.0), jawOpen=0.8), confidence=0.0))
    assert not shown.expression.any()
    assert not shown.poses.any()
    assert (shown.confidence, shown.time) == (0.0, 1.5)


def test_own_neutral_shows_as_rest_and_full_stays_full() -> None:
    neutral = _motion((0.05, 0.1, 0.0), mouthSmileLeft=0.3)
    shown = retarget(neutral, neutral=neutral)
    np.testing.assert_allclose(shown.expression, 0, atol=1e-6)
    np.testing.assert_allclose(shown.poses, 0, atol=1e-6)
    full = retarget(replace(neutral, expression=_motion(mouthSmileLeft=1.0).expression), neutral=neutral)
    assert full.expression[INDEX["mouthSmileLeft"]] == pytest.approx(1.0)


@pytest.mark.parametrize("angle", [0.0, 1e-7, 0.5, 2.0, 3.0])
def test_axis_angle_inverts_rotations(angle: float) -> None:
    turn = angle * np.array([0.6, -0.48, 0.64])
    np.testing.assert_allclose(axis_angle(rotations(turn)), turn, atol=1e-6)


def test_a_jaw_that_rests_open_does_not_bite_through_when_it_shuts() -> None:
    neutral = replace(_motion(jawOpen=0.1), jaw_pose=np.array([0.036, 0.0, 0.0]))
    shut = replace(_motion(), jaw_pose=np.zeros(3))
    np.testing.assert_array_equal(retarget(shut, neutral=neutral).jaw_pose, np.zeros(3))
    wider = replace(_motion(jawOpen=0.5), jaw_pose=np.array([0.18, 0.01, 0.0]))
    np.testing.assert_allclose(retarget(wider, neutral=neutral).jaw_pose, [0.144, 0.01, 0.0], atol=1e-6)
