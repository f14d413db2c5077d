"""Where a head is in a picture: its rotation, and the camera that sees it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.head_model import rotations
from engine.types import CROP_SIZE


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """uv = (scale * x + offset) / (1 - nearness * z) with x, z of rotation @ (p - centre); picture units, +v up.

    Picture units: the picture's centre is (0, 0), `unit_px` is 1. nearness 0 is weak perspective, otherwise it is
    1 / the camera's distance from `centre` in metres and the picture's centre is taken for the optical axis.
    """

    rotation: Array  # [3, 3]
    scale: float  # units per metre
    offset: Array  # [2] units
    nearness: float  # 1/m
    centre: Array  # [3] metres, model frame: the point the head is turned about here

    def seen(self, points: Array) -> tuple[Array, Array]:
        """uv [2, L] and the points about the centre, turned, [3, L] metres, of model points [3, L]."""
        turned = self.rotation @ (points - self.centre[:, None])
        return (self.scale * turned[:2] + self.offset[:, None]) / (1 - self.nearness * turned[2]), turned

    def view(self) -> Array:
        """[2 or 3, 3] the rows of the rotation that the picture depends on."""
        return self.rotation[: 2 if self.nearness == 0 else 3]

    def point_slopes(self, uv: Array, turned: Array, slopes: Array) -> Array:
        """[2, L, K] picture units, from slopes [2 or 3, L, K] of the turned points."""
        if self.nearness == 0:
            return self.scale * slopes
        depth = 1 - self.nearness * turned[2]
        return (self.scale * slopes[:2] + self.nearness * uv[:, :, None] * slopes[2]) / depth[:, None]

    def own_slopes(self, uv: Array, turned: Array, free_nearness: bool) -> Array:
        """[2, L, 6 or 7]: turning about x, y, z (rad, left), log scale, offset u, v, (nearness)."""
        x, y, z = turned
        o = np.zeros_like(x)
        # w x p for the three axes: (0, -z, y), (z, 0, -x), (-y, x, 0).
        turn = np.stack([np.stack([o, z, -y], -1), np.stack([-z, o, x], -1), np.stack([y, -x, o], -1)])  # [3, L, 3]
        depth = 1 - self.nearness * z
        slopes = np.zeros((2, len(x), 7 if free_nearness else 6))
        slopes[:, :, :3] = (self.scale * turn[:2] + self.nearness * uv[:, :, None] * turn[2]) / depth[:, None]
        slopes[:, :, 3] = self.scale * turned[:2] / depth
        slopes[0, :, 4] = slopes[1, :, 5] = 1 / depth
        if free_nearness:
            slopes[:, :, 6] = uv * z / depth
        return slopes

    def moved(self, step: Array) -> Placement:
        """This placement after a step in the parameters of `own_slopes`."""
        return Placement(
            rotations(step[:3]) @ self.rotation,
            self.scale * float(np.exp(np.clip(step[3], -0.7, 0.7))),
            self.offset + step[4:6],
            self.nearness + (float(step[6]) if len(step) > 6 else 0.0),
            self.centre,
        )


def place(points: Array, target: Array, centre: Array) -> Placement:
    """The weak-perspective placement that brings model points [3, L] nearest to target [3, L].

    target: u, v and z (picture units, +z to the camera). Kabsch's rotation, scale from the spread.
    """
    mean_target = target.mean(1, keepdims=True)
    about = points - points.mean(1, keepdims=True)
    u, spread, vt = np.linalg.svd((target - mean_target) @ about.T)
    sign = np.diag([1.0, 1.0, np.linalg.det(u @ vt)])
    rotation = u @ sign @ vt
    scale = float((spread * np.diag(sign)).sum() / (about**2).sum())
    offset = mean_target[:2, 0] - scale * (rotation @ (points.mean(1) - centre))[:2]
    return Placement(rotation, scale, offset, 0.0, centre)


def rotation_vector(rotation: Array) -> Array:
    """[3] axis-angle rad of a rotation matrix [3, 3], continuous up to pi."""
    import cv2

    return cv2.Rodrigues(np.ascontiguousarray(rotation, np.float64))[0][:, 0]


def rotation_matrix(vector: Array) -> Array:
    """[3, 3] of an axis-angle [3] rad: `engine.head.head_model.rotations` of one vector, in a tenth of the time."""
    import cv2

    return cv2.Rodrigues(np.ascontiguousarray(vector, np.float64))[0]


def cam_from(
    placement: Placement, root_joint: Array, crop_from_image: Array, origin_px: Array, unit_px: float
) -> Array:
    """`cam` [3] (s, tx, ty) with which `landmarks.project` puts the head where weak-perspective `placement` does.

    origin_px: the image point at uv (0, 0). root_joint: [3] what global_orient turns about.
    """
    half = CROP_SIZE / 2
    (a, b, left), (c, d, top), _ = crop_from_image.tolist()
    x_px, y_px = origin_px.tolist()
    scale = placement.scale * unit_px * a / half
    pivot_x, pivot_y, _ = (placement.rotation @ (root_joint - placement.centre) - root_joint).tolist()
    u, v = placement.offset.tolist()
    return np.array(
        [
            scale,
            pivot_x + u / placement.scale + ((a * x_px + b * y_px + left) / half - 1) / scale,
            pivot_y + v / placement.scale - ((c * x_px + d * y_px + top) / half - 1) / scale,
        ]
    )
