"""Skin lighter or darker, warmer or cooler than the photo has it: for a photo taken in odd light."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.light import linear_from_srgb, srgb_from_linear

_STOPS = 0.7
"""How many times the light doubles at lightness 1."""
_WARM = np.array([0.11, 0.02, -0.17])
"""The same by channel at warmth 1."""
_FEATHER_PX = 3


def with_skin_tone(head: Head, albedo: Array, lightness: float, warmth: float) -> Array:
    """[H, W, 3] uint8 sRGB: `albedo` with the skin's tone changed further; 0 changes nothing to the bit.

    What is no skin, the inside of the mouth and the eyes, stays.
    """
    if not -2 <= lightness <= 2 or not -2 <= warmth <= 2:
        raise ValueError(f"steps of lightness and warmth lie in [-2, 2], got {lightness} and {warmth}")
    if lightness == 0 and warmth == 0:
        return albedo
    gain = 2.0 ** (_STOPS * lightness + _WARM * warmth)
    levels = linear_from_srgb(np.arange(256)[:, None] / 255.0) * gain
    # Light skin stays short of white.
    levels = np.where(levels > 0.6, 0.6 + 0.4 * np.tanh((levels - 0.6) / 0.4), levels)
    table = np.round(255 * srgb_from_linear(np.maximum(levels, 0))).clip(0, 255).astype(np.uint8)
    toned = cv2.LUT(albedo, table[None])
    share = skin_share(head, albedo.shape[0], albedo.shape[1])[..., None]
    return (albedo + (toned.astype(np.int16) - albedo) * share).round().astype(np.uint8)


@lru_cache(maxsize=2)
def skin_share(head: Head, height: int, width: int) -> Array:
    """[H, W] float32 in [0, 1]: where the atlas is skin or neck; soft at the borders."""
    covered = np.zeros((height, width), np.uint8)
    corners = head.uv[head.uv_faces[head.faces_of("skin", "neck")]] * [width, -height] + [-0.5, height - 0.5]
    for triangle in np.round(corners * 16).astype(np.int32):
        cv2.fillConvexPoly(covered, triangle, 255, cv2.LINE_8, 4)
    grown = cv2.dilate(covered, np.ones((3, 3), np.uint8))
    return cv2.blur(grown, (_FEATHER_PX, _FEATHER_PX)).astype(np.float32) / 255
