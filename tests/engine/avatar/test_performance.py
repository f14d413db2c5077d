"""A take with frames without a face: the avatar does what it does in live use, whichever frame is asked for first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.avatar.actor import FADE_S, HOLD_S, Actor
from engine.avatar.manner import ALONE, Alone, Manner
from engine.avatar.performance import Performance
from engine.avatar.retarget import retarget
from engine.check import Array
from engine.head.arkit import INDEX, joint_poses
from engine.head.head_model import Head
from engine.record.take import TakeBuilder
from engine.types import Motion, Take, Tracked

FPS = 30
LARGEST_STEP = 0.14
"""As in test_actor: of any weight (or rad) between two frames; a jump would be up to 1."""
LIDS = [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]
GAPS = ((0, 20), (60, 61), (64, 70), (75, 260), (300, 400))
"""At the start, a flicker, one that follows while the face still comes back, a long one, one up to the end."""


@pytest.fixture(scope="module")
def take() -> Take:
    """Two faces in turn, each of which stands still; trackers tell something near rest while they see none."""
    builder = TakeBuilder("open-1", source_fps=FPS)
    for frame in range(400):
        weights = np.zeros(52, np.float32)
        for name in ("jawOpen", "mouthSmileLeft", "browInnerUp") if frame < 75 else ("mouthPucker", "jawLeft"):
            weights[INDEX[name]] = 0.8
        jaw, left, right = joint_poses(weights)
        turn = np.array([0.1, 0.5 if frame < 75 else -0.4, 0.0])
        seen = not any(first <= frame < last for first, last in GAPS)
        motion = Motion(weights * seen, turn * seen, jaw_pose=jaw * seen, leye_pose=left, reye_pose=right)
        motion = replace(motion, time=7.0 + frame / FPS, confidence=0.9 if seen else 0.0)
        builder.add(Tracked(motion, np.zeros((68, 2))))
    return builder.build()


def flat(motion: Motion) -> Array:
    """[N] everything that moves but the lids, which are quick."""
    return np.concatenate([np.delete(motion.expression, LIDS), motion.poses.ravel()]).astype(np.float64)


@pytest.mark.parametrize("alone", ALONE)
def test_it_is_what_the_live_avatar_does_and_nothing_jumps(take: Take, open_head: Head, alone: Alone) -> None:
    actor, manner = Actor(open_head), Manner(alone=alone)
    live = []
    for frame in range(len(take)):
        motion = take.motion(frame)
        live.append(actor(retarget(motion) if motion.confidence > 0 else None, manner, motion.time))
    shown = list(Performance(take, open_head, alone))
    assert [one.confidence for one in shown] == [take.motion(frame).confidence for frame in range(len(take))]
    np.testing.assert_allclose([flat(one) for one in shown], [flat(one) for one in live], atol=1e-5)
    steps = np.abs(np.diff([flat(one) for one in shown], axis=0)).max(1)
    assert steps.max() < LARGEST_STEP
    told = np.abs(np.diff([flat(retarget(take.motion(frame))) for frame in range(len(take))], axis=0)).max(1)
    assert told.max() > 0.7  # what the frames themselves say does jump
    assert np.array_equal(flat(shown[40]), flat(retarget(take.motion(40))))  # where a face is seen, as it is


def test_each_frame_is_the_same_whichever_came_before(take: Take, open_head: Head) -> None:
    shown = [np.concatenate([one.expression, one.poses.ravel()]) for one in Performance(take, open_head)]
    again = Performance(take, open_head)
    for frame in np.random.default_rng(0).permutation(len(take)):
        motion = again.motion(int(frame))
        assert np.array_equal(np.concatenate([motion.expression, motion.poses.ravel()]), shown[frame])


def test_alone_it_rests_breathes_and_blinks(take: Take, open_head: Head) -> None:
    calm = slice(75 + round((HOLD_S + FADE_S) * FPS) + 1, 260)
    breathing = list(Performance(take, open_head))[calm]
    lids = np.array([one.expression[LIDS] for one in breathing])
    assert (lids.max() > 0.5, np.median(lids)) == (True, 0.0)
    assert np.ptp([one.neck_pose[0] for one in breathing]) > 0.005
    for one in list(Performance(take, open_head, "rest"))[calm]:
        assert not one.expression.any()
        assert not one.poses.any()


def test_a_face_that_is_never_seen_is_an_avatar_at_rest(take: Take, open_head: Head) -> None:
    nobody = replace(take, confidence=np.zeros(len(take)))
    shown = [flat(one) for one in Performance(nobody, open_head)]
    assert np.abs(shown).max() < 0.05
    assert np.abs(np.diff(shown, axis=0)).max() < 0.01
