"""Training projects to the pixel where the engine projects."""

import numpy as np
import pytest

from engine.head.landmarks import project as engine_project
from engine.types import CROP_SIZE

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.render.camera import clip_from_model, ndc_from_pixels, pixel_centres, pixels_from_ndc  # noqa: E402


def test_a_vertex_lands_where_the_engine_puts_it():
    random = np.random.default_rng(1)
    points = random.normal(0, 0.1, (3, 200, 3)).astype(np.float32)
    cam = np.array([[8, 0, 0], [5.5, 0.02, -0.03], [9, -0.1, 0.05]], np.float32)
    clip = clip_from_model(torch.from_numpy(points), torch.from_numpy(cam))
    pixels = pixels_from_ndc(clip[..., :2] / clip[..., 3:], CROP_SIZE, CROP_SIZE)
    for i in range(3):
        expected = engine_project(points[i], cam[i], np.eye(3))
        np.testing.assert_allclose(pixels[i], expected, atol=1e-3, rtol=0)


def test_what_is_nearer_has_less_depth():
    """+z points out of the face, towards the camera."""
    clip = clip_from_model(torch.tensor([[[0, 0, 0.1], [0, 0, -0.1]]]), torch.tensor([[8.0, 0, 0]]))
    assert clip[0, 0, 2] / clip[0, 0, 3] < clip[0, 1, 2] / clip[0, 1, 3]


def test_up_is_the_first_row_and_the_way_back_is_exact():
    ndc = torch.tensor([[-1.0, 1.0], [1.0, -1.0], [0.25, 0.5]], dtype=torch.float64)
    pixels = pixels_from_ndc(ndc, 100, 40)
    assert pixels.tolist() == [[0, 0], [40, 100], [25, 25]]
    assert ndc_from_pixels(pixels, 100, 40).tolist() == ndc.tolist()
    columns, rows = pixel_centres(100, 40, ndc)
    assert (len(columns), len(rows)) == (40, 100)
    assert rows[0] > rows[-1]
    np.testing.assert_allclose(pixels_from_ndc(torch.stack([columns[3], rows[7]]), 100, 40), [3.5, 7.5], atol=1e-12)
