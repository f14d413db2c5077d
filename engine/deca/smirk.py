"""SMIRK's imported network: one upright square around a face in; who it is, what the face and its lids do out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.check import Array
from engine.deca.components import teller
from engine.deca.network import ENCODER, NUM_EXPRESSION, picture_of
from engine.deca.place import brought
from engine.head.arkit import INDEX
from engine.head.head_model import Head
from engine.inference.serving import Serving
from engine.inference.session import Session
from engine.tracking.crop import crop_from_image
from engine.types import CROP_SIZE, Face, FaceCode, Motion, replace

NUM_SHAPE = 300
_SQUARE = 1.4
"""Side of the square, in mean sides of the box of all landmarks."""
_BLINKS = [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]


class SmirkNetwork:
    """Opens the encoder that `python -m training import-deca` wrote into `folder` of SMIRK's checkpoint for `head`.

    head: FLAME with its own components, or as the app runs it with the open head's controls (engine.adopt).
    AssetMissing where it is not there or was altered, ModelMismatch where it is another head's or of another kind.
    fast: a graphics card may take over while it is used (engine.inference.serving).
    """

    name = "smirk"

    def __init__(self, folder: Path, head: Head, *, fast: bool = False) -> None:
        pose = (None, 3)
        path, given = brought(folder / ENCODER, head), ("picture", (None, 3, CROP_SIZE, CROP_SIZE))
        outputs = {
            "shape": (None, NUM_SHAPE),
            "expression": (None, NUM_EXPRESSION),
            "eyelids": (None, 2),
            "global_orient": pose,
            "jaw_pose": pose,
            "cam": pose,
        }
        self._session = Serving(path, given, outputs, name="SMIRK") if fast else Session(path, given, outputs)
        self._told, self._has_lids, self._num_shape = teller(head), head.basis == "arkit52", head.num_shape
        self.sha256 = self._session.sha256

    @property
    def provider(self) -> str:
        """What runs it now."""
        return self._session.provider

    def __call__(self, face: Face) -> FaceCode:
        """Everything that SMIRK says of a face. It knows no light; components beyond the head's are left out.

        Lids are shapes of SMIRK's own, beside FLAME's components: they add to the blinks that these tell. A head with
        FLAME's components alone has nothing to shut its eyes with. Confidence is the detector's: SMIRK has none.
        """
        square = square_of(face.landmarks)
        shape, expression, lids, orient, jaw, cam = (
            value[0] for value in self._session(picture_of(face.frame.image, square))
        )
        motion = self._told(
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
        if self._has_lids:
            controls = motion.expression.copy()
            controls[_BLINKS] = np.minimum(controls[_BLINKS] + lids, 1.0)
            motion = replace(motion, expression=controls)
        return FaceCode(motion, shape[: self._num_shape])


def square_of(landmarks: Array) -> Array:
    """[3, 3] from px of the image to px of SMIRK's square, for MediaPipe's landmarks [478, 2] px."""
    return crop_from_image(landmarks, _SQUARE)
