"""Neutral heads of the benchmark's pictures, as they are sent in."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.avatar.photo import load_photo
from engine.check import Array
from engine.head.head_model import Head, shaped
from engine.head.landmarks import IBUG68, embed
from engine.tracking.detect import Detector
from training.evaluate.identity import Identify
from training.evaluate.now.surface import Prediction, Surface

SEVEN = IBUG68[[36, 39, 42, 45, 33, 48, 54]]
"""The eyes' corners from the subject's right to left, below the nose, the mouth's corners."""
_OUTSIDE = ("skin", "neck", "eye_l", "eye_r")


def neutral(head: Head, shape: Array) -> Prediction:
    """The head of that identity at rest, m: skin and eyes."""
    vertices = shaped(head, shape)[0]
    corners, faces = np.unique(head.faces[head.faces_of(*_OUTSIDE)], return_inverse=True)
    return Prediction(Surface(vertices[corners], faces.reshape(-1, 3)), embed(head, vertices)[SEVEN])


def predicted(head: Head, path: Path, identify: Identify, detector: Detector) -> Prediction | None:
    """Who the largest face in the picture is, at rest; None without a face.

    Expression, jaw and pose stay out: the benchmark's scans are neutral.
    """
    faces = detector.detect_all(load_photo(path))
    return neutral(head, identify(faces[0]).shape) if faces else None
