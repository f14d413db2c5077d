"""What is told about a photo that an avatar was made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.avatar.photo import load_photo
from engine.avatar.remarks import remarks
from engine.tracking.detect import Detector
from engine.types import Frame, replace


def test_a_poor_photo_is_remarked_on_and_a_good_one_is_not(sample_portrait: Path) -> None:
    with Detector("image") as detector:
        face = detector.detect(load_photo(sample_portrait))
    assert face is not None
    assert remarks(face) == []
    dark = replace(face, frame=Frame((face.frame.image * 0.35).astype(np.uint8), 0, 0.0))
    assert remarks(dark) == ["The photo is dark; one with light on the face gives better skin."]
    small = replace(face, landmarks=face.landmarks * 0.5, landmarks_depth=face.landmarks_depth * 0.5)
    assert any("small" in sentence for sentence in remarks(small))
