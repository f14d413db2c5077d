"""The imported coarse encoder: one upright square around a face in; who it is, what it does, and the light out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.check import Array
from engine.deca.components import teller
from engine.deca.light import linear_light
from engine.deca.place import brought
from engine.head.head_model import Head
from engine.head.landmarks import IBUG68
from engine.inference.serving import Serving
from engine.inference.session import Session
from engine.tracking.crop import CROP_SCALE, crop_from_image, warp
from engine.types import CROP_SIZE, Face, FaceCode, Motion

ENCODER = "encoder.onnx"
NUM_SHAPE, NUM_TEX, NUM_EXPRESSION = 100, 50, 50
_BEYOND_POINTS = 1.1
"""A detector's box is this much wider than that of the 68 points, on which DECA was trained."""


class DecaNetwork:
    """Opens the encoder that `python -m training import-deca` wrote into `folder` for `head`.

    head: FLAME with its own components, or as the app runs it with the open head's controls (engine.adopt).
    AssetMissing where it is not there or was altered, ModelMismatch where it is another head's.
    fast: a graphics card may take over while it is used (engine.inference.serving).
    """

    name = "deca"

    def __init__(self, folder: Path, head: Head, *, fast: bool = False) -> None:
        pose = (None, 3)
        path, given = brought(folder / ENCODER, head), ("picture", (None, 3, CROP_SIZE, CROP_SIZE))
        outputs = {
            "shape": (None, NUM_SHAPE),
            "expression": (None, NUM_EXPRESSION),
            "global_orient": pose,
            "jaw_pose": pose,
            "cam": pose,
            "light": (None, 9, 3),
        }
        self._session = Serving(path, given, outputs, name="DECA") if fast else Session(path, given, outputs)
        self._told = teller(head)
        self.sha256 = self._session.sha256

    @property
    def provider(self) -> str:
        """What runs it now."""
        return self._session.provider

    def __call__(self, face: Face) -> FaceCode:
        """Everything that DECA says of a face, but its albedo, which is of another space. About 50 ms.

        Its confidence is the detector's: DECA has none.
        """
        square = square_of(face.landmarks)
        shape, expression, orient, jaw, cam, light = (
            value[0] for value in self._session(picture_of(face.frame.image, square))
        )
        motion = Motion(
            expression=expression,
            global_orient=orient,
            jaw_pose=jaw,
            cam=cam,
            crop_from_image=square,
            time=face.frame.time,
            confidence=face.score,
        )
        return FaceCode(self._told(motion), shape, light=linear_light(light))


def square_of(landmarks: Array) -> Array:
    """[3, 3] from px of the image to px of DECA's square, for MediaPipe's landmarks [478, 2] px."""
    return crop_from_image(landmarks[IBUG68], CROP_SCALE * _BEYOND_POINTS)


def picture_of(image: Array, square: Array) -> Array:
    """[1, 3, 224, 224] float32 in [0, 1]: what the encoders look at."""
    cut = warp(image, square).transpose(2, 0, 1)[None]
    return np.ascontiguousarray(cut * np.float32(1 / 255))
