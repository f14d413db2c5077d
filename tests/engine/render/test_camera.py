"""Where points of the model land in the picture."""

from __future__ import annotations

import numpy as np
import pytest

from engine.check import Array
from engine.head.landmarks import project
from engine.render.camera import clip_from_model
from engine.types import Motion, Orbit, Overlay, View


def _pixels(view: View, motion: Motion, points: Array) -> Array:
    """[n, 3] -> [n, 2] px from the top left, and depth."""
    matrix, _ = clip_from_model(view, motion, np.zeros(3))
    clip = np.concatenate([points, np.ones((len(points), 1))], 1) @ np.float32(matrix).T.astype(np.float64)
    ndc = clip[:, :3] / clip[:, 3:]
    width, height = view.size_wh
    return np.stack([(1 + ndc[:, 0]) * width / 2, (1 - ndc[:, 1]) * height / 2, ndc[:, 2]], 1)


@pytest.mark.parametrize("size_wh", [(640, 480), (1280, 720), (301, 517)])
def test_overlay_lands_points_where_project_says(size_wh: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    points = rng.uniform(-0.12, 0.12, (200, 3))
    c, s = np.cos(0.3), np.sin(0.3)
    crop_from_image = np.array([[0.7 * c, -0.7 * s, 12.0], [0.7 * s, 0.7 * c, -31.0], [0, 0, 1]])
    motion = Motion(expression=np.zeros(52), cam=np.array([7.3, 0.012, -0.021]), crop_from_image=crop_from_image)
    view = View(size_wh=size_wh, camera=Overlay(size_wh))
    wanted = project(points, motion.cam.astype(np.float64), motion.crop_from_image)
    np.testing.assert_allclose(_pixels(view, motion, points)[:, :2], wanted, atol=0.05)


def test_overlay_on_a_larger_view_scales_without_distortion_and_stays_centred() -> None:
    motion = Motion(expression=np.zeros(52), crop_from_image=np.eye(3))
    points = np.random.default_rng(0).uniform(-0.1, 0.1, (50, 3))
    small = _pixels(View(size_wh=(224, 224), camera=Overlay((224, 224))), motion, points)[:, :2]
    wide = _pixels(View(size_wh=(896, 448), camera=Overlay((224, 224))), motion, points)[:, :2]
    np.testing.assert_allclose(wide, 4 * small - [0, 224], atol=1e-3)


def test_overlay_puts_the_nearer_point_in_front() -> None:
    view = View(size_wh=(100, 100), camera=Overlay((100, 100)))
    motion = Motion(expression=np.zeros(52))
    depth = _pixels(view, motion, np.array([[0.0, 0, 0.1], [0, 0, -0.1]]))[:, 2]
    assert -1 < depth[0] < depth[1] < 1


def test_positive_yaw_shows_the_avatars_left_side() -> None:
    nose_and_left_ear = np.array([[0.0, 0, 0.1], [0.08, 0, 0]])
    motion = Motion(expression=np.zeros(52))
    front = _pixels(View(camera=Orbit()), motion, nose_and_left_ear)
    turned = _pixels(View(camera=Orbit(yaw=0.6)), motion, nose_and_left_ear)
    assert turned[0, 0] < front[0, 0], "the nose moves to the picture's left"
    assert turned[1, 2] < front[1, 2], "the left ear comes nearer"


def test_orbit_height_is_what_the_picture_covers() -> None:
    for camera in (Orbit(height=0.4), Orbit(height=0.4, distance=2.0), Orbit(height=0.4, pitch=0.3)):
        top = np.array([[0.0, 0.2 * np.cos(camera.pitch), -0.2 * np.sin(camera.pitch)]])
        pixel = _pixels(View(size_wh=(512, 512), camera=camera), Motion(expression=np.zeros(52)), top)
        np.testing.assert_allclose(pixel[0, :2], [256, 0], atol=1e-2)
