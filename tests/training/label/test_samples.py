import cv2
import numpy as np
import pytest

from engine.avatar.tex_space import open_tex_space
from engine.tracking.detect import Detector
from engine.types import Frame
from training.data.shards import SIZE
from training.label.photo_fit import fit_photos
from training.label.samples import NOBODY, background_sample, crop_with_margin, face_sample, person_number
from training.label.skin import tex_of


def _turned(image: np.ndarray, degrees: float) -> np.ndarray:
    return cv2.warpAffine(image, cv2.getRotationMatrix2D((226, 124), degrees, 1.0), (512, 512))


@pytest.fixture(scope="module")
def photographed(portrait, fitter):
    """sample(degrees): the portrait, turned in the picture, as a sample."""
    with Detector("image") as detector:
        yield lambda degrees: _sample(detector, fitter, _turned(portrait, degrees))


def _sample(detector, fitter, image):
    face = detector.detect(Frame(image, 0, 0.0))
    fit = fit_photos(fitter, [face])
    return face_sample(image, fit.frames[0], fit.shape, 7, 0.4)


def test_the_face_lies_upright_inside_the_picture(photographed) -> None:
    sample = photographed(0)
    points = sample.landmarks[0]
    assert 0 < points.min() < points.max() < SIZE
    live = points - (SIZE - 112) / 2
    assert live.min() > -4
    assert live.max() < 116  # about the face fills the live crop, which is the middle of the picture
    np.testing.assert_allclose((points[[33, 133, 362, 263]].mean(0) + points[[61, 291]].mean(0)) / 2, SIZE / 2, atol=1)
    assert sample.confidence[0] > 0.9
    assert sample.person[0] == 7
    assert 0 <= sample.controls.min() <= sample.controls.max() <= 1


def test_turning_the_photo_changes_nothing_in_the_sample(photographed) -> None:
    straight, turned = photographed(0), photographed(25)
    np.testing.assert_allclose(
        turned.orient, straight.orient, atol=0.12
    )  # the detector's own doubt; 25 degrees are .44
    np.testing.assert_allclose(turned.landmarks, straight.landmarks, atol=3)
    difference = np.abs(straight.picture[0, 20:-20, 20:-20].astype(float) - turned.picture[0, 20:-20, 20:-20])
    assert difference.mean() < 12


def test_the_labels_explain_the_landmarks(photographed, fitter) -> None:
    from engine.head.head_model import rotations
    from engine.tracking.rig import Person, Rig, posed

    sample = photographed(0)
    rig = Rig.of(fitter.head)
    points = posed(Person.of(rig, sample.shape[0]), sample.controls[0]).points
    model = (rotations(sample.orient[0]) @ points)[:2].T * [1, -1]
    about, seen = model - model.mean(0), sample.landmarks[0] - sample.landmarks[0].mean(0)
    scale = (about * seen).sum() / (about**2).sum()
    error = np.linalg.norm(scale * about - seen, axis=1).mean()
    assert error < 0.05 * np.linalg.norm(sample.landmarks[0, 468] - sample.landmarks[0, 473])


def test_background_keeps_clear_of_faces_and_is_nobody() -> None:
    image = np.full((300, 400, 3), 50, np.uint8)
    image[100:200, 150:250] = 255
    random = np.random.default_rng(0)
    bright = []
    for _ in range(30):
        sample = background_sample(image, [np.array([150.0, 100, 250, 200])], random)
        assert sample is not None
        assert sample.person[0] == NOBODY
        assert sample.confidence[0] == 0
        assert not sample.trust.any()
        bright.append((sample.picture[0] > 200).mean())
    assert max(bright) < 0.4
    assert background_sample(image, [np.array([0.0, 0, 400, 300])] * 2, random) is None or max(bright) < 0.4


def test_people_have_numbers_of_their_own() -> None:
    numbers = {person_number("london", f"{i:03d}") for i in range(100)} | {person_number("canada", "001")}
    assert len(numbers) == 101
    assert min(numbers) >= 0
    assert person_number("a", "b") == person_number("a", "b") != person_number("b", "a")


def test_the_stored_picture_is_the_live_crop_with_a_margin(photographed) -> None:
    from engine.tracking.align import LIVE_SIZE, crop_from_landmarks

    points = np.random.default_rng(0).uniform(0, 300, (478, 2))
    inner = np.array([16.0, 16.0, 1.0]) if SIZE - LIVE_SIZE == 32 else None
    assert inner is not None
    corner_of_live = np.linalg.inv(crop_from_landmarks(points)) @ [0, 0, 1]
    np.testing.assert_allclose(crop_with_margin(points) @ corner_of_live, inner, atol=1e-9)


def test_the_skin_that_an_avatar_would_have_is_told(portrait, fitter) -> None:
    """Its code is that of the photographed complexion: lighter in a lighter picture, redder in a redder one."""
    with Detector("image") as detector:
        found = []
        for gain in ([1.0, 1.0, 1.0], [1.0, 0.8, 0.7]):
            face = detector.detect(Frame(np.uint8(portrait * np.array(gain)), 0, 0.0))
            fit = fit_photos(fitter, [face])
            code = tex_of([face], fit.portraits)
            found.append(open_tex_space().face(code)[20:44, 16:48].mean((0, 1)))
            sample = face_sample(face.frame.image, fit.frames[0], fit.shape, 7, 0.4, code)
            np.testing.assert_array_equal(sample.tex[0], code)
    plain, red = found
    assert 0.3 < plain[0] < 0.9
    assert plain[0] > plain[1] > plain[2]
    assert red[0] / red[2] > 1.1 * plain[0] / plain[2]
