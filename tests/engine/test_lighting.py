"""The light an avatar is shown in."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.light import shading
from engine.lighting import PRESETS, Lighting, lamp, lit, turned

LEFT, RIGHT = np.array([1.0, 0, 0]), np.array([-1.0, 0, 0])


def _normals(count: int = 500) -> np.ndarray:
    normals = np.random.default_rng(0).normal(size=(count, 3))
    return normals / np.linalg.norm(normals, axis=1, keepdims=True)


def test_turning_the_light_is_turning_the_normals_back() -> None:
    light, turn = np.random.default_rng(1).normal(size=(9, 3)), 0.7
    about_y = np.array([[math.cos(turn), 0, math.sin(turn)], [0, 1, 0], [-math.sin(turn), 0, math.cos(turn)]])
    after, before = shading(_normals() @ about_y.T, turned(light, turn)), shading(_normals(), light)
    np.testing.assert_allclose(after, before, atol=1e-6)


def test_a_lamp_lights_what_faces_it_and_gives_the_clamped_cosine_nearly() -> None:
    normals = _normals()
    cosine = np.maximum(normals @ [0.6, 0.0, 0.8], 0)
    found = shading(normals, lamp((0.6, 0.0, 0.8), (1.0, 0.5, 0.0)))
    np.testing.assert_allclose(found[:, 0], cosine, atol=0.1)  # nine terms are 6 % off at most, at the terminator
    np.testing.assert_allclose(found, found[:, :1] * [1.0, 0.5, 0.0], atol=1e-6)


def test_as_it_is_at_first_the_light_is_the_photos() -> None:
    of_photo = np.float32(np.random.default_rng(2).random((9, 3)))
    np.testing.assert_array_equal(lit(Lighting(), of_photo).light, of_photo)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_light_turns_and_weakens_whole(preset: str) -> None:
    of_photo = lamp((0.5, 0.5, 0.7), (1.0, 1.0, 1.0))
    as_is = lit(Lighting(preset), of_photo)
    behind = lit(Lighting(preset, turn=math.pi, strength=0.5), of_photo)
    np.testing.assert_allclose(behind.key_direction, as_is.key_direction * [-1, 1, -1], atol=1e-6)
    np.testing.assert_allclose(behind.key_light, as_is.key_light / 2, rtol=1e-5)
    flipped = shading(_normals() * [-1, 1, -1], as_is.light)
    np.testing.assert_allclose(shading(_normals(), behind.light), flipped / 2, atol=1e-5)


def test_a_preset_is_the_same_for_everybody_and_side_is_to_the_left() -> None:
    one, other = (lit(Lighting("side"), lamp((0, 0, 1), (level,) * 3)).light for level in (0.2, 3.0))
    np.testing.assert_array_equal(one, other)
    assert (shading(LEFT, one) > 3 * shading(RIGHT, one)).all()
    other_way = lit(Lighting("side", turn=-math.pi / 2), one).light
    assert (shading(RIGHT, other_way) > shading(LEFT, other_way)).all()


def test_a_light_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="disco"):
        Lighting("disco")
