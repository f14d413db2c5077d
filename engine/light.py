"""Nine-term spherical harmonics light: shared by the estimate from a photo and by the renderer (include/sh.glsl)."""

from __future__ import annotations

import numpy as np

from engine.check import Array

SH_FACTORS = np.array([0.28209, 1.02333, 1.02333, 1.02333, 0.85809, 0.85809, 0.85809, 0.42904, 0.24771], np.float32)
"""[9] of 1; x, y, z; xy, xz, yz; x²-y²; 3z²-1, the cosine lobe included (Ramamoorthi and Hanrahan 2001; DECA)."""


def sh_basis(normals: Array) -> Array:
    """[..., 3] unit normals, model frame -> [..., 9]."""
    normals = np.asarray(normals)
    x, y, z = np.moveaxis(normals, -1, 0)
    terms = [np.ones_like(x), x, y, z, x * y, x * z, y * z, x * x - y * y, 3 * z * z - 1]
    return np.stack(terms, -1) * SH_FACTORS


def shading(normals: Array, light: Array) -> Array:
    """What white skin looks like under `light`: [..., 3] normals, [9, 3] SH -> [..., 3] linear, may be negative."""
    return sh_basis(normals) @ light


def constant_light(level: float = 1.0) -> Array:
    """[9, 3] white light from everywhere: shading is `level` for every normal."""
    light = np.zeros((9, 3), np.float32)
    light[0] = level / SH_FACTORS[0]
    return light


def linear_from_srgb(srgb: Array) -> Array:
    """[0, 1] sRGB -> [0, 1] linear (IEC 61966-2-1)."""
    srgb = np.asarray(srgb)
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(linear: Array) -> Array:
    """[0, 1] linear -> [0, 1] sRGB."""
    linear = np.clip(linear, 0.0, 1.0)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
