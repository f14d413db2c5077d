import subprocess
import sys
from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from engine import assets
from engine.errors import AssetMissing
from engine.head.arkit import INDEX
from engine.head.landmarks import interocular
from engine.tracking.detect import Detector
from engine.types import Frame


@pytest.fixture(scope="module")
def portrait() -> np.ndarray:
    """The provisioned sample: one smiling face in 512 x 512."""
    try:
        path = assets.provisioned("astronaut.png")
        assets.provisioned("face_landmarker.task")
    except AssetMissing as missing:
        pytest.skip(str(missing))
    return cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)


@pytest.fixture
def detector(portrait: np.ndarray) -> Iterator[Detector]:
    with Detector("image") as detector:
        yield detector


def test_the_astronaut_has_one_smiling_face(detector: Detector, portrait: np.ndarray) -> None:
    faces = detector.detect_all(Frame(portrait, 0, 0.0))
    assert len(faces) == 1
    left, top, right, bottom = faces[0].box_xyxy
    assert (left, top, right, bottom) == pytest.approx((180, 70, 271, 178), abs=6)
    assert interocular(faces[0].landmarks) == pytest.approx(43, abs=3)
    assert faces[0].scores[INDEX["mouthSmileLeft"]] > 0.5
    assert faces[0].landmarks_depth[4] < faces[0].landmarks_depth[234]  # the nose is nearer than the cheek


@pytest.mark.parametrize("size", [256, 1500, 3000])
def test_the_size_of_the_picture_does_not_matter(detector: Detector, portrait: np.ndarray, size: int) -> None:
    expected = detector.detect(Frame(portrait, 0, 0.0)).landmarks * size / 512
    found = detector.detect(Frame(cv2.resize(portrait, (size, size), interpolation=cv2.INTER_AREA), 0, 0.0))
    assert np.linalg.norm(found.landmarks - expected, axis=1).mean() < 0.04 * interocular(expected)


def test_a_small_face_in_a_large_picture_is_found(detector: Detector, portrait: np.ndarray) -> None:
    large = np.full((1400, 2200, 3), 90, np.uint8)
    large[700:1212, 1500:2012] = portrait
    found = detector.detect(Frame(large, 0, 0.0))
    expected = detector.detect(Frame(portrait, 0, 0.0)).landmarks + np.array([1500, 700])
    assert np.linalg.norm(found.landmarks - expected, axis=1).mean() < 0.04 * interocular(expected)


def test_of_two_faces_the_larger_comes_first(detector: Detector, portrait: np.ndarray) -> None:
    small = np.zeros_like(portrait)
    small[100:484, 64:448] = cv2.resize(portrait, (384, 384), interpolation=cv2.INTER_AREA)
    faces = detector.detect_all(Frame(np.hstack([small, portrait]), 0, 0.0))
    assert len(faces) == 2
    assert faces[0].landmarks[:, 0].min() > 512 > faces[1].landmarks[:, 0].max()


def test_noise_has_no_face(detector: Detector) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)
    assert detector.detect(Frame(noise, 0, 0.0)) is None


def test_a_stream_whose_time_starts_again_goes_on(portrait: np.ndarray) -> None:
    with Detector("video") as detector:
        faces = [detector.detect(Frame(portrait, i, i % 4 / 30)) for i in range(10)]
    assert all(face is not None for face in faces)
    assert np.abs(faces[-1].landmarks - faces[3].landmarks).max() < 1.0


def test_a_forgotten_detector_is_silent_at_the_end(portrait: np.ndarray) -> None:
    code = (
        "import numpy as np; from engine.tracking.detect import Detector; from engine.types import Frame\n"
        "d = Detector('video'); d.detect(Frame(np.zeros((90, 90, 3), np.uint8), 0, 0.0))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0
    assert ran.stderr == ""
