"""Where a photo's fine shading is the skin's: not on brows, beard, nostrils, nor where `detail_mask` shows nothing."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from engine.avatar.atlas import atlas_of
from engine.avatar.hair import colour_distance
from engine.check import Array
from engine.detail.mask import detail_mask
from engine.detail.texture import window_of
from engine.detail.window import RESIDUAL_SIZE, WINDOW, WINDOW_M
from engine.head.head_model import Head

# fmt: off
_BROWS = ((70, 63, 105, 66, 107, 55, 65, 52, 53, 46), (300, 293, 334, 296, 336, 285, 295, 282, 283, 276))
_NOSTRILS = ((98, 97, 2, 94, 19, 44, 45, 220, 115, 48, 64), (327, 326, 2, 94, 19, 274, 275, 440, 344, 278, 294))
# fmt: on
_BESIDE_BROWS_M = (0.0035, 0.0080)
_BESIDE_NOSTRILS_M = (0.0000, 0.0030)
"""None up to the first distance outside the ring, all from the second."""
_NEAR_HAIR_M = 0.0025
_SKIN, _HAIR = 0.08, 0.14
"""Deviation of the level's logarithm nearby: of skin, and of stubble, brows and strands."""
_LIKE, _UNLIKE = 0.11, 0.17
"""Distance of colours nearby from the skin's (engine.avatar.hair): of skin, and of strands over it and of beards."""
_TEXEL_M = WINDOW_M / RESIDUAL_SIZE


@lru_cache(maxsize=2)
def bare_skin(head: Head) -> Array:
    """[512, 512] in [0, 1] of a head, whoever wears it."""
    atlas = atlas_of(head)
    mask = np.asarray(window_of(atlas.scatter(atlas.gather(detail_mask(head)) * atlas.part("skin")), RESIDUAL_SIZE))
    for rings, (none, full) in ((_BROWS, _BESIDE_BROWS_M), (_NOSTRILS, _BESIDE_NOSTRILS_M)):
        for ring in rings:
            mask = mask * _ramp(_outside(head, ring), none, full)
    mask.flags.writeable = False
    return mask


def hairless(colour: Array, fine: Array, bare: Array) -> Array:
    """[S, S] in [0, 1]: hair is busier than skin ever is, or of another colour.

    colour: [S, S, 3] sRGB  fine: [S, S] the fine part of the level's logarithm  bare: [S, S] see `bare_skin`
    """
    reach = _NEAR_HAIR_M / _TEXEL_M
    busy = np.sqrt(cv2.GaussianBlur(fine * fine, (0, 0), reach))
    hair = 1 - _ramp(busy, _HAIR, _SKIN)
    some = bare > 0.9
    if some.any():
        smooth = cv2.GaussianBlur(colour, (0, 0), reach)
        away = colour_distance(smooth.reshape(-1, 3), np.median(smooth[some], 0)).reshape(hair.shape)
        hair = np.maximum(hair, _ramp(away, _LIKE, _UNLIKE))
    hair = cv2.dilate(hair, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(reach) + 1,) * 2))
    return 1 - cv2.GaussianBlur(hair, (0, 0), reach)


def _outside(head: Head, ring: tuple[int, ...]) -> Array:
    """[512, 512] m from a ring of landmarks, negative inside."""
    marks = list(ring)
    uv = np.einsum("lk,lkc->lc", head.landmark_weights[marks], head.uv[head.uv_faces[head.landmark_faces[marks]]])
    filled = np.zeros((RESIDUAL_SIZE, RESIDUAL_SIZE), np.uint8)
    cv2.fillPoly(filled, [np.round(WINDOW.place(uv) * RESIDUAL_SIZE * 16).astype(np.int32)], 1, shift=4)
    away = cv2.distanceTransform(1 - filled, cv2.DIST_L2, 5) - cv2.distanceTransform(filled, cv2.DIST_L2, 5)
    return away * np.float32(_TEXEL_M)


def _ramp(x: Array, zero: float, one: float) -> Array:
    """0 at `zero`, 1 at `one`, smooth between."""
    t = np.clip((x - zero) / (one - zero), 0, 1, dtype=np.float32)
    return t * t * (3 - 2 * t)
