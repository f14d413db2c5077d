"""An encoder that the user imported, DECA's or SMIRK's: what both have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.deca.components import teller
from engine.deca.place import imported_for
from engine.head.head_model import Head
from engine.inference.serving import Serving
from engine.inference.session import Session, Shape
from engine.tracking.crop import warp
from engine.types import CROP_SIZE, Face, FaceCode, Motion

ENCODER = "encoder.onnx"
NUM_EXPRESSION = 50
POSES: Mapping[str, Shape] = {"global_orient": (None, 3), "jaw_pose": (None, 3), "cam": (None, 3)}
"""Outputs of both."""


class BroughtEncoder(ABC):
    """One upright square around a face in; who it is and what it does out."""

    name: str

    def __init__(self, folder: Path, head: Head, outputs: Mapping[str, Shape], *, fast: bool) -> None:
        """folder: that `python -m training import-deca` wrote it into, for `head`.

        head: FLAME with its own components, or as the app runs it with the open head's controls (engine.adopt).
        AssetMissing where it is not there or was altered, ModelMismatch where it is another head's or of another kind.
        fast: a graphics card may take over while it is used (engine.inference.serving).
        """
        path, given = imported_for(folder / ENCODER, head), ("picture", (None, 3, CROP_SIZE, CROP_SIZE))
        self._session = Serving(path, given, outputs, name=self.name.upper()) if fast else Session(path, given, outputs)
        self._told = teller(head)
        self.sha256 = self._session.sha256

    @property
    def provider(self) -> str:
        """What runs it now."""
        return self._session.provider

    @abstractmethod
    def __call__(self, face: Face) -> FaceCode:
        """Everything that it says of a face."""

    def _asked(self, face: Face, square: Array) -> tuple[Array, ...]:
        """Its outputs, in the order in which they were given."""
        return tuple(value[0] for value in self._session(picture_of(face.frame.image, square)))

    def _motion(self, face: Face, square: Array, expression: Array, orient: Array, jaw: Array, cam: Array) -> Motion:
        """On the head, from [50] of FLAME's components. Confidence is the detector's: neither network has one."""
        return self._told(
            Motion(
                expression=expression,
                global_orient=orient,
                jaw_pose=jaw,
                cam=cam,
                crop_from_image=square,
                time=face.frame.time,
                confidence=face.score,
            )
        )


def picture_of(image: Array, square: Array) -> Array:
    """[1, 3, 224, 224] float32 in [0, 1]: what the encoders look at."""
    cut = warp(image, square).transpose(2, 0, 1)[None]
    return np.ascontiguousarray(cut * np.float32(1 / 255))
