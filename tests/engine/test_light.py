"""The SH light that the photo estimate and the shaders share."""

from __future__ import annotations

import numpy as np

from engine.light import SH_FACTORS, constant_light, linear_from_srgb, sh_basis, shading, srgb_from_linear


def _normals(count: int = 500) -> np.ndarray:
    normals = np.random.default_rng(0).normal(size=(count, 3))
    return normals / np.linalg.norm(normals, axis=1, keepdims=True)


def test_constant_light_shades_every_normal_alike() -> None:
    np.testing.assert_allclose(shading(_normals(), constant_light(0.7)), 0.7, atol=1e-6)


def test_basis_has_decas_factors_and_order() -> None:
    basis = sh_basis(np.array([[0.6, 0.0, 0.8], [0.0, 1.0, 0.0]]))
    np.testing.assert_allclose(basis[0] / SH_FACTORS, [1, 0.6, 0, 0.8, 0, 0.48, 0, 0.36, 0.92], atol=1e-6)
    np.testing.assert_allclose(basis[1] / SH_FACTORS, [1, 0, 1, 0, 0, 0, 0, -1, -1], atol=1e-6)


def test_least_squares_on_shaded_normals_gives_the_light_back() -> None:
    light = np.random.default_rng(1).normal(size=(9, 3))
    normals = _normals()
    found = np.linalg.lstsq(sh_basis(normals), shading(normals, light), rcond=None)[0]
    np.testing.assert_allclose(found, light, atol=1e-9)


def test_light_from_the_left_lights_the_left() -> None:
    light = constant_light()
    light[1] = 0.3  # +x is the avatar's left
    left, right = shading(np.array([[1.0, 0, 0], [-1.0, 0, 0]]), light)
    assert (left > right + 0.5).all()


def test_srgb_round_trip() -> None:
    levels = np.arange(256) / 255
    np.testing.assert_allclose(srgb_from_linear(linear_from_srgb(levels)), levels, atol=1e-6)
