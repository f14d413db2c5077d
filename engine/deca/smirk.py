"""SMIRK's imported network: one upright square around a face in; who it is, what the face and its lids do out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.check import Array
from engine.deca.encoder import NUM_EXPRESSION, POSES, BroughtEncoder
from engine.head.arkit import INDEX
from engine.head.head_model import Head
from engine.tracking.crop import crop_from_image
from engine.types import Face, FaceCode, replace

NUM_SHAPE = 300
_SQUARE = 1.4
"""Side of the square, in mean sides of the box of all landmarks."""
_BLINKS = [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]


class SmirkNetwork(BroughtEncoder):
    """SMIRK's three encoders as one."""

    name = "smirk"

    def __init__(self, folder: Path, head: Head, *, fast: bool = False) -> None:
        outputs = {
            "shape": (None, NUM_SHAPE),
            "expression": (None, NUM_EXPRESSION),
            "eyelids": (None, 2),
            **POSES,
        }
        super().__init__(folder, head, outputs, fast=fast)
        self._has_lids, self._num_shape = head.basis == "arkit52", head.num_shape

    def __call__(self, face: Face) -> FaceCode:
        """Everything that SMIRK says of a face. It knows no light; components beyond the head's are left out.

        Lids are shapes of SMIRK's own, beside FLAME's components: they add to the blinks that these tell. A head with
        FLAME's components alone has nothing to shut its eyes with.
        """
        square = square_of(face.landmarks)
        shape, expression, lids, *poses = self._asked(face, square)
        motion = self._motion(face, square, expression, *poses)
        if self._has_lids:
            controls = motion.expression.copy()
            controls[_BLINKS] = np.minimum(controls[_BLINKS] + lids, 1.0)
            motion = replace(motion, expression=controls)
        return FaceCode(motion, shape[: self._num_shape])


def square_of(landmarks: Array) -> Array:
    """[3, 3] from px of the image to px of SMIRK's square, for MediaPipe's landmarks [478, 2] px."""
    return crop_from_image(landmarks, _SQUARE)
