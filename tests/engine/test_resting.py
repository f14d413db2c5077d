from __future__ import annotations

import numpy as np

from engine.avatar.retarget import retarget
from engine.head.arkit import INDEX, expression_from, joint_poses
from engine.resting import resting_face
from engine.types import Motion


def motion(**weights: float) -> Motion:
    expression = expression_from(weights)
    jaw, left, right = joint_poses(expression)
    return Motion(expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)


def heavy_lidded() -> list[Motion]:
    """Somebody whose lids hang by .2 and who looks into a camera below the eyes; smiles, and blinks now and then."""
    looks = [motion(eyeBlinkLeft=0.2, eyeBlinkRight=0.2, eyeLookDownLeft=0.1, mouthSmileLeft=0.6)] * 17
    return [*looks, *[motion(eyeBlinkLeft=1, eyeBlinkRight=1)] * 3]


def test_what_the_lids_always_do_is_not_the_avatars_and_a_blink_still_closes() -> None:
    neutral = resting_face(heavy_lidded())
    awake = retarget(heavy_lidded()[0], neutral=neutral)
    assert awake.expression[INDEX["eyeBlinkLeft"]] < 1e-6
    np.testing.assert_allclose(awake.leye_pose, 0, atol=1e-6)
    assert awake.expression[INDEX["mouthSmileLeft"]] == np.float32(0.6)
    blink = retarget(heavy_lidded()[-1], neutral=neutral)
    assert blink.expression[INDEX["eyeBlinkRight"]] == 1


def test_closed_eyes_throughout_stay_closed() -> None:
    asleep = [motion(eyeBlinkLeft=1, eyeBlinkRight=1)] * 20
    shown = retarget(asleep[0], neutral=resting_face(asleep))
    assert shown.expression[INDEX["eyeBlinkLeft"]] == 1


def test_too_few_frames_with_a_face_tell_nothing() -> None:
    absent = [Motion.rest(52)] * 100
    assert resting_face(absent) is None
    assert resting_face([*absent, *heavy_lidded()[:5]]) is None
    assert resting_face([Motion(np.zeros(50, np.float32))] * 30) is None
