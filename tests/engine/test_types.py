"""The values that flow: checked once, read-only, and nobody's array is changed behind their back."""

import numpy as np
import pytest

from engine.types import Avatar, Face, Frame, Motion, Picture, Take, Tracked, replace


def test_a_value_cannot_be_written():
    motion = Motion.rest(52)
    with pytest.raises(ValueError, match="read-only"):
        motion.expression[0] = 1
    with pytest.raises(AttributeError):
        motion.time = 3.0


def test_making_a_value_leaves_the_callers_array_writable_and_apart():
    mine = np.zeros(52, np.float32)
    motion = Motion(expression=mine)
    mine[0] = 1
    assert motion.expression[0] == 0


def test_a_view_of_a_writable_array_is_copied():
    mine = np.zeros((2, 52), np.float32)
    motion = Motion(expression=mine[0])
    mine[0, 0] = 1
    assert motion.expression[0] == 0


def test_a_frame_is_the_sources_buffer_without_a_copy():
    image = np.zeros((4, 6, 3), np.uint8)
    frame = Frame(image, index=0, time=0.0)
    assert frame.image is image
    assert not image.flags.writeable
    assert frame.size_wh == (6, 4)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: Frame(np.zeros((4, 6), np.uint8), 0, 0.0), r"Frame.image must have shape \[\*x\*x3\], got \[4, 6\]"),
        (lambda: Frame(np.zeros((4, 6, 3)), 0, 0.0), "must be uint8"),
        (lambda: Motion(expression=np.zeros((2, 52))), r"expression must have shape \[\*\]"),
        (lambda: Motion(expression=np.zeros(52), jaw_pose=np.zeros(4)), r"jaw_pose must have shape \[3\]"),
        (lambda: Tracked(Motion.rest(52), np.zeros((51, 2))), r"landmarks68 must have shape \[68x2\]"),
        (lambda: Picture(np.zeros((4, 4, 3), np.uint8)), r"rgba must have shape \[\*x\*x4\]"),
        (
            lambda: Avatar("x", "tiny", np.zeros(10), np.zeros((4, 4, 3)), np.zeros((9, 3)), np.zeros(3)),
            "albedo must be uint8, got float64",
        ),
        (
            lambda: Avatar("x", "tiny", np.zeros(10), np.zeros((4, 4, 3), np.uint8), np.zeros((9, 1)), np.zeros(3)),
            r"light must have shape \[9x3\]",
        ),
    ],
)
def test_a_wrong_shape_is_named(make, complaint):
    with pytest.raises(ValueError, match=complaint):
        make()


def test_the_box_of_a_face_bounds_its_landmarks():
    landmarks = np.full((478, 2), 50.0)
    landmarks[3], landmarks[7] = (10, 60), (90, 20)
    frame = Frame(np.zeros((100, 100, 3), np.uint8), 0, 0.0)
    face = Face(frame, landmarks, np.zeros(478), np.zeros(52), 1.0)
    assert face.box_xyxy == (10, 20, 90, 60)


def test_the_poses_come_in_the_order_of_the_joints():
    fields = ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose")
    motion = Motion(expression=np.zeros(52), **{name: np.full(3, i) for i, name in enumerate(fields)})
    np.testing.assert_array_equal(motion.poses, np.arange(5)[:, None] * np.ones(3))


def test_rest_is_still_and_unseen():
    rest = Motion.rest(52, time=2.5)
    assert (rest.confidence, rest.time) == (0.0, 2.5)
    assert not rest.expression.any()
    assert not rest.poses.any()


def test_a_take_gives_back_the_motion_of_each_frame():
    random = np.random.default_rng(0)
    take = Take(
        time=np.array([0.0, 0.04, 0.09]),
        expression=random.random((3, 52)),
        **{name: random.normal(0, 1, (3, 3)) for name in (
            "global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose", "cam"
        )},
        crop_from_image=random.random((3, 3, 3)),
        confidence=np.array([1, 0, 1]),
        landmarks68=np.full((3, 68, 2), np.nan),
        latency_ms=np.zeros(3),
        head_id="tiny",
    )  # fmt: skip
    assert len(take) == 3
    motion = take.motion(1)
    assert (motion.time, motion.confidence) == (0.04, 0.0)
    np.testing.assert_array_equal(motion.expression, take.expression[1])
    np.testing.assert_array_equal(motion.reye_pose, take.reye_pose[1])
    np.testing.assert_array_equal(motion.crop_from_image, take.crop_from_image[1])
    with pytest.raises(ValueError, match="confidence must have shape"):
        replace(take, confidence=np.zeros(2))
