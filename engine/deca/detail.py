"""The imported detail networks: a person's code from a photo, and the wrinkles that it draws on a FLAME head."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.deca.network import NUM_EXPRESSION, picture_of, square_of
from engine.deca.place import brought
from engine.detail.personal import CODE_SIZE
from engine.detail.window import DISPLACEMENT_SIZE
from engine.head.head_model import Head
from engine.inference.session import Session
from engine.types import CROP_SIZE, Face

ENCODER, DECODER = "detail_encoder.onnx", "detail_decoder.onnx"


class DecaDetailEncoder:
    """E_d. Errors as those of `engine.deca.network.DecaNetwork`."""

    def __init__(self, folder: Path, head: Head) -> None:
        self._session = Session(
            brought(folder / ENCODER, head),
            ("picture", (None, 3, CROP_SIZE, CROP_SIZE)),
            {"detail": (None, CODE_SIZE)},
        )

    def __call__(self, face: Face) -> Array:
        """[128] the detail code of the person in the picture."""
        return self._session(picture_of(face.frame.image, square_of(face.landmarks)))[0][0]


class DecaDetailDecoder:
    """F_d. Its maps lie on the texture layout that FLAME's head_template.obj has, which the head must have, too."""

    def __init__(self, folder: Path, head: Head) -> None:
        self._session = Session(
            brought(folder / DECODER, head),
            {"detail": (None, CODE_SIZE), "expression": (None, NUM_EXPRESSION), "jaw_pose": (None, 3)},
            {"displacement": (None, DISPLACEMENT_SIZE, DISPLACEMENT_SIZE)},
        )

    def __call__(self, code: Array, expression: Array, jaw_pose: Array) -> Array:
        """[N, 256, 256] m of one `code` [128] at N expressions [N, E] of the head and jaws [N, 3] rad."""
        codes = np.repeat(np.asarray(code, np.float32)[None], len(expression), 0)
        known = np.ascontiguousarray(expression[:, :NUM_EXPRESSION], np.float32)
        return self._session(codes, known, np.asarray(jaw_pose, np.float32))[0]


@dataclass(frozen=True, slots=True, eq=False)
class DecaDetail:
    """What moves with the expression of one person: an exact `engine.detail.baked.MovingDetail`."""

    decoder: DecaDetailDecoder
    code: Array  # [128]

    def __call__(self, expression: Array, jaw_pose: Array) -> Array:
        """[E], [3] rad -> [256, 256] m."""
        return self.decoder(self.code, expression[None], jaw_pose[None])[0]
