"""The light of a photograph, and the skin without it."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.light import SH_FACTORS, linear_from_srgb, sh_basis, shading

_RIDGE = np.array([0.0, 0.008, 0.008, 0.05, 0.08, 0.08, 0.08, 0.08, 0.08])
"""Pull towards even light: a face shows half of all normals and hardly varies in z, so what it does not determine
must not turn its unseen sides black."""


def estimate_light(rgb: Array, normals: Array, weight: Array) -> tuple[Array, Array]:
    """The SH light [9, 3] of skin of one colour, and that colour [3] linear.

    rgb: [N, 3] sRGB  normals: [N, 3]  weight: [N].  Light and skin can only be told apart up to a factor per
    channel: the light is white and of mean 1 over the skin given, so the colour is the skin's as the photo has it.
    Robust: brows, beard, highlights and cast shadows lose their say over five rounds (IRLS).
    """
    linear = linear_from_srgb(rgb)
    tone = _weighted_median(linear, weight)
    basis = sh_basis(normals)
    target = linear / np.maximum(tone, 1e-3)
    keep = weight.astype(np.float64)
    light = np.zeros((9, 3))
    ridge = np.diag(_RIDGE)
    for _ in range(5):
        weighted = basis * (keep / keep.sum())[:, None]
        light = np.linalg.solve(weighted.T @ basis + ridge, weighted.T @ target)
        error = np.abs(target - basis @ light).mean(1)
        keep = weight / (1 + (error / 0.12) ** 2)
    mean = (basis @ light * keep[:, None]).sum(0) / keep.sum()
    return (light / mean).astype(np.float32), (tone * mean).astype(np.float32)


def calmed(light: Array, colour: float = 0.3, darkest: float = 0.4) -> Array:
    """`light` [9, 3] with little of its colour left, and no side of the head darker than `darkest` of its mean.

    What flatters one side of a portrait, a red lamp or a window, stains and blackens a face seen from elsewhere.
    """
    grey = light.mean(1, keepdims=True)
    light = grey + colour * (light - grey)
    mean = light[0] * SH_FACTORS[0]
    deepest = (mean - shading(_around(), light)).max(0) / mean
    light[1:] *= np.minimum(1.0, (1.0 - darkest) / np.maximum(deepest, 1e-6))
    return light.astype(np.float32)


def _around() -> Array:
    """[n, 3] unit vectors about 15 degrees apart."""
    turn, rise = np.meshgrid(np.arange(0, 2 * np.pi, 0.26), np.arange(-1.4, 1.5, 0.28))
    return np.stack([np.cos(rise) * np.sin(turn), np.sin(rise), np.cos(rise) * np.cos(turn)], -1).reshape(-1, 3)


def remove_light(rgb: Array, normals: Array, light: Array, strength: float = 0.85) -> Array:
    """[N, 3] sRGB as under even light. Gentle and bounded: what the estimate got wrong must not become a stain."""
    from engine.light import srgb_from_linear

    level = np.clip(shading(normals, light), 0.3, 2.0) ** strength
    return srgb_from_linear(linear_from_srgb(rgb) / level)


def _weighted_median(values: Array, weight: Array) -> Array:
    """[C] weighted median of each column."""
    found = []
    for column in values.T:
        order = np.argsort(column)
        total = np.cumsum(weight[order])
        found.append(column[order[np.searchsorted(total, total[-1] / 2)]])
    return np.array(found)
