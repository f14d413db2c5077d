"""The capture network behind its interface: the shipped one on the sample portrait, and what is told of a bad file."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from engine.assets import provisioned
from engine.errors import AssetMissing, ModelMismatch
from engine.head.head_model import pose
from engine.head.landmarks import embed, interocular, project
from engine.tracking.belief import belief_of
from engine.tracking.capture_network import CaptureNetwork, open_capture_network
from engine.tracking.detect import Detector
from engine.tracking.fit import fit_portraits
from engine.types import Face, Frame


@pytest.fixture(scope="module")
def faces() -> list[Face]:
    """The sample portrait upright, and turned by 30 degrees in the picture."""
    try:
        provisioned("face_landmarker.task")
        portrait = np.array(Image.open(provisioned("astronaut.png")).convert("RGB"))
    except AssetMissing as missing:
        pytest.skip(str(missing))
    turned = cv2.warpAffine(portrait, cv2.getRotationMatrix2D((226, 124), 30, 1.0), portrait.shape[1::-1])
    with Detector("image") as detector:
        return [face for image in (portrait, turned) if (face := detector.detect(Frame(image, 0, 0.0))) is not None]


def test_the_code_draws_the_head_where_the_picture_shows_it(open_head, faces) -> None:
    assert len(faces) == 2
    for face in faces:
        code = open_capture_network()(face).code()
        points = embed(open_head, pose(open_head, code.shape, code.motion))
        seen = project(points, code.motion.cam, code.motion.crop_from_image)
        away = np.linalg.norm(seen - face.landmarks, axis=1).mean() / interocular(face.landmarks)
        assert away < 0.06


def test_a_turned_picture_shows_the_same_person(faces) -> None:
    upright, turned = (open_capture_network()(face) for face in faces)
    np.testing.assert_allclose(turned.shape, upright.shape, atol=0.15)
    np.testing.assert_allclose(turned.tex, upright.tex, atol=0.25)
    np.testing.assert_allclose(turned.global_orient, upright.global_orient, atol=0.06)
    rolled = turned.code().motion.global_orient[2] - upright.code().motion.global_orient[2]
    assert rolled == pytest.approx(np.radians(30), abs=0.06)
    assert upright.confidence > 0.9


def test_the_fit_stays_near_what_the_network_believes(open_head, faces) -> None:
    """Nearer than a fit that believes nothing, while it still explains the landmarks."""
    seen = open_capture_network()(faces[0])
    belief = belief_of(open_head, [seen])
    alone, held = (fit_portraits(open_head, faces[:1], belief=b) for b in (None, belief))
    assert np.linalg.norm(held.shape - seen.shape) < 0.6 * np.linalg.norm(alone.shape - seen.shape)
    assert held.residual < 0.02
    np.testing.assert_allclose(held.code().tex, seen.tex, atol=1e-5)
    assert alone.code().tex.size == 0


def test_a_file_that_is_no_capture_network_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match=r"capture\.onnx is missing"):
        CaptureNetwork(tmp_path / "capture.onnx")
    live = Path(__file__).parents[3] / "assets/models/live.onnx"
    with pytest.raises(ModelMismatch, match="live"):
        CaptureNetwork(live)
