"""Cameras: which place of the picture a point of the model lands on. Floats only: pyrr is silent about integers."""

from __future__ import annotations

import math

import numpy as np
from pyrr import matrix44

from engine.check import Array
from engine.types import CROP_SIZE, Motion, Orbit, Overlay, View

_DEPTH_RANGE = 1.0
"""Metres of the model in front of and behind the root that an Overlay can show."""


def clip_from_model(view: View, motion: Motion, middle: Array) -> tuple[Array, Array]:
    """The [4, 4] matrix of the view's camera (clip = M @ point) and the [3] place of the eye, model frame, metres.

    middle: [3] the point an Orbit camera turns around.
    """
    if isinstance(view.camera, Orbit):
        return _orbit(view.camera, view.size_wh, np.asarray(middle, np.float64))
    return _overlay(view.camera, view.size_wh, motion)


def pixels_per_metre(matrix: Array, size_wh: tuple[int, int], point: Array) -> float:
    """How many pixels a metre at `point` [3] covers, for `clip_from_model`'s matrix."""
    depth = float(matrix[3, :3] @ point + matrix[3, 3])
    return 0.5 * size_wh[1] * float(np.linalg.norm(matrix[1, :3])) / max(depth, 1e-6)


def cover(image_size_wh: tuple[int, int], size_wh: tuple[int, int]) -> tuple[float, float]:
    """Share (x, y) of the view that an image has when it fills it without distortion, cut at two sides: both >= 1."""
    scale = max(size_wh[0] / image_size_wh[0], size_wh[1] / image_size_wh[1])
    return scale * image_size_wh[0] / size_wh[0], scale * image_size_wh[1] / size_wh[1]


def _orbit(camera: Orbit, size_wh: tuple[int, int], middle: Array) -> tuple[Array, Array]:
    away = np.array(
        [
            math.sin(camera.yaw) * math.cos(camera.pitch),
            math.sin(camera.pitch),
            math.cos(camera.yaw) * math.cos(camera.pitch),
        ]
    )
    eye = middle + camera.distance * away
    field_deg = math.degrees(2 * math.atan(0.5 * camera.height / camera.distance))
    near, far = max(0.02, camera.distance - 0.5), camera.distance + 0.5
    # pyrr multiplies row vectors from the left; ours are column vectors.
    view_from_model = matrix44.create_look_at(eye, middle, np.array([0.0, 1.0, 0.0])).T
    clip_from_view = matrix44.create_perspective_projection(field_deg, size_wh[0] / size_wh[1], near, far).T
    matrix = clip_from_view @ view_from_model
    matrix[1] += 2 * camera.lift * matrix[3]  # of the picture, not of the camera: the perspective stays
    return matrix, eye


def _overlay(camera: Overlay, size_wh: tuple[int, int], motion: Motion) -> tuple[Array, Array]:
    """Twin of engine.head.landmarks.project, followed by the image's place in the view."""
    s, tx, ty = motion.cam.astype(np.float64)
    half = CROP_SIZE / 2
    crop_from_model = np.array([[s * half, 0, 0, half * (1 + s * tx)], [0, -s * half, 0, half * (1 - s * ty)]])
    image_from_crop = np.linalg.inv(motion.crop_from_image.astype(np.float64))
    image_from_model = image_from_crop[:2, :2] @ crop_from_model
    image_from_model[:, 3] += image_from_crop[:2, 2]
    width, height = camera.image_size_wh
    cover_x, cover_y = cover(camera.image_size_wh, size_wh)
    matrix = np.zeros((4, 4))
    matrix[0] = cover_x * (2 / width * image_from_model[0] - [0, 0, 0, 1])
    matrix[1] = cover_y * ([0, 0, 0, 1] - 2 / height * image_from_model[1])
    matrix[2, 2] = -1 / _DEPTH_RANGE
    matrix[3, 3] = 1
    return matrix, np.array([0.0, 0.0, 10.0])
