import numpy as np

from engine.head.arkit import joint_poses
from engine.head.head_model import Head, pose, rotations
from engine.head.landmarks import embed
from engine.tracking.bias import landmark_bias
from engine.tracking.rig import Person, Rig, control_slopes, posed, shape_slopes
from engine.types import Motion


def _someone(head: Head) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    return random.standard_normal(head.num_shape), random.random(head.num_expression) ** 2


def test_the_rig_puts_landmarks_where_the_whole_head_has_them(any_head: Head) -> None:
    shape, expression = _someone(any_head)
    jaw, left, right = joint_poses(expression)
    motion = Motion(expression=expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)
    whole = embed(any_head, pose(any_head, shape, motion))
    rig = Rig.of(any_head, bias=False)
    np.testing.assert_allclose(posed(Person.of(rig, shape), expression).points.T, whole, atol=2e-6)


def test_a_rig_of_few_landmarks_is_the_same_rig(any_head: Head) -> None:
    shape, expression = _someone(any_head)
    chosen = np.array([13, 14, 159, 468, 152])
    every = posed(Person.of(Rig.of(any_head), shape), expression).points
    few = posed(Person.of(Rig.of(any_head, chosen), shape), expression).points
    np.testing.assert_allclose(few, every[:, chosen], atol=1e-12)


def test_slopes_are_the_differences(any_head: Head) -> None:
    shape, expression = _someone(any_head)
    rig = Rig.of(any_head)
    view = rotations(np.array([0.1, 0.4, -0.2]))[:2]

    def seen(s: np.ndarray, e: np.ndarray) -> np.ndarray:
        return view @ posed(Person.of(rig, s), e).points

    at = posed(Person.of(rig, shape), expression)
    h = 1e-5
    by_control = control_slopes(Person.of(rig, shape), at, view)
    for k in range(rig.num_controls):
        step = h * np.eye(rig.num_controls)[k]
        difference = (seen(shape, expression + step) - seen(shape, expression - step)) / (2 * h)
        np.testing.assert_allclose(by_control[:, :, k], difference, atol=1e-9)
    by_shape = shape_slopes(Person.of(rig, shape), at, view, rig.num_shape)
    for k in range(0, rig.num_shape, 7):
        step = h * np.eye(rig.num_shape)[k]
        difference = (seen(shape + step, expression) - seen(shape - step, expression)) / (2 * h)
        np.testing.assert_allclose(by_shape[:, :, k], difference, atol=1e-9)


def test_the_shipped_bias_belongs_to_the_shipped_head(open_head: Head) -> None:
    bias = landmark_bias(open_head)
    assert 1e-4 < np.linalg.norm(bias, axis=1).mean() < 3e-3
    assert np.abs(bias).max() < 8e-3


def test_another_head_has_no_bias(tiny_head: Head) -> None:
    assert not landmark_bias(tiny_head).any()
