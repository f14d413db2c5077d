"""The imported coarse encoder: one upright square around a face in; who it is, what it does, and the light out."""

from __future__ import annotations

from pathlib import Path

from engine.check import Array
from engine.deca.encoder import NUM_EXPRESSION, POSES, BroughtEncoder
from engine.deca.light import linear_light
from engine.head.head_model import Head
from engine.head.landmarks import IBUG68
from engine.tracking.crop import CROP_SCALE, crop_from_image
from engine.types import Face, FaceCode

NUM_SHAPE, NUM_TEX = 100, 50
_BEYOND_POINTS = 1.1
"""A detector's box is this much wider than that of the 68 points, on which DECA was trained."""


class DecaNetwork(BroughtEncoder):
    """DECA's, or EMOCA's."""

    name = "deca"

    def __init__(self, folder: Path, head: Head, *, fast: bool = False) -> None:
        outputs = {
            "shape": (None, NUM_SHAPE),
            "expression": (None, NUM_EXPRESSION),
            **POSES,
            "light": (None, 9, 3),
        }
        super().__init__(folder, head, outputs, fast=fast)

    def __call__(self, face: Face) -> FaceCode:
        """Everything that DECA says of a face, but its albedo, which is of another space. About 50 ms."""
        square = square_of(face.landmarks)
        shape, *moving, light = self._asked(face, square)
        return FaceCode(self._motion(face, square, *moving), shape, light=linear_light(light))


def square_of(landmarks: Array) -> Array:
    """[3, 3] from px of the image to px of DECA's square, for MediaPipe's landmarks [478, 2] px."""
    return crop_from_image(landmarks[IBUG68], CROP_SCALE * _BEYOND_POINTS)
