"""The live crop: upright, in the middle, of one size, whatever the picture does."""

import numpy as np
import pytest

from engine.head.head_model import rotations
from engine.tracking.align import LIVE_SIZE, REACH, crop_from_landmarks, crop_from_points

FACE = np.array([[-30.0, -32.0], [30.0, -32.0], [0.0, 32.0]])  # right eye, left eye, mouth; px


def moved(points: np.ndarray, turn: float, zoom: float, by: tuple[float, float]) -> np.ndarray:
    return points @ rotations(np.array([0, 0, turn]))[:2, :2].T * zoom + by


def cut(crop_from_image: np.ndarray, points: np.ndarray) -> np.ndarray:
    return points @ crop_from_image[:2, :2].T + crop_from_image[:2, 2]


def test_a_face_from_the_front_fills_its_share_of_the_square_upright() -> None:
    right, left, mouth = cut(crop_from_points(*FACE), FACE)
    assert right[1] == pytest.approx(left[1])
    assert left[0] > right[0]
    assert mouth[1] > left[1]
    np.testing.assert_allclose(((left + right) / 2 + mouth) / 2, LIVE_SIZE / 2)
    assert LIVE_SIZE / (mouth[1] - left[1]) == pytest.approx(REACH * (1 + (60 * 1.08 / 64) ** 6) ** (1 / 6))


@pytest.mark.parametrize("turn", [-3.0, -1.5, 0.3, 2.0])
def test_turning_moving_and_sizing_the_picture_changes_nothing_in_the_square(turn: float) -> None:
    again = moved(FACE, turn, 3.7, (900.0, -40.0))
    np.testing.assert_allclose(cut(crop_from_points(*again), again), cut(crop_from_points(*FACE), FACE), atol=1e-9)


def test_a_mirrored_picture_gives_the_mirrored_square() -> None:
    tilted = moved(FACE, 0.4, 1.0, (200.0, 100.0))
    mirrored = (tilted * [-1, 1] + [640, 0])[[1, 0, 2]]  # the eye on the picture's left is always called right
    square = cut(crop_from_points(*tilted), tilted)[[1, 0, 2]]
    np.testing.assert_allclose(cut(crop_from_points(*mirrored), mirrored), square * [-1, 1] + [LIVE_SIZE, 0], atol=1e-9)


def test_a_turned_head_keeps_about_its_size() -> None:
    profile = FACE * [0.25, 1]
    front, side = (np.linalg.norm(crop_from_points(*face)[0, :2]) for face in (FACE, profile))
    assert side == pytest.approx(front, rel=0.15)


def test_points_that_fall_together_still_give_a_square() -> None:
    matrix = crop_from_points(*np.full((3, 2), 5.0))
    assert np.isfinite(matrix).all()
    assert np.linalg.det(matrix) > 0


def test_landmarks_stand_for_the_corners_of_eyes_and_mouth() -> None:
    landmarks = np.full((478, 2), np.nan, np.float32)
    for corners, point in (((33, 133), FACE[0]), ((362, 263), FACE[1]), ((61, 291), FACE[2])):
        landmarks[corners[0]] = point + np.array([8, 1])
        landmarks[corners[1]] = point - np.array([8, 1])
    np.testing.assert_allclose(crop_from_landmarks(landmarks), crop_from_points(*FACE), atol=1e-5)
