"""Eyeballs and teeth as the builder makes them, and its small z-buffer."""

import numpy as np
import pytest

pytest.importorskip("numba", reason="the head builder needs the extra 'train'")
pytest.importorskip("scipy", reason="the head builder needs the extra 'train'")

from engine.head import open_head
from training.head_builder.landmark_fit import stored
from training.head_builder.parts import arches, eyeball
from training.head_builder.raster import rasterise, sample


def test_eyeball_is_round_faces_outwards_and_knows_its_centre():
    centre = np.array([0.03, 0.02, 0.04])
    ball, weights = eyeball("eye_l", centre)
    np.testing.assert_allclose(np.linalg.norm(ball.vertices - centre, axis=1), 0.012)
    np.testing.assert_allclose(weights @ ball.vertices, centre, atol=1e-12)
    corners = ball.vertices[ball.faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (np.einsum("fc,fc->f", normals, corners.mean(1) - centre) > 0).all()


def test_both_arches_have_teeth_and_gums_with_thickness_left_and_right_alike():
    parts = {part.name: part for part in arches()}
    assert set(parts) == {"teeth_u", "teeth_l", "gums_u", "gums_l"}
    for part in parts.values():
        assert np.ptp(part.vertices[:, 2]) > 0.04
        mirrored = part.vertices * [-1, 1, 1]
        assert np.abs(mirrored[:, None] - part.vertices[None]).sum(2).min(1).max() < 1e-6
    front = parts["teeth_u"].vertices[:, 2].max()
    incisors = parts["teeth_u"].vertices[parts["teeth_u"].vertices[:, 2] > front - 0.009]
    assert np.ptp(incisors[:, 2]) > 0.004


def test_kept_landmarks_are_those_of_the_shipped_head():
    head = open_head()
    faces, weights = stored(head.faces)
    np.testing.assert_array_equal(faces, head.landmark_faces)
    np.testing.assert_allclose(weights, head.landmark_weights, atol=1e-6)


def test_rasteriser_keeps_the_nearest_triangle():
    points = np.array([[0, 0, 1.0], [8, 0, 1], [0, 8, 1], [0, 0, 2], [4, 0, 2], [0, 4, 2]])
    index, weights = rasterise(points, np.array([[0, 1, 2], [3, 4, 5]]), 8, 8)
    assert index[0, 0] == 1
    assert index[1, 5] == 0
    assert index[7, 7] == -1
    np.testing.assert_allclose(weights[index >= 0].sum(1), 1, atol=1e-6)


def test_sampling_reads_rows_from_the_bottom():
    image = np.zeros((4, 4, 1))
    image[0] = 1  # the top row
    np.testing.assert_allclose(sample(image, np.array([[0.5, 0.875], [0.5, 0.125]])), [[1], [0]])
