"""What is behind an avatar in place of the room."""

from __future__ import annotations

import numpy as np

from engine.blur import HEIGHT, blurred


def test_what_is_as_small_as_letters_is_gone_and_what_is_as_large_as_a_wall_stays() -> None:
    letters = np.zeros((720, 1280, 3), np.uint8)
    letters[:, ::24] = letters[:, 1::24] = 255  # strokes
    assert np.ptp(blurred(letters)[:, 60:-60]) <= 2
    walls = np.zeros((720, 1280, 3), np.uint8)
    walls[:, :640] = (200, 30, 40)
    soft = blurred(walls)
    assert soft.shape == (HEIGHT, 320, 3)
    assert (soft[:, 10] == [200, 30, 40]).all()
    assert (soft[:, -10] == 0).all()
    assert np.abs(np.diff(soft[90, :, 0].astype(int))).max() < 20  # no edge is left


def test_a_mirror_shows_it_the_other_way_round() -> None:
    image = np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)
    np.testing.assert_array_equal(blurred(image, mirrored=True), blurred(image)[:, ::-1])
