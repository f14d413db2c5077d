"""DECA's light in linear units."""

import numpy as np

from engine.deca.light import linear_light
from engine.light import SH_FACTORS, constant_light, sh_basis, shading


def test_even_light_keeps_its_level_on_grey_skin():
    light = linear_light(constant_light(0.7))
    np.testing.assert_allclose(light[0] * SH_FACTORS[0], 0.7**2.2, atol=1e-6)
    np.testing.assert_allclose(light[1:], 0, atol=1e-6)


def test_light_from_a_side_shades_nearly_as_deca_does():
    light = constant_light(0.8)
    light[1:4] = [[0.2, 0.15, 0.1], [0.1, 0.1, 0.1], [0.3, 0.25, 0.2]]
    directions = np.random.default_rng(0).normal(size=(2000, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    wanted = shading(directions, light) ** 2.2
    found = sh_basis(directions) @ linear_light(light)
    assert np.abs(found - wanted).max() < 0.02
    assert wanted.std() > 0.2
