"""ARKit's names and the joint rotations that belong to them."""

import numpy as np
import pytest

from engine.head.arkit import ARKIT52, INDEX, expression_from, joint_poses
from engine.head.head_model import pose, rotations
from engine.head.landmarks import IBUG68, embed
from engine.types import Motion


def performed(head, **weights):
    """Vertices of the template with named units and the joint rotations that go with them."""
    expression = expression_from(weights)
    jaw, left, right = joint_poses(expression)
    motion = Motion(expression=expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)
    return pose(head, np.zeros(0), motion)


def test_there_are_52_names_each_side_with_its_other():
    assert len(set(ARKIT52)) == 52
    assert list(ARKIT52) == sorted(ARKIT52)
    sided = [name for name in ARKIT52 if name.endswith("Left") and name not in ("jawLeft", "mouthLeft")]
    assert all(name.removesuffix("Left") + "Right" in INDEX for name in sided)


def test_the_open_head_has_exactly_these_columns(open_head):
    assert open_head.basis == "arkit52"
    assert open_head.expression_names == ARKIT52


@pytest.mark.parametrize(
    ("units", "direction"),
    [
        (("eyeLookOutLeft", "eyeLookInRight"), (1, 0)),
        (("eyeLookInLeft", "eyeLookOutRight"), (-1, 0)),
        (("eyeLookUpLeft", "eyeLookUpRight"), (0, 1)),
        (("eyeLookDownLeft", "eyeLookDownRight"), (0, -1)),
    ],
)
def test_both_eyes_look_where_the_unit_says(units, direction):
    """x is the subject's left, y is up."""
    _, left, right = joint_poses(expression_from(dict.fromkeys(units, 1.0)))
    for eye in (left, right):
        gaze = rotations(eye) @ [0, 0, 1]
        along = gaze[:2] @ direction
        assert np.sin(np.radians(18)) < along < np.sin(np.radians(28))
        assert abs(gaze[:2] @ direction[::-1]) < 1e-6


def test_irises_follow_the_gaze_on_the_head(any_head):
    iris = slice(468, 478)
    rest = embed(any_head, performed(any_head))
    left = embed(any_head, performed(any_head, eyeLookOutLeft=1.0, eyeLookInRight=1.0))
    assert (left - rest)[iris, 0].min() > 0.003  # m


def test_jaw_open_drops_the_lower_lip_and_the_chin_and_nothing_above(any_head):
    moved = embed(any_head, performed(any_head, jawOpen=1.0)) - embed(any_head, performed(any_head))
    chin, lower_lip, eyes, nose = moved[152], moved[17], moved[IBUG68[36:48]], moved[IBUG68[27:31]]
    assert chin[1] < -0.015
    assert lower_lip[1] < -0.008
    assert np.abs(eyes).max() < 0.002
    assert np.abs(nose).max() < 0.002


@pytest.mark.parametrize(
    ("unit", "point", "axis", "sign"),
    [
        ("mouthSmileLeft", 291, 1, 1),
        ("mouthSmileRight", 61, 1, 1),
        ("mouthSmileLeft", 291, 0, 1),
        ("mouthFrownLeft", 291, 1, -1),
        ("jawLeft", 152, 0, 1),
        ("jawRight", 152, 0, -1),
        ("mouthLeft", 17, 0, 1),
        ("browInnerUp", 107, 1, 1),
        ("browDownRight", 107, 1, -1),
        ("eyeBlinkLeft", 385, 1, -1),
        ("eyeBlinkRight", 160, 1, -1),
        ("mouthPucker", 0, 2, 1),
    ],
)
def test_units_move_the_side_they_name(any_head, unit, point, axis, sign):
    moved = embed(any_head, performed(any_head, **{unit: 1.0})) - embed(any_head, performed(any_head))
    assert sign * moved[point, axis] > 0.001  # m


@pytest.mark.parametrize("unit", [name for name in ARKIT52 if name.endswith("Left")])
def test_left_units_mirror_right_units(any_head, unit):
    left = performed(any_head, **{unit: 1.0}) - performed(any_head)
    right = performed(any_head, **{unit.removesuffix("Left") + "Right": 1.0}) - performed(any_head)
    tolerance = 2e-3 if any_head.id == "tiny" else 1e-4  # m; the tiny head's pose correctives are one-sided
    np.testing.assert_allclose(left[any_head.mirror] * [-1, 1, 1], right, atol=tolerance)


def test_a_typo_names_its_neighbour():
    with pytest.raises(ValueError, match="mouthSmileLeft"):
        expression_from({"mouthSmilLeft": 1.0})
