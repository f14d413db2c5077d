"""The capture network: one portrait's square in; who it is, what the face does, and the light out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from engine.avatar.tex_space import NUM_TEX
from engine.check import Array
from engine.head import open_head
from engine.head.arkit import joint_poses
from engine.head.head_model import Head
from engine.tracking.align import LIVE_SIZE, crop_from_landmarks
from engine.tracking.crop import warp
from engine.tracking.face_session import face_session
from engine.tracking.placement import rotation_matrix, rotation_vector
from engine.types import CROP_SIZE, Face, FaceCode, Motion

FILE = "models/capture.onnx"
CAPTURE_SIZE = 128
"""Side of the square, px: the live network's at its own scale, with a margin around it."""
NUM_SHAPE = 100


@dataclass(frozen=True, slots=True, eq=False)
class Capture:
    """What the network says of one portrait."""

    shape: Array  # [100]
    tex: Array  # [50] engine.avatar.tex_space
    expression: Array  # [52] in [0, 1]
    global_orient: Array  # [3] rad, axis-angle, of the head as the square shows it, +y up
    cam: Array  # [3] weak perspective (s 1/m, tx ty m): ndc of the square = s (R(global_orient) p + t), model's origin
    light: Array  # [9, 3] SH, linear
    landmarks: Array  # [L, 2] px of the square, the points of Measure.of()
    confidence: float
    """That the square shows a face, in [0, 1]."""
    square: Array  # [3, 3] from px of the image to px of the square

    def code(self, time: float = 0.0) -> FaceCode:
        """The same as the engine tells faces, upright as the image is: the square is turned back. time: s."""
        cos, sin = self.square[0, 0], self.square[1, 0]
        zoom = float(np.hypot(cos, sin))
        roll = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, zoom]]) / zoom
        rotation = roll @ rotation_matrix(self.global_orient)
        # A square that is not turned, of the same middle and scale: what is turned in it is the head and its place.
        middle = np.linalg.solve(self.square, [CAPTURE_SIZE / 2, CAPTURE_SIZE / 2, 1.0])[:2]
        scale = zoom * CROP_SIZE / CAPTURE_SIZE
        upright = np.eye(3)
        upright[0, 0] = upright[1, 1] = scale
        upright[:2, 2] = CROP_SIZE / 2 - scale * middle
        root = _root(open_head(), self.shape)
        place = roll[:2, :2] @ self.cam[1:] + (rotation @ root - root)[:2]
        jaw, left, right = joint_poses(self.expression)
        motion = Motion(
            expression=self.expression,
            global_orient=rotation_vector(rotation),
            jaw_pose=jaw,
            leye_pose=left,
            reye_pose=right,
            cam=np.array([self.cam[0], *place]),
            crop_from_image=upright,
            time=time,
            confidence=self.confidence,
        )
        return FaceCode(motion, self.shape, self.tex, self.light)


class CaptureNetwork:
    """Opens the network that ships, or the one in `path`. AssetMissing, ModelMismatch: as `Session` raises them."""

    def __init__(self, path: Path | None = None) -> None:
        further = {"shape": (None, NUM_SHAPE), "tex": (None, NUM_TEX), "cam": (None, 3), "light": (None, 9, 3)}
        self._session = face_session(FILE, path, CAPTURE_SIZE, further)
        self.sha256 = self._session.sha256

    def __call__(self, face: Face) -> Capture:
        """Who and what of a face that the detector found, told in the frame of its square. About 5 ms."""
        square = square_of(face.landmarks)
        picture = warp(face.frame.image, square, CAPTURE_SIZE).transpose(2, 0, 1)[None] * np.float32(1 / 255)
        landmarks, expression, orient, confidence, shape, tex, cam, light = (
            value[0].astype(np.float64) for value in self._session(np.ascontiguousarray(picture))
        )
        return Capture(
            shape=shape,
            tex=tex,
            expression=np.clip(expression, 0, 1),
            global_orient=orient,
            cam=cam,
            light=light,
            landmarks=landmarks * CAPTURE_SIZE,
            confidence=float(confidence),
            square=square,
        )


@lru_cache(maxsize=1)
def open_capture_network() -> CaptureNetwork:
    """The one that ships, opened once. AssetMissing where it is gone or damaged."""
    return CaptureNetwork()


def square_of(landmarks: Array) -> Array:
    """[3, 3] from px of the image to px of the network's square, for MediaPipe's landmarks [478, 2] px."""
    margin = (CAPTURE_SIZE - LIVE_SIZE) / 2
    return np.array([[1, 0, margin], [0, 1, margin], [0, 0, 1.0]]) @ crop_from_landmarks(landmarks)


def _root(head: Head, shape: Array) -> Array:
    """[3] metres: the joint that global_orient turns about."""
    weights = head.J_regressor[0].astype(np.float64)
    return weights @ (head.v_template + head.shape_basis[:, :, : len(shape)] @ shape)
