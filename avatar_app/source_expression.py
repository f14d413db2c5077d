"""An expression to transfer: from a photo, from a take, from weights, or one that everybody knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import NoFace
from engine.head.arkit import expression_from, joint_poses
from engine.types import Motion

if TYPE_CHECKING:
    from engine.check import Array
    from engine.head.head_model import Head
    from engine.types import Face

_NAMED: dict[str, dict[str, float]] = {
    "brows raised": {"browInnerUp": 1.0, "browOuterUpLeft": 1.0, "browOuterUpRight": 1.0, "eyeWideLeft": 0.4,
                     "eyeWideRight": 0.4},
    "smile": {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9, "cheekSquintLeft": 0.7, "cheekSquintRight": 0.7,
              "eyeSquintLeft": 0.4, "eyeSquintRight": 0.4},
    "frown": {"browDownLeft": 1.0, "browDownRight": 1.0, "mouthFrownLeft": 0.7, "mouthFrownRight": 0.7,
              "noseSneerLeft": 0.3, "noseSneerRight": 0.3, "mouthShrugLower": 0.4},
}  # fmt: skip
DEFAULTS = tuple(_NAMED)
_AROUND = 1.5
"""Side of a portrait's square, in sizes of the face."""


@dataclass(frozen=True, slots=True, eq=False)
class SourceExpression:
    """An expression and where it is from."""

    name: str
    motion: Motion
    """Looking straight ahead."""
    picture: Array | None = None  # [S, S, 3] uint8, of a photo


def named(name: str) -> SourceExpression:
    """One of DEFAULTS."""
    return SourceExpression(name, posed(expression_from(_NAMED[name])))


def read(source: str, head: Head) -> SourceExpression:
    """What somebody gave: a photo, a .take, or weights. BadInput or NoFace where it is neither or shows none."""
    from avatar_app import options

    path = Path(source)
    if path.suffix.lower() == ".take":
        return _of_take(path, head)
    if "=" in source and not path.exists():
        return SourceExpression("given weights", posed(options.expression(source)))
    return _of_photo(path, head)


def posed(expression: Array) -> Motion:
    """The head looking straight ahead with an expression [52]."""
    jaw, left, right = joint_poses(expression)
    return Motion(expression=expression, jaw_pose=jaw, leye_pose=left, reye_pose=right, confidence=1.0)


def cropped(path: Path) -> Array:
    """[S, S, 3] uint8: the largest face of a photo, upright, with some room around it. NoFace where there is none."""
    return _square(_face(path))


def _of_take(path: Path, head: Head) -> SourceExpression:
    from engine.adopt.fitting import fitting
    from engine.record.take import load_take

    take = fitting(load_take(path), head, str(path))
    strongest = int(np.argmax(np.linalg.norm(take.expression, axis=1) * (take.confidence > 0)))
    return SourceExpression(f"{path.stem}, {take.time[strongest]:.1f} s", posed(take.expression[strongest]))


def _of_photo(path: Path, head: Head) -> SourceExpression:
    from engine.tracking.fit import fit_portraits

    face = _face(path)
    expression = fit_portraits(head, [face]).code(0).motion.expression.clip(0, 1)
    return SourceExpression(path.stem, posed(expression), _square(face))


def _face(path: Path) -> Face:
    from engine.avatar.photo import load_photo
    from engine.tracking.detect import Detector

    with Detector("image") as detector:
        seen = detector.detect_all(load_photo(path))
    if not seen:
        raise NoFace(f"No face was found in {path}. Use a photo that shows one face from the front, well lit.")
    return seen[0]


def _square(face: Face) -> Array:
    import cv2

    image = face.frame.image
    left, top, right, bottom = face.box_xyxy
    half = _AROUND * max(right - left, bottom - top) / 2
    x, y = (left + right) / 2, (top + bottom) / 2 - 0.1 * half
    side = max(round(2 * half), 2)
    # What the photo does not reach is white.
    origin = np.round([x - half, y - half]).astype(int)
    shift = np.array([[1, 0, -origin[0]], [0, 1, -origin[1]]], np.float64)
    return cv2.warpAffine(image, shift, (side, side), borderValue=(255, 255, 255))
