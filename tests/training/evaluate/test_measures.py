"""The measures say what is known of arrays made for them."""

import numpy as np
import pytest

from engine.head.arkit import INDEX, expression_from
from engine.head.landmarks import IBUG68
from engine.tracking.rig import Person, Rig, posed
from training.evaluate.blinks import gaze, iris_shift, kept, liveliness
from training.evaluate.figure import at_least, at_most, summary
from training.evaluate.identity import face_points, pairs, spread_mm
from training.evaluate.presence import presence


def test_what_was_not_found_passes_no_bar() -> None:
    assert at_most(3.0).holds(3.0)
    assert not at_most(3.0).holds(3.01)
    assert not at_least(0.9).holds(float("nan"))
    assert not at_most(0.5).holds(float("nan"))


def test_a_summary_names_the_worst() -> None:
    figure = summary("g", "n", [0.9, float("nan"), 0.5, 0.7], ["a", "b", "c", "d"], at_least(0.6))
    assert figure.value == 0.7
    assert figure.holds
    assert figure.note == "worst 0.5, c"
    assert summary("g", "n", [1.0, 2.0], ["a", "b"], at_most(3)).note == "worst 2, b"
    assert summary("g", "n", [float("nan")], ["a"], at_least(1)).holds is None  # no case, nothing to hold
    assert summary("g", "n", [float("-inf")], ["a"], at_least(1)).holds is False


def test_a_face_that_goes_is_missed_at_once_or_late() -> None:
    seen = np.array([1] * 10 + [0] * 10 + [1] * 10, bool)
    late = np.concatenate([np.zeros(3), 0.8 * seen[:-3]])  # the same three frames later
    found = presence(late, seen)
    assert found.until_gone == (3,)
    assert found.until_found == (3, 3)
    assert (found.phantoms, found.missed) == (3, 6)
    never = presence(np.ones(30), seen)
    assert never.until_gone == (10,)
    assert never.phantoms == 10
    flicker = seen.copy()
    flicker[4] = False  # the reference misses one frame: no case of a face that goes
    assert presence(np.ones(30), flicker).until_gone == (10,)


def _eyes(gap: np.ndarray) -> np.ndarray:
    """[N, 478, 2] px of a flat face whose right and left lids are apart by gap [N, 2] eye widths."""
    points = np.random.default_rng(3).uniform(0, 100, (478, 2))
    faces = np.repeat(points[None], len(gap), 0)
    for eye, corners, lids in (
        (0, (33, 133), ((160, 144), (158, 153))),
        (1, (362, 263), ((385, 380), (387, 373))),
    ):
        middle, along = np.array([30.0 + 40 * eye, 40.0]), np.array([10.0, 0.0])
        faces[:, corners[0]], faces[:, corners[1]] = middle - along, middle + along
        for upper, lower in lids:
            faces[:, upper] = middle - np.stack([0 * gap[:, eye], 10 * gap[:, eye]], 1)
            faces[:, lower] = middle + np.stack([0 * gap[:, eye], 10 * gap[:, eye]], 1)
    return faces


def test_blinks_that_do_not_close_and_winks_that_survive_by_half() -> None:
    gap = np.full((200, 2), 0.3)
    gap[50:56] = 0.03  # a blink
    gap[120:130, 1] = 0.1  # a wink of the left eye
    theirs = _eyes(gap)
    yaw = np.zeros(200)
    same = liveliness(theirs[:, IBUG68], theirs, yaw)
    assert same.blink_open == pytest.approx(0.1, abs=0.01)
    assert same.wink_kept == pytest.approx(1)
    stiff = liveliness(_eyes(0.3 + 0.5 * (gap - 0.3))[:, IBUG68], theirs, yaw)
    assert stiff.blink_open == pytest.approx(0.55, abs=0.01)
    assert stiff.blink_open_theirs == pytest.approx(0.1, abs=0.01)
    assert stiff.wink_kept == pytest.approx(0.5)
    calm = liveliness(theirs[:40, IBUG68], theirs[:40], yaw[:40])
    assert np.isnan(calm.blink_open)
    assert np.isnan(calm.wink_kept)


def test_eyes_that_look_left_look_to_the_right_of_the_picture(open_head) -> None:
    rig = Rig.of(open_head)
    weights = [{}, {"eyeLookOutLeft": 0.8, "eyeLookInRight": 0.8}, {"eyeLookInLeft": 0.8, "eyeLookOutRight": 0.8}]
    codes = np.array([expression_from(w) for w in weights])
    points = np.array([posed(Person.of(rig, np.zeros(rig.num_shape)), code).points.T for code in codes])
    ahead, left, right = iris_shift(points[:, :, :2] * [1000, -1000])
    assert left - ahead > 0.1
    assert right - ahead < -0.1
    assert list(np.sign(gaze(codes))) == [0, 1, -1]


def test_what_is_kept_is_measured_where_it_is_strongest() -> None:
    theirs = np.zeros(300)
    theirs[:6] = [1, -1, 1, 1, -1, 1]
    assert kept(0.25 * theirs + 0.1 * (theirs == 0), theirs, 0.1) == pytest.approx(0.25)
    assert np.isnan(kept(theirs, 0.05 * theirs, 0.1))


def test_people_who_look_alike_are_told_apart_or_not() -> None:
    people = np.random.default_rng(1).normal(size=(30, 8))
    sure = pairs(people, people + 0.01)
    assert (sure.closer_than, sure.above_95) == (1.0, 1.0)
    lost = pairs(people, np.roll(people, 1, axis=0))
    assert lost.closer_than < 0.8
    assert lost.above_95 < 0.4


def test_the_spread_of_shapes_is_in_millimetres(open_head) -> None:
    shapes = np.zeros((2, open_head.num_shape))
    shapes[:, 3] = [1, -1]
    moved = 1e3 * open_head.shape_basis[:, :, 3]
    spread = spread_mm(face_points(open_head, shapes))
    assert 0.2 * np.linalg.norm(moved, axis=1).max() < spread < np.linalg.norm(moved, axis=1).max()
    assert spread_mm(face_points(open_head, shapes[[0, 0]])) == pytest.approx(0)
    assert spread_mm(face_points(open_head, 2 * shapes)) == pytest.approx(2 * spread)


def test_perfect_outputs_have_no_error_and_silence_has(open_head) -> None:
    from engine.tracking.align import LIVE_SIZE
    from engine.tracking.measure import Measure
    from training.data.shards import SIZE, Samples
    from training.evaluate.synthetic import Outputs, compare

    random = np.random.default_rng(4)
    n = 12
    samples = Samples(
        picture=np.zeros((n, SIZE, SIZE, 3), np.uint8),
        landmarks=random.uniform(20, 120, (n, 478, 2)),
        controls=random.uniform(0, 1, (n, 52)) * (np.arange(52) == INDEX["jawOpen"]),
        orient=random.normal(0, 0.3, (n, 3)),
        shape=np.zeros((n, 100)),
        light=np.zeros((n, 9, 3)),
        person=np.arange(n),
        confidence=np.array([1.0] * (n - 2) + [0.0] * 2),
        trust=np.ones((n, 3)),
    )
    inside = (samples.landmarks[:, Measure.of().points] - (SIZE - LIVE_SIZE) / 2) / LIVE_SIZE
    perfect = Outputs(inside, samples.controls, samples.orient, samples.confidence)
    values, units = compare(open_head, samples, perfect)
    named = dict(values)
    assert dict(units) == {"jawOpen": pytest.approx(1)}
    assert named["inner 51 points, % of interocular"] == pytest.approx(0, abs=1e-4)
    assert named["head rotation, degrees"] == pytest.approx(0, abs=0.1)
    assert named["vertices of the face by expression, mm"] == pytest.approx(0, abs=1e-5)
    assert named["the same if it said nothing, mm"] > 1
    assert named["hidden or no faces with confidence above .5, share"] == 0
    fooled = Outputs(inside, samples.controls.mean(0)[None].repeat(n, 0), samples.orient, np.ones(n))
    values, units = compare(open_head, samples, fooled)
    assert dict(units)["jawOpen"] == pytest.approx(0, abs=0.1)
    assert dict(values)["hidden or no faces with confidence above .5, share"] == 1
