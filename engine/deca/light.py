"""DECA's light in our units: it shades albedo as pictures store it, we shade light itself."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.light import sh_basis

_GAMMA = 2.2
_NUM_DIRECTIONS = 512


def linear_light(light: Array) -> Array:
    """[9, 3] SH whose linear shading is nearest to what `light` [9, 3] makes of sRGB albedo, over all directions.

    By the power law for sRGB: (albedo * shading)^2.2 = albedo^2.2 * shading^2.2.
    """
    basis = sh_basis(_directions()).astype(np.float64)
    shaded = np.maximum(basis @ np.asarray(light, np.float64), 0.0) ** _GAMMA
    return np.linalg.lstsq(basis, shaded, rcond=None)[0]


def _directions() -> Array:
    """[512, 3] unit vectors, evenly over the sphere (Fibonacci's spiral)."""
    number = np.arange(_NUM_DIRECTIONS) + 0.5
    z = 1 - 2 * number / _NUM_DIRECTIONS
    around = np.pi * (1 + 5**0.5) * number
    across = np.sqrt(1 - z * z)
    return np.stack([across * np.cos(around), across * np.sin(around), z], 1)
