"""The fast twins agree with `head_model.pose`, and the derivatives with finite differences of it."""

from dataclasses import replace

import numpy as np
import pytest

from engine.head import baked
from engine.head.head_model import pose
from engine.head.landmarks import IBUG68, embed
from engine.types import Motion

POSES = ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose")


def anything(head, seed):
    """A shape and a motion in which every parameter matters."""
    random = np.random.default_rng(seed)
    motion = Motion(expression=random.random(head.num_expression), **{name: random.normal(0, 0.4, 3) for name in POSES})
    return random.normal(0, 1, head.num_shape), motion


def nudged(motion, column, step):
    """`motion` with one parameter moved, counted as the columns of `linearised` are."""
    e = len(motion.expression)
    if column < e:
        return replace(motion, expression=motion.expression + np.float32(step) * (np.arange(e) == column))
    joint, axis = divmod(column - e, 3)
    return replace(motion, **{POSES[joint]: getattr(motion, POSES[joint]) + step * (np.arange(3) == axis)})


@pytest.mark.parametrize("seed", range(3))
def test_baked_vertices_are_those_of_pose(any_head, seed):
    shape, motion = anything(any_head, seed)
    np.testing.assert_allclose(baked.bake(any_head, shape).pose(motion), pose(any_head, shape, motion), atol=1e-6)


def test_baking_some_vertices_gives_those(any_head):
    shape, motion = anything(any_head, 3)
    some = np.array([7, 200, 3])
    np.testing.assert_allclose(
        baked.bake(any_head, shape, some).pose(motion), pose(any_head, shape, motion)[some], atol=1e-6
    )


@pytest.mark.parametrize("seed", range(3))
def test_baked_landmarks_are_those_of_pose(any_head, seed):
    shape, motion = anything(any_head, seed)
    truth = embed(any_head, pose(any_head, shape, motion))
    np.testing.assert_allclose(baked.bake_landmarks(any_head, shape).points(motion), truth, atol=1e-6)
    np.testing.assert_allclose(baked.bake_landmarks(any_head, shape, IBUG68).points(motion), truth[IBUG68], atol=1e-6)


def test_derivatives_are_those_of_pose(any_head):
    shape, motion = anything(any_head, 4)
    points, derivative = baked.bake_landmarks(any_head, shape).linearised(motion)
    np.testing.assert_allclose(points, embed(any_head, pose(any_head, shape, motion)), atol=1e-6)
    step = 1e-3
    for column in range(derivative.shape[2]):
        ahead, behind = (
            embed(any_head, pose(any_head, shape, nudged(motion, column, sign * step))) for sign in (1, -1)
        )
        np.testing.assert_allclose(
            derivative[:, :, column], (ahead - behind) / (2 * step), atol=1e-5, err_msg=f"column {column}"
        )


def test_derivatives_at_rest_are_finite_and_right(any_head):
    """Where the angle is zero the formulas divide zero by zero."""
    shape, rest = np.zeros(any_head.num_shape), Motion.rest(any_head.num_expression)
    _, derivative = baked.bake_landmarks(any_head, shape).linearised(rest)
    jaw = any_head.num_expression + 6
    ahead, behind = (embed(any_head, pose(any_head, shape, nudged(rest, jaw, step))) for step in (1e-3, -1e-3))
    np.testing.assert_allclose(derivative[:, :, jaw], (ahead - behind) / 2e-3, atol=1e-5)
