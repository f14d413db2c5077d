"""DECA's readings made steady."""

import numpy as np

from engine.deca.track import SteadyMotion
from engine.head.landmarks import project
from engine.types import Motion

FACE = np.array([[0.0, 0.025, 0.04], [0.03, 0.0, 0.03], [-0.05, -0.06, 0.02]])
SIZE, MIDDLE = 2600.0, np.array([330.0, 250.0])  # px to a metre, px


def motion(time, zoom, corner, place=MIDDLE, **more):
    """What is seen at `place` of the image, told in a square of its own."""
    square = np.array([[zoom, 0, -zoom * corner[0]], [0, zoom, -zoom * corner[1]], [0, 0, 1]])
    px = zoom * (place - corner)
    s = SIZE * zoom / 112
    cam = [s, (px[0] / 112 - 1) / s, (1 - px[1] / 112) / s]
    return Motion(expression=np.full(52, 0.3), cam=np.array(cam), crop_from_image=square, time=time, **more)


def seen(told):
    return project(FACE, told.cam, told.crop_from_image)


def test_a_square_that_jumps_moves_nothing():
    steady, random = SteadyMotion(52), np.random.default_rng(0)
    for k in range(20):
        given = motion(k / 30, random.uniform(0.3, 0.9), random.uniform(0, 200, 2))
        told = steady(given)
        np.testing.assert_allclose(seen(told), seen(given), atol=0.01)
        np.testing.assert_allclose(told.expression, 0.3, atol=1e-6)
        np.testing.assert_array_equal(told.crop_from_image, given.crop_from_image)


def test_the_steadier_it_is_asked_to_be_the_less_jitter_is_left():
    left = []
    for responsiveness in (0.0, 0.5, 1.0):
        steady, random = SteadyMotion(52), np.random.default_rng(1)
        steady.responsiveness = responsiveness
        given, told = [], []
        for k in range(90):
            one = motion(k / 30, 0.5, np.array([100.0, 40.0]), MIDDLE + random.normal(0, 0.3, 2),
                         global_orient=random.normal(0, 0.002, 3), jaw_pose=random.normal(0, 0.01, 3))  # fmt: skip
            smooth = steady(one)
            given.append(np.concatenate([seen(one).ravel(), one.global_orient, one.jaw_pose]))
            told.append(np.concatenate([seen(smooth).ravel(), smooth.global_orient, smooth.jaw_pose]))
        left.append((np.std(told[30:], 0) / np.std(given[30:], 0)).mean())
    steadiest, usual, quickest = left
    assert steadiest < 0.5
    assert steadiest + 0.1 < usual < quickest - 0.05
    assert quickest < 1


def test_a_turned_head_is_reached():
    steady = SteadyMotion(52)
    for k in range(60):
        turned = motion(k / 30, 0.5, np.array([100.0, 40.0]), global_orient=np.array([0.0, 0.6 * (k > 5), 0.0]))
        told = steady(turned)
    np.testing.assert_allclose(told.global_orient, turned.global_orient, atol=0.01)
