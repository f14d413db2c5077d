"""A selfie taken in the dark: the whites of the eyes say how much light is missing."""

from __future__ import annotations

import cv2
import numpy as np

from engine.check import Array
from engine.head.landmarks import LEFT_IRIS, RIGHT_IRIS
from engine.light import linear_from_srgb, srgb_from_linear

_LIDS = {
    RIGHT_IRIS: [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7],
    LEFT_IRIS: [263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249],
}
EXPECTED_WHITE = 0.15
"""Linear level of the whites of the eyes, under the lids' shade, below which a photo is too dark. Over 80 well-lit
portraits of all skin tones they lie between .17 and .55; in selfies at night at .02 to .07."""
MAX_GAIN = 3.5


def brightened(image: Array, landmarks: Array) -> Array:
    """`image` [H, W, 3] float32 sRGB as a longer exposure would show it; itself where the light is enough.

    landmarks: [478, 2] px. Skin alone cannot tell a dark photo from dark skin; the whites of the eyes can.
    """
    whites = np.concatenate([_whites(image, landmarks, iris) for iris in _LIDS])
    if len(whites) < 30:
        return image
    order = np.argsort(whites.mean(1))
    clear = whites[order[int(0.6 * len(order)) : int(0.9 * len(order)) + 1]]  # neither lashes nor highlights
    gain = min(1.2 * EXPECTED_WHITE / max(float(linear_from_srgb(np.median(clear, 0)).mean()), 1e-3), MAX_GAIN)
    if gain <= 1.2:
        return image
    return srgb_from_linear(_rolled(linear_from_srgb(image) * gain)).astype(np.float32)


def _rolled(linear: Array) -> Array:
    """Levels above .7 bent under 1, so that what was bright already keeps its colour."""
    return np.where(linear > 0.7, 0.7 + 0.3 * np.tanh((linear - 0.7) / 0.3), linear)


def _whites(image: Array, landmarks: Array, iris: int) -> Array:
    """[n, 3] pixels between the lids and beside the iris."""
    mask = np.zeros(image.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(landmarks[_LIDS[iris]] * 8).astype(np.int32)], 255, shift=3)
    radius = np.linalg.norm(landmarks[iris + 1 : iris + 5] - landmarks[iris], axis=1).mean()
    centre = np.round(landmarks[iris]).astype(int)
    cv2.circle(mask, (int(centre[0]), int(centre[1])), int(np.ceil(radius * 1.15)), 0, -1)
    return image[mask > 0]
