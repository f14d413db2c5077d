import numpy as np
import pytest

from engine.tracking.crop import CROP_SCALE, crop, crop_from_image, warp
from engine.types import CROP_SIZE, Face, Frame


def test_the_face_lies_in_the_middle_of_the_square() -> None:
    landmarks = np.array([[100.0, 50.0], [300.0, 250.0]])
    matrix = crop_from_image(landmarks)
    corners = landmarks @ matrix[:2, :2].T + matrix[:2, 2]
    np.testing.assert_allclose(corners.mean(0), [CROP_SIZE / 2] * 2)
    np.testing.assert_allclose(corners[1] - corners[0], [CROP_SIZE / CROP_SCALE] * 2)


@pytest.mark.parametrize("zoom", [0.27, 0.5, 1.0, 2.0, 4.0])
def test_pixels_come_from_where_the_matrix_says(zoom: float) -> None:
    y, x = np.mgrid[0:400, 0:400] + 0.5  # each pixel holds the place of its centre
    image = np.stack([x, y, x + y], 2).astype(np.float32)
    corner = 150.0 if zoom >= 1 else 11.0
    matrix = np.array([[zoom, 0, -zoom * corner], [0, zoom, -zoom * corner], [0, 0, 1]])
    out = warp(image, matrix, 100)
    centre = np.array([50.5, 40.5])
    place = np.linalg.inv(matrix)[:2, :2] @ centre + np.linalg.inv(matrix)[:2, 2]
    np.testing.assert_allclose(out[40, 50, :2], place, atol=0.05)


def test_outside_the_picture_is_black() -> None:
    frame = Frame(np.full((100, 100, 3), 255, np.uint8), 0, 0.0)
    landmarks = np.zeros((478, 2))
    landmarks[0] = 60.0
    face = Face(frame, landmarks, np.zeros(478), np.zeros(52), 1.0)
    picture, matrix = crop(face)
    assert picture.shape == (CROP_SIZE, CROP_SIZE, 3)
    assert picture[0, 0].max() == 0
    assert picture[CROP_SIZE // 2, CROP_SIZE // 2].min() == 255
    assert matrix.shape == (3, 3)


@pytest.mark.parametrize("turn", [0.0, 0.5])
def test_shrinking_a_fine_pattern_gives_its_mean(turn: float) -> None:
    image = (
        np.indices((400, 600)).sum(0)[..., None].repeat(3, 2).astype(np.uint8) % 2 * 200
    )  # chequered, pixel by pixel
    zoom = 0.2 * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = np.eye(3)
    matrix[:2, :2], matrix[:2, 2] = zoom, 20 - zoom @ (300, 200)
    out = warp(image, matrix, 40)
    assert 95 <= out.min() <= out.max() <= 105


def test_a_picture_smaller_than_one_pixel_of_the_crop_is_still_cut() -> None:
    assert warp(np.full((3, 2, 3), 80, np.uint8), np.diag([0.05, 0.05, 1.0]), 16).shape == (16, 16, 3)
