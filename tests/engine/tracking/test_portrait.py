"""What is said of a picture: on the sample portrait, on what becomes of it, and on real people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.avatar.photo import load_photo
from engine.check import Array
from engine.head.arkit import INDEX
from engine.tracking.detect import Detector
from engine.tracking.portrait import Hint, Portrait, hints, judged
from engine.types import Face, Frame, replace

Look = Callable[..., tuple[Hint, ...]]


@pytest.fixture(scope="module")
def detector(sample_portrait: Path) -> Iterator[Detector]:
    with Detector("image") as opened:
        yield opened


@pytest.fixture(scope="module")
def look(detector: Detector) -> Look:
    """Hints for a picture, by the real detector."""

    def judge(image: Array, *, guided: bool = False) -> tuple[Hint, ...]:
        return judged(detector.detect_all(Frame(np.ascontiguousarray(image), 0, 0.0)), guided=guided)

    return judge


@pytest.fixture(scope="module")
def picture(sample_portrait: Path) -> Array:
    return load_photo(sample_portrait).image


@pytest.fixture(scope="module")
def face(detector: Detector, sample_portrait: Path) -> Face:
    found = detector.detect(load_photo(sample_portrait))
    assert found is not None
    return found


def posed(picture: Array, face: Face, *, tall: float, aside: float = 0.0, roll_deg: float = 0.0) -> Array:
    """[480, 640, 3] the portrait as a webcam would have it. tall, aside: height and offset of the face, by 480."""
    left, top, right, bottom = face.box_xyxy
    matrix = cv2.getRotationMatrix2D(((left + right) / 2, (top + bottom) / 2), roll_deg, tall * 480 / (bottom - top))
    matrix[:, 2] += (320 + aside * 480 - (left + right) / 2, 240 - (top + bottom) / 2)
    return cv2.warpAffine(picture, matrix, (640, 480), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def lit(picture: Array, light: float) -> Array:
    """With so much of its light."""
    return (np.clip((picture / 255.0) ** 2.2 * light, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)


def turned(face: Face, degrees: float, axis: int) -> Face:
    """The landmarks of the head turned about the picture's x or y axis, as a weak-perspective camera has them."""
    points = np.column_stack([face.landmarks, face.landmarks_depth]).astype(np.float64)
    turn = cv2.Rodrigues(np.radians(degrees) * np.eye(3)[axis])[0]
    points = (points - points.mean(0)) @ turn.T + points.mean(0)
    return replace(face, landmarks=points[:, :2], landmarks_depth=points[:, 2])


def winking(face: Face, eyes: str) -> Face:
    """With the lids of these eyes ("L", "R") brought together."""
    points, scores = face.landmarks.copy(), face.scores.copy()
    upper = {"R": (160, 158), "L": (385, 387)}
    lower = {"R": (144, 153), "L": (380, 373)}
    for eye in eyes:
        points[list(upper[eye])] = points[list(lower[eye])]
        scores[INDEX["eyeBlinkRight" if eye == "R" else "eyeBlinkLeft"]] = 0.8
    return replace(face, landmarks=points, scores=scores)


def test_a_good_portrait_is_told_nothing(look: Look, picture: Array, face: Face) -> None:
    assert look(picture) == ()
    assert look(posed(picture, face, tall=0.5), guided=True) == ()


def test_without_a_face_nothing_else_is_told(look: Look) -> None:
    assert look(np.full((240, 320, 3), 20, np.uint8), guided=True) == (Hint.NO_FACE,)


@pytest.mark.parametrize(
    ("pose", "told"),
    [
        ({"tall": 0.25}, Hint.TOO_FAR),
        ({"tall": 0.85}, Hint.TOO_NEAR),
        ({"tall": 0.5, "aside": 0.2}, Hint.OFF_CENTRE),
        ({"tall": 0.5, "roll_deg": 32.0}, Hint.TILTED),
    ],
)
def test_whoever_poses_is_guided(look: Look, picture: Array, face: Face, pose: dict, told: Hint) -> None:
    image = posed(picture, face, **pose)
    assert look(image, guided=True)[0] is told
    assert told not in look(image)  # a photo may have its face anywhere


def test_light_is_judged_by_what_falls_on_the_face(look: Look, picture: Array, face: Face) -> None:
    image = posed(picture, face, tall=0.5)
    assert look(lit(image, 1 / 8)) == (Hint.TOO_DARK,)
    assert Hint.TOO_BRIGHT in look(lit(image, 6))
    window = np.full_like(image, 255)
    window[70:410, 200:440] = lit(image, 1 / 8)[70:410, 200:440]
    assert look(window) == (Hint.BACKLIT,)


def test_two_people_come_before_everything_else(look: Look, picture: Array, face: Face) -> None:
    pair = np.concatenate([posed(picture, face, tall=0.5), posed(picture, face, tall=0.4)], 1)
    assert look(pair)[0] is Hint.SEVERAL_FACES
    assert look(lit(pair, 1 / 8))[:2] == (Hint.SEVERAL_FACES, Hint.TOO_DARK)


def test_a_face_half_in_the_picture_is_cut_off(look: Look, picture: Array, face: Face) -> None:
    assert look(posed(picture, face, tall=0.5)[:, 300:])[0] is Hint.CUT_OFF


@pytest.mark.parametrize("degrees", [-30.0, -20.0, 10.0, 30.0])
def test_the_turn_is_measured_and_told(face: Face, degrees: float) -> None:
    straight, aside, nod = (
        Portrait.of(face),
        Portrait.of(turned(face, degrees, 1)),
        Portrait.of(turned(face, degrees, 0)),
    )
    assert np.degrees(abs(aside.yaw - straight.yaw)) == pytest.approx(abs(degrees), abs=3)
    assert np.degrees(abs(nod.pitch - straight.pitch)) == pytest.approx(abs(degrees), abs=3)
    level = replace(aside, pitch=0.0)
    assert (Hint.TURNED in hints(level, guided=True)) == (abs(degrees) > 15)
    assert (Hint.TURNED in hints(level, guided=False)) == (abs(degrees) > 25)


@pytest.mark.parametrize("eyes", ["L", "R", "LR"])
def test_one_closed_eye_is_enough(face: Face, eyes: str) -> None:
    assert hints(Portrait.of(winking(face, eyes)), guided=False) == (Hint.EYES_CLOSED,)


@pytest.mark.real
@pytest.mark.parametrize("folder", ["london", "canada"])
def test_studio_portraits_of_all_skins_are_good(look: Look, data_folder: Path, folder: str) -> None:
    photos = sorted((data_folder / "faces" / folder).glob("*.jpg"))[::6]
    assert {photo.name: told for photo in photos if (told := look(load_photo(photo).image))} == {}
    dim = [look(lit(load_photo(photo).image, 1 / 8)) for photo in photos[::3]]
    assert all(told in ((Hint.TOO_DARK,), (Hint.BACKLIT,)) for told in dim)


@pytest.mark.real
def test_the_distance_of_a_selfie_is_judged(look: Look, data_folder: Path) -> None:
    told = [
        look(load_photo(data_folder / "faces" / "selfies_cc0" / f"zoom_{distance}cm.jpg").image, guided=True)
        for distance in (15, 30, 45, 60)
    ]
    assert told == [(Hint.TOO_NEAR,), (), (), (Hint.TOO_FAR,)]
