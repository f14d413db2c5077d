"""Where every part lies in the texture: the skin fills most of the square, the rest stands in a strip below."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from training.head_builder.assemble import Shape
from training.head_builder.cut import back_seam, cut_open
from training.head_builder.selection import Selection
from training.head_builder.unwrap import flatten

_SKIN_BOX = (0.004, 0.112, 0.996, 0.996)
_BOXES = {
    "eye_l": (0.11, 0.004, 0.21, 0.104), "eye_r": (0.004, 0.004, 0.104, 0.104), "mouth": (0.22, 0.004, 0.38, 0.104),
    "tongue": (0.385, 0.004, 0.445, 0.104), "teeth_u": (0.45, 0.080, 0.60, 0.104), "gums_u": (0.45, 0.055, 0.60, 0.078),
    "teeth_l": (0.45, 0.030, 0.60, 0.053), "gums_l": (0.45, 0.004, 0.60, 0.028),
    "socket_l": (0.605, 0.004, 0.68, 0.104), "socket_r": (0.685, 0.004, 0.76, 0.104),
    "lash_l1": (0.765, 0.055, 0.87, 0.104), "lash_l2": (0.765, 0.004, 0.87, 0.052),
    "lash_r1": (0.875, 0.055, 0.98, 0.104), "lash_r2": (0.875, 0.004, 0.98, 0.052),
}  # fmt: skip
"""u0, v0, u1, v1 of each part. Upper and lower lashes share nothing with the skin, which has its own chart."""


def unwrap_all(selection: Selection, shape: Shape) -> tuple[Array, Array]:
    """uv [T, 2] in [0, 1] and uv_faces [F, 3] of the whole head."""
    skin = np.flatnonzero(np.isin(shape.parts, ("skin", "neck")))
    quads = selection.quads[np.isin(selection.parts, ("skin", "neck"))]
    # Vertices of skin and neck come first in both numberings.
    middle = np.abs(selection.vertices[:, 0]) < 1e-7
    disc = cut_open(shape.template, shape.faces[skin], back_seam(shape.template, quads, middle))
    flat = flatten(disc, _density(disc.vertices))
    real = disc.source >= 0
    uv = [_fitted(flat[real], _SKIN_BOX)]
    uv_faces = np.full_like(shape.faces, -1)
    uv_faces[skin] = disc.faces[: len(skin)]
    offset = len(uv[0])
    for part, box in _BOXES.items():
        where = np.flatnonzero(shape.parts == part)
        used, local = np.unique(shape.source_uv_faces[where], return_inverse=True)
        uv.append(_fitted(shape.source_uv[used], box))
        uv_faces[where] = local.reshape(-1, 3) + offset
        offset += len(used)
    return np.concatenate(uv), uv_faces


def _fitted(points: Array, box: tuple[float, float, float, float]) -> Array:
    low, high = np.array(box[:2]), np.array(box[2:])
    return low + (points - points.min(0)) / np.ptp(points, axis=0) * (high - low)


def _density(vertices: Array) -> Array:
    """[n] wanted texels per metre, relative: the face twice the scalp, more at eyes and mouth, less low and behind."""

    def bell(centre: tuple[float, float, float], size: tuple[float, float, float] | float) -> Array:
        return np.exp(-(((vertices - np.array(centre)) / np.array(size)) ** 2).sum(1))

    density = 1 + 1.1 * bell((0, -0.025, 0.06), (0.075, 0.085, 0.06))
    for feature in ((0.0315, 0.025, 0.045), (-0.0315, 0.025, 0.045), (0, -0.045, 0.065)):
        density += 0.35 * bell(feature, 0.022)
    x, y, z = np.abs(vertices[:, 0]), vertices[:, 1], vertices[:, 2]
    density *= 1 - 0.45 / (1 + np.exp((y + 0.125) / 0.012))
    density *= 1 - 0.35 / (1 + np.exp((z + 0.02) / 0.02))
    ear = (x > 0.074) & (z < 0) & (z > -0.06) & (y > -0.05)
    return np.where(ear, 0.75 * density, density)
