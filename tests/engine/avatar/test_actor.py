"""An avatar's manner: regions do more or less or keep still, and whatever changes, nothing jumps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.avatar.actor import BREATH_S, EASE_S, FADE_S, HOLD_S, Actor
from engine.avatar.manner import MAX_GAIN, Manner, Regions
from engine.avatar.retarget import axis_angle, retarget
from engine.check import Array
from engine.head.arkit import INDEX, JAW_OPEN_RAD, joint_poses
from engine.head.head_model import Head, rotations
from engine.head.regions import REGIONS, region
from engine.types import Motion, replace

FPS = 30
LARGEST_STEP = 0.14
"""Of any weight (or rad) from one frame to the next where the target itself stands still: a jump would be up to 1."""


def face(turn: tuple[float, float, float] = (0.1, 0.3, -0.05), **weights: float) -> Motion:
    expression = np.zeros(52, np.float32)
    for name, weight in weights.items():
        expression[INDEX[name]] = weight
    jaw, left, right = joint_poses(expression)
    motion = Motion(expression, np.array(turn), jaw_pose=jaw, leye_pose=left, reye_pose=right)
    return retarget(motion)


LIVELY = {
    "browInnerUp": 0.7,
    "eyeBlinkLeft": 0.3,
    "eyeLookOutLeft": 0.5,
    "jawOpen": 0.6,
    "mouthSmileLeft": 0.8,
}


@pytest.fixture
def actor(tiny_head: Head) -> Actor:
    return Actor(tiny_head)


def whole(motion: Motion) -> Array:
    return axis_angle(rotations(motion.global_orient) @ rotations(motion.neck_pose))


def flat(motion: Motion) -> Array:
    """Everything that may move."""
    return np.concatenate([motion.expression, motion.poses.ravel()]).astype(np.float64)


def played(
    actor: Actor, seconds: float, what: Callable[[float], tuple[Motion | None, Manner]], start: float = 0.0
) -> list[Motion]:
    times = start + np.arange(round(seconds * FPS)) / FPS
    return [actor(*what(float(time)), float(time)) for time in times]


def unblinking(motions: list[Motion]) -> list[Motion]:
    """Without what the lids do, which is quick."""
    lids = [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]
    return [replace(one, expression=np.delete(one.expression, lids)) for one in motions]


def steps(motions: list[Motion]) -> Array:
    """[N - 1] the largest change of any value from frame to frame."""
    return np.abs(np.diff([flat(one) for one in motions], axis=0)).max(1)


def only(name: str, gain: float) -> Manner:
    return Manner(**{name: gain})


def test_a_seen_face_is_shown_bit_for_bit_in_the_plain_manner(actor: Actor) -> None:
    for index in range(5):
        seen = face((0.1 * index, 0.2, 0.0), jawOpen=0.2 * index)
        assert actor(seen, Manner(), index / FPS) is seen


@pytest.mark.parametrize("name", REGIONS)
def test_no_gain_keeps_a_region_still_and_leaves_the_others(actor: Actor, tiny_head: Head, name: str) -> None:
    seen = face(**LIVELY)
    shown = actor(seen, only(name, 0.0), 0.0)
    still = np.array([region(one) == name for one in tiny_head.expression_names])
    assert np.all(shown.expression[still] == 0)
    np.testing.assert_allclose(shown.expression[~still], seen.expression[~still], atol=1e-7)
    parts = {"head": (whole,), "mouth": (lambda one: one.jaw_pose,), "eyes": (lambda one: one.leye_pose,)}
    for of, readings in parts.items():
        for read in readings:
            np.testing.assert_allclose(read(shown), 0 if of == name else read(seen), atol=1e-6)


def test_gains_scale_up_to_what_a_face_can(actor: Actor) -> None:
    seen = face((0.1, 0.3, -0.05), jawOpen=0.7, browInnerUp=0.3)
    shown = actor(seen, Manner(brows=1.5, mouth=2.0, head=2.0), 0.0)
    assert shown.expression[INDEX["browInnerUp"]] == pytest.approx(0.45)
    assert shown.expression[INDEX["jawOpen"]] == 1.0
    assert shown.jaw_pose[0] == pytest.approx(JAW_OPEN_RAD)
    np.testing.assert_allclose(whole(shown), [0.2, 0.6, -0.1], atol=1e-5)
    far = actor(face((0.0, 1.3, 0.0)), Manner(head=MAX_GAIN), 10.0)
    assert np.linalg.norm(whole(far)) < np.radians(81)


@pytest.mark.parametrize("gain", [0.3, 0.6, 1.0, 2.0])
def test_a_blink_shuts_the_lids_at_any_gain_but_none(tiny_head: Head, gain: float) -> None:
    regions, lid = Regions(tiny_head), INDEX["eyeBlinkLeft"]

    def shown(weight: float) -> float:
        return float(regions.scaled(regions.values(face(eyeBlinkLeft=weight)), only("eyes", gain))[lid])

    lids = [shown(weight) for weight in np.linspace(0, 1, 30)]
    assert (lids[0], lids[-1]) == (0.0, pytest.approx(1.0))
    assert np.all(np.diff(lids) >= 0)
    assert shown(0.5) == pytest.approx(0.5) if gain == 1 else (shown(0.5) < 0.5) == (gain < 1)


def test_a_held_region_stays_as_it_was_and_is_let_go_without_a_jump(actor: Actor) -> None:
    holding = Manner(held=frozenset({"mouth"}))

    def what(time: float) -> tuple[Motion, Manner]:
        smile = 0.8 if time < 0.5 else 0.0
        return face(
            jawOpen=0.5 * smile, mouthSmileLeft=smile, browInnerUp=0.2
        ), holding if 0.3 <= time < 2 else Manner()

    motions = played(actor, 4.0, what)
    smiles = np.array([one.expression[INDEX["mouthSmileLeft"]] for one in motions])
    assert np.all(smiles[: 2 * FPS] == np.float32(0.8))
    assert np.all(smiles[round((2 + EASE_S) * FPS) + 1 :] == 0)
    assert steps(motions).max() < LARGEST_STEP


def test_a_lost_face_is_waited_for_then_fades_to_rest(actor: Actor) -> None:
    seen, manner = face(**LIVELY), Manner(alone="rest")
    motions = played(actor, 5.0, lambda time: (seen if time < 1 else None, manner))
    assert steps(motions).max() < 0.05
    held = motions[FPS : round((1 + HOLD_S) * FPS)]
    np.testing.assert_allclose([flat(one) for one in held], [flat(seen)] * len(held), atol=1e-6)
    assert np.abs(flat(motions[round((1 + HOLD_S + FADE_S / 2) * FPS)]) - flat(seen) / 2).max() < 0.03
    np.testing.assert_array_equal(flat(motions[-1]), 0)
    assert not actor.restless
    assert motions[-1].confidence == 0


def test_a_lost_face_may_be_held_for_ever(actor: Actor) -> None:
    seen = face(**LIVELY)
    played(actor, 1.0, lambda _time: (seen, Manner(alone="hold")))
    for time in (1.0, 1.5, 2.0, 3.0, 60.0, 3600.0):
        np.testing.assert_allclose(flat(actor(None, Manner(alone="hold"), time)), flat(seen), atol=1e-6)
    assert not actor.restless


@pytest.mark.parametrize("away", [0.2, 0.9, 1.4, 6.0])
@pytest.mark.parametrize("alone", ["breathe", "rest", "hold"])
def test_a_face_comes_back_without_a_jump(actor: Actor, alone: str, away: float) -> None:
    before, after = face(**LIVELY), face((-0.3, -0.4, 0.1), jawOpen=1.0, mouthPucker=0.9)
    gone = before.expression * 0

    def what(time: float) -> tuple[Motion | None, Manner]:
        if 1 <= time < 1 + away:  # trackers say "nobody" with a motion of no confidence
            return Motion(gone, confidence=0.0), Manner(alone=alone)
        return (before if time < 1 else after), Manner(alone=alone)

    motions = played(actor, 3 + away, what)
    assert steps(unblinking(motions)).max() < LARGEST_STEP
    assert motions[-1] is after


def test_a_moment_of_a_take_is_shown_at_once_and_left_without_a_jump(actor: Actor) -> None:
    before, moment, after = face(**LIVELY), face((-0.3, -0.4, 0.1), jawOpen=1.0), face((0.3, 0.2, 0.0), mouthPucker=0.9)
    live = played(actor, 1.0, lambda _time: (before, Manner()))
    assert actor.at_once(moment, Manner()) is moment
    half = actor.at_once(moment, Manner(mouth=0.5))
    assert half.expression[INDEX["jawOpen"]] == pytest.approx(0.5)
    np.testing.assert_allclose(whole(half), whole(moment), atol=1e-6)
    assert not actor.restless
    back = played(actor, 1.0, lambda _time: (after, Manner()), 2.0)
    assert live[-1] is before
    assert steps(unblinking([half, *back])).max() < LARGEST_STEP
    assert back[-1] is after


def test_an_avatar_alone_breathes_a_little_and_never_stops(actor: Actor) -> None:
    rate = 8  # pictures a second are enough to see it
    motions = [actor(None, Manner(), index / rate) for index in range(40 * rate)]
    turns = np.array([whole(one) for one in motions])
    assert np.all([one.expression == 0 for one in unblinking(motions)])
    assert np.degrees(np.abs(turns).max()) < 2
    assert steps(unblinking(motions)).max() < np.radians(0.4)
    assert actor.restless
    settled = turns[3 * rate :, 0] - turns[3 * rate :, 0].mean()
    power = np.abs(np.fft.rfft(settled * np.hanning(len(settled))))
    assert len(settled) / rate / power.argmax() == pytest.approx(BREATH_S, rel=0.15)
    assert np.degrees(np.ptp(settled)) > 1  # seen at a window's size


def test_an_avatar_alone_blinks_with_both_eyes_and_no_more_once_somebody_is_there(actor: Actor) -> None:
    rate = 20
    motions = [actor(None, Manner(), index / rate) for index in range(10 * rate)]
    lids = np.array([[one.expression[INDEX[name]] for name in ("eyeBlinkLeft", "eyeBlinkRight")] for one in motions])
    np.testing.assert_array_equal(lids[:, 0], lids[:, 1])
    assert lids.max() > 0.5
    seen = face(jawOpen=0.2)
    assert not any(
        actor(seen, Manner(), 11 + index / rate).expression[INDEX["eyeBlinkLeft"]] for index in range(rate, 9 * rate)
    )


@pytest.mark.parametrize("manner", [Manner(eyes=0.0), Manner(alone="rest"), Manner(alone="hold")])
def test_eyes_that_are_to_keep_still_do_not_blink(actor: Actor, manner: Manner) -> None:
    assert not np.any([actor(None, manner, index / 8).expression for index in range(15 * 8)])


def test_another_manner_comes_without_a_jump_wherever_the_slider_is_thrown(actor: Actor) -> None:
    seen = face(**LIVELY)
    random = np.random.default_rng(1)
    manners = [Manner(*random.uniform(0, MAX_GAIN, 4), alone=alone) for alone in ("breathe", "hold") * 20]
    motions = played(actor, 40 * 0.2, lambda time: (seen, manners[int(time / 0.2)]))
    assert steps(motions).max() < 0.2


def test_another_way_to_tell_the_same_face_is_eased_into(actor: Actor) -> None:
    before, after = face(**LIVELY), face((0.0, 0.0, 0.0))
    played(actor, 1.0, lambda _time: (before, Manner()))
    actor.ease()
    motions = [before, *played(actor, 1.0, lambda _time: (after, Manner()), start=1.0)]
    assert steps(motions).max() < LARGEST_STEP
    assert motions[-1] is after


def test_a_gain_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Manner\.brows"):
        Manner(brows=2.1)


def test_an_avatar_that_was_at_rest_eases_into_the_first_face(actor: Actor) -> None:
    actor.enter()
    seen = face(**LIVELY)
    motions = [Motion.rest(52), *played(actor, 1.0, lambda _time: (seen, Manner()))]
    assert steps(motions).max() < LARGEST_STEP
    assert motions[-1] is seen
