"""Moles, pores, scars: what of an albedo's fine shading is relief, and the albedo without it.

A photo's light is taken off an albedo by the mesh's normals, so what is finer than the mesh is still painted on it.
Here the finest part becomes displacement, by the way the renderer shades one (engine/detail/relief.py,
shaders/include/relief.glsl): dark is deep, and slopes face the light or turn away. As Beeler et al. 2010 ("High-quality
single-shot capture of facial geometry", mesoscopic augmentation), with the light's direction and without pigment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from engine.avatar.atlas import Atlas
from engine.check import Array
from engine.detail.bare import bare_skin, hairless
from engine.detail.relief import SURROUNDINGS
from engine.detail.texture import window_of
from engine.detail.window import RESIDUAL_SIZE, WINDOW
from engine.head.head_model import vertex_normals
from engine.light import linear_from_srgb, shading, srgb_from_linear

RESIDUAL_MAX_M = 0.0004
CAVITY = 1100.0
"""1/m: by how much the renderer darkens what lies a metre deeper than its surroundings (open_above in relief.glsl)."""
_FINE = 7.0
"""Texels: Gaussian's sigma of what is complexion and light, 3 mm; finer than that is relief or pigment."""
_SHARE = 0.7
"""Of the fine shading that is taken for relief; the rest is the skin's own colour."""
_PIGMENT = 0.5
"""Of pigment's contrast between red and green is in red too: melanin's 1.2, blood's .05."""
_CHROMA = 1.5
"""Texels over which photos keep colour."""
_STEPS = 40
_STIFF, _SMALL = 0.5, 0.02
"""How much roughness from texel to texel, and height itself, weigh against the photo."""
_PREPARED = 0.6
"""Share of the work before the equations are solved."""
_ALIKE = 24.0
"""Texels over which it is asked how much of the moving detail the photo shows."""


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """Of one person."""

    relief: Array  # [512, 512] m
    albedo: Array  # [S, S, 3] uint8 sRGB: the one given, without what the relief now shades


def residual_of(
    atlas: Atlas,
    albedo: Array,
    light: Array,
    moving: Array,
    progress: Callable[[float], None] = lambda share: None,
) -> Residual:
    """The relief in an albedo [S, S, 3] uint8 sRGB that was painted from a photo under `light` [9, 3].

    moving: [256, 256] m of the moving detail at the photo's expression: what it explains is no residual, and leaves
    the albedo too. About half a second.
    """
    colour = window_of(albedo / np.float32(255), RESIDUAL_SIZE)
    level = np.log(linear_from_srgb(colour) + 0.01).astype(np.float32)
    bare = bare_skin(atlas.head)
    weight = bare * hairless(colour, _fine(level.mean(2), bare), bare)
    fine = np.dstack([_fine(level[..., channel], weight) for channel in range(3)])
    pigment = cv2.GaussianBlur(fine[..., 0] - fine[..., 1], (0, 0), _CHROMA)
    wanted = (fine[..., 0] + _PIGMENT * pigment) * weight
    shade = _Shading.of(atlas, light)
    progress(_PREPARED)
    folds = cv2.resize(np.asarray(moving, np.float32), (RESIDUAL_SIZE, RESIDUAL_SIZE), interpolation=cv2.INTER_CUBIC)
    explained = _fine(shade(folds), weight)
    explained *= _gain(explained, wanted, weight)
    relief = _solve(shade, _SHARE * (wanted - explained), weight, progress)
    relief = np.float32(RESIDUAL_MAX_M) * np.tanh(relief / RESIDUAL_MAX_M) * bare
    gone = np.clip(explained * weight + CAVITY * (relief - _around(relief)), -0.4, 0.25)
    return Residual(relief, _without(albedo, gone))


@dataclass(frozen=True, slots=True, eq=False)
class _Shading:
    """Linear: logarithm of the shading of small heights. Each [512, 512], per metre a side of the window."""

    right: Array
    up: Array

    @classmethod
    def of(cls, atlas: Atlas, light: Array) -> _Shading:
        head = atlas.head
        place = window_of(atlas.scatter(atlas.position), RESIDUAL_SIZE)
        normal = window_of(atlas.scatter(atlas.gather(vertex_normals(head.v_template, head.faces))), RESIDUAL_SIZE)
        normal = cv2.GaussianBlur(normal, (0, 0), 3)
        normal /= np.linalg.norm(normal, axis=2, keepdims=True) + 1e-6
        level = np.maximum(shading(normal, light).mean(2), 0.2)
        slopes = []
        for axis, sign in ((1, 1), (0, -1)):
            along = sign * RESIDUAL_SIZE * np.gradient(cv2.GaussianBlur(place, (0, 0), 3), axis=axis)
            length = np.linalg.norm(along, axis=2).clip(0.05)
            leaned = normal - 0.05 * along / length[..., None]
            leaned /= np.linalg.norm(leaned, axis=2, keepdims=True)
            change = (shading(leaned, light).mean(2) - level) / (0.05 * level * length)
            slopes.append(cv2.GaussianBlur(change.clip(-4, 4).astype(np.float32), (0, 0), 8))
        return cls(*slopes)

    def __call__(self, height: Array) -> Array:
        return CAVITY * (height - _around(height)) + self.right * _across(height) - self.up * _down(height)

    def back(self, error: Array) -> Array:
        """The transpose."""
        return CAVITY * (error - _around(error)) - _across(self.right * error) + _down(self.up * error)


def _solve(shade: _Shading, wanted: Array, weight: Array, progress: Callable[[float], None]) -> Array:
    """[S, S] m whose shading is `wanted` where it has `weight`: regularised least squares by conjugate gradients."""

    def normal(x: Array) -> Array:
        rough = 4 * x - (np.roll(x, 1, 0) + np.roll(x, -1, 0) + np.roll(x, 1, 1) + np.roll(x, -1, 1))
        return shade.back(weight * shade(x)) + CAVITY**2 * (_STIFF * rough + _SMALL * x)

    height = np.zeros_like(wanted)
    left = shade.back(weight * wanted)
    towards, power = left.copy(), float((left * left).sum())
    for step in range(_STEPS):
        if power <= 1e-12:
            break
        image = normal(towards)
        pace = np.float32(power / float((towards * image).sum()))
        height += pace * towards
        left -= pace * image
        power, before = float((left * left).sum()), power
        towards = left + np.float32(power / before) * towards
        progress(_PREPARED + (1 - _PREPARED) * step / _STEPS)
    return height


def _fine(level: Array, weight: Array) -> Array:
    """What is finer than `_FINE`, among texels of `weight`."""
    around = cv2.GaussianBlur(level * weight, (0, 0), _FINE) / (cv2.GaussianBlur(weight, (0, 0), _FINE) + 1e-3)
    return (level - around) * (weight > 0.01)


def _gain(model: Array, seen: Array, weight: Array) -> Array:
    """[S, S] in [0, 1]: how much of `model` is in `seen`, nearby."""
    both = cv2.GaussianBlur(model * seen * weight, (0, 0), _ALIKE)
    power = cv2.GaussianBlur(model * model * weight, (0, 0), _ALIKE)
    return np.clip(both / (power + 1e-5), 0, 1)


def _around(height: Array) -> Array:
    reach = 2 * round(SURROUNDINGS * RESIDUAL_SIZE / 2) + 1
    return cv2.blur(height, (reach, reach), borderType=cv2.BORDER_REFLECT)


def _across(height: Array) -> Array:
    """Per side of the window, to the right."""
    return (np.roll(height, -1, 1) - np.roll(height, 1, 1)) * np.float32(RESIDUAL_SIZE / 2)


def _down(height: Array) -> Array:
    return (np.roll(height, -1, 0) - np.roll(height, 1, 0)) * np.float32(RESIDUAL_SIZE / 2)


def _without(albedo: Array, shade: Array) -> Array:
    """`albedo` [S, S, 3] uint8 without a shade over the window: logarithm [512, 512]."""
    size = len(albedo)
    left, top, side = (round(share * size) for share in (WINDOW.left, WINDOW.top, WINDOW.side))
    part = np.s_[top : top + side, left : left + side]
    factor = np.exp(-cv2.resize(shade, (side, side), interpolation=cv2.INTER_LINEAR))[..., None]
    plain = albedo.copy()
    plain[part] = np.round(255 * srgb_from_linear(linear_from_srgb(albedo[part] / 255.0) * factor))
    return plain
