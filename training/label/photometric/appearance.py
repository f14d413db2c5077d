"""The skin and the light of a clip: what its frames agree on, once the fit says which point of the head each shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.avatar.atlas import Atlas, atlas_of
from engine.check import Array
from engine.light import linear_from_srgb, sh_basis
from training.label.photometric.drawing import LEAST_LIGHT, Draughtsman, Paint, Seen
from training.label.photometric.look import SIZE, Look

TEXTURE = 256
"""Side of the texture: a texel is about half a pixel of the crop."""
_HIDDEN_M = 0.002
"""A texel this far behind what its pixel shows is not seen."""
_FACING = 0.25
"""Cosine between normal and camera from which on a texel is believed."""
_ROUNDS = 4
_OUTLIER = 0.12
"""Linear colour, relative to the brightness: differences from there on are glare, hair or a hand."""
_AGREED = 0.05
"""sRGB: a texel that varies by this much over the frames is believed half."""
_FEW = 3.0
"""Frames that must show a texel before it is believed half."""
_RIDGE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class _Views:
    """F frames seen from the N texels that the surface has."""

    colour: Array  # [F, N, 3] linear
    weight: Array  # [F, N]
    basis: Array  # [F, N, 9] SH of the texel's normal


def learn_paint(draughtsman: Draughtsman, frames: Sequence[tuple[Look, Seen]]) -> Paint:
    """What `frames`, at least one, agree on; the gain of each (a camera's exposure) is found and forgotten."""
    surface = draughtsman.surface
    atlas = atlas_of(surface.head, TEXTURE)
    face = np.full(len(surface.head.faces), -1)
    face[surface.triangles] = np.arange(len(surface.triangles))
    on = np.flatnonzero(face[atlas.triangle] >= 0)
    views = _views(draughtsman, atlas, on, face[atlas.triangle[on]], frames)
    skin = surface.skin[face[atlas.triangle[on]]]
    albedo, light, gain = np.full((len(on), 3), 0.4, np.float32), _flat_light(views, skin), np.ones((len(frames), 3))
    weight = views.weight
    for round_number in range(_ROUNDS):
        if round_number:
            light = _light(views, weight[:, skin], skin, albedo, gain)
        lit = np.maximum(views.basis @ light, LEAST_LIGHT)  # [F, N, 3]
        albedo = _mean(views.colour, lit * gain[:, None], weight)
        drawn = albedo * lit
        gain = (weight[..., None] * drawn * views.colour).sum(1) / ((weight[..., None] * drawn**2).sum(1) + 1e-9)
        gain = gain / gain.mean(0)
        error = np.abs(drawn * gain[:, None] - views.colour).mean(2) / (views.colour.mean(2) + 0.05)
        weight = views.weight / (1 + (error / _OUTLIER) ** 2) ** 2
    # The root of linear colour is sRGB, nearly.
    squared = ((np.sqrt(np.clip(drawn * gain[:, None], 0, 1)) - np.sqrt(views.colour)) ** 2).mean(2)
    spread = float(np.sqrt((weight * squared).sum() / (weight.sum() + 1e-9)))
    return Paint(_texture(atlas, on, albedo, _belief(views, squared)), light.astype(np.float32), spread)


def _views(
    draughtsman: Draughtsman, atlas: Atlas, on: Array, faces: Array, frames: Sequence[tuple[Look, Seen]]
) -> _Views:
    surface = draughtsman.surface
    corners, share = surface.faces[faces], atlas.weights[on].astype(np.float32)[..., None]
    flat = ~surface.skin[faces]
    colours, weights, bases = [], [], []
    for look, seen in frames:
        normals = (draughtsman.normals(seen)[0].numpy()[corners] * share).sum(1)
        normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
        facing = normals[:, 2].copy()
        normals[flat] = 0, 0, 1
        x, y = ((seen.pixels[corners] * share).sum(1) - 0.5).T.astype(np.float32)
        behind = -(seen.turned[corners] * share).sum(1)[:, 2]
        column, row = (np.rint(v).astype(int).clip(0, SIZE - 1) for v in (x, y))
        seen_there = (x > 1) & (x < SIZE - 2) & (y > 1) & (y < SIZE - 2) & look.inside[row, column]
        seen_there &= behind < seen.depth[row, column] + _HIDDEN_M
        linear = linear_from_srgb(look.picture).astype(np.float32)
        colours.append(cv2.remap(linear, x[None], y[None], cv2.INTER_LINEAR)[0])
        weights.append(seen_there * np.clip((facing - _FACING) / (1 - _FACING), 0, 1))
        bases.append(sh_basis(normals))
    return _Views(*(np.array(values, np.float32) for values in (colours, weights, bases)))


def _flat_light(views: _Views, skin: Array) -> Array:
    """[9, 3] from everywhere alike, as bright as the skin is."""
    weight = views.weight[:, skin]
    light = np.zeros((9, 3))
    mean = (views.colour[:, skin] * weight[..., None]).sum((0, 1)) / (weight.sum() + 1e-9)
    light[0] = mean / 0.4 / views.basis[0, 0, 0]
    return light


def _light(views: _Views, weight: Array, skin: Array, albedo: Array, gain: Array) -> Array:
    """[9, 3]: least squares over the skin, towards light from everywhere."""
    basis, out = views.basis[:, skin], np.zeros((9, 3))
    for c in range(3):
        scale = albedo[skin, c] * gain[:, None, c]  # [F, n]
        rows = (basis * (scale * np.sqrt(weight))[..., None]).reshape(-1, 9)
        normal = rows.T @ rows
        ridge = _RIDGE * normal[0, 0] / views.basis[0, 0, 0] ** 2 * np.r_[0, np.ones(8)]
        out[:, c] = np.linalg.solve(
            normal + np.diag(ridge), rows.T @ (np.sqrt(weight) * views.colour[:, skin, c]).ravel()
        )
    return out


def _mean(colour: Array, lit: Array, weight: Array) -> Array:
    """[N, 3] albedo: weighted least squares over frames; 0 where nothing was seen."""
    weight = weight[..., None]
    return (weight * lit * colour).sum(0) / ((weight * lit**2).sum(0) + 1e-6)


def _belief(views: _Views, squared: Array) -> Array:
    """[N] in [0, 1]: many frames show it, and they show the same. squared: [F, N] differences."""
    number = views.weight.sum(0)
    varies = (views.weight * squared).sum(0) / (number + 1e-6)
    return number / (number + _FEW) / (1 + varies / _AGREED**2)


def _texture(atlas: Atlas, on: Array, albedo: Array, belief: Array) -> Array:
    """[TEXTURE, TEXTURE, 4]; beyond the charts' edges and where nothing was seen, what lies around it."""
    values = np.zeros((len(atlas.index), 4), np.float32)
    values[on] = np.concatenate([albedo * belief[:, None], belief[:, None]], 1)
    known = atlas.scatter(values)
    filled = known.copy()
    for size in (3, 7, 15, 31):
        around = cv2.blur(known, (size, size))
        missing = filled[..., 3] < 1e-3
        filled[missing] = around[missing]
    colour = filled[..., :3] / np.maximum(filled[..., 3:], 1e-6)
    return np.concatenate([colour, known[..., 3:]], 2)
