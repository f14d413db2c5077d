"""The unwrap keeps every triangle's orientation and gives more room where it is asked to."""

import numpy as np
import pytest

pytest.importorskip("igl", reason="the head builder needs the extra 'train'")
pytest.importorskip("scipy", reason="the head builder needs the extra 'train'")

from training.head_builder.cut import Disc, boundary_loops, cut_open
from training.head_builder.unwrap import flatten, signed_areas


def cap(num_rings: int = 12, num_sides: int = 24) -> tuple[np.ndarray, np.ndarray]:
    """A deep bowl, open at the bottom: vertices and outward faces."""
    polar = np.linspace(0.15, 2.2, num_rings)[:, None]
    turn = np.linspace(0, 2 * np.pi, num_sides, endpoint=False)[None]
    points = np.stack([np.sin(polar) * np.cos(turn), np.cos(polar) + 0 * turn, np.sin(polar) * np.sin(turn)], 2)
    ring = np.arange(num_rings * num_sides).reshape(num_rings, num_sides)
    following = np.roll(ring, -1, 1)
    first = np.stack([ring[:-1], following[1:], ring[1:]], 2).reshape(-1, 3)
    second = np.stack([ring[:-1], following[:-1], following[1:]], 2).reshape(-1, 3)
    return points.reshape(-1, 3) * 0.1, np.concatenate([first, second])


@pytest.fixture(scope="module")
def disc() -> Disc:
    vertices, faces = cap()
    return cut_open(vertices, faces, [])


def test_holes_are_closed_and_the_outline_stays(disc):
    loops = boundary_loops(disc.faces)
    assert len(loops) == 1
    assert disc.num_fill == 24
    assert (disc.source == -1).sum() == 1


def test_no_triangle_is_flipped_and_dense_places_get_more_room(disc):
    even = flatten(disc, np.ones(len(disc.vertices)))
    dense = np.where(disc.vertices[:, 2] > 0, 1.5, 1.0)
    uneven = flatten(disc, dense)
    in_front = disc.vertices[disc.faces, 2].mean(1) > 0

    def share(flat: np.ndarray) -> float:
        areas = signed_areas(flat, disc.faces)
        assert (areas > 0).all()
        return float(areas[in_front].sum() / areas.sum())

    assert share(uneven) > share(even) + 0.08
    np.testing.assert_array_equal(flatten(disc, dense), uneven)
