"""A photo taken in the dark: the whites of the eyes say how much light is missing."""

from __future__ import annotations

import cv2
import numpy as np

from engine.check import Array
from engine.head.landmarks import LEFT_IRIS, RIGHT_IRIS, interocular
from engine.light import linear_from_srgb, srgb_from_linear

_LIDS = {
    RIGHT_IRIS: [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7],
    LEFT_IRIS: [263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249],
}
EXPECTED_WHITE = 0.24
"""Linear level of the whites of the eyes, under the lids' shade. Over 80 well-lit portraits of all skin tones they
lie between .17 and .55, in selfies at night at .02 to .07."""
MAX_GAIN = 4.0
_LIT_SKIN = 0.42
"""Linear level of fair skin in good light: no photo is lifted beyond it."""
_SKIN_POINTS = (50, 280, 205, 425, 151, 9)
"""Cheeks and forehead among the 478 landmarks."""
_GRAIN = 0.02
"""Reach, by interocular distance and unit of gain, over which the colour noise of the dark is averaged."""


def brightened(image: Array, landmarks: Array) -> Array:
    """`image` [H, W, 3] float32 sRGB as a longer exposure would show it; itself where the light is enough.

    landmarks: [478, 2] px. Skin alone cannot tell a dark photo from dark skin; the whites of the eyes can.
    """
    white = eye_white(image, landmarks)
    if white is None:
        return image
    # Eyes in the shade of a face that is lit from one side are no sign of a dark photo.
    lit = float(np.quantile(linear_from_srgb(skin_pixels(image, landmarks)).mean(1), 0.8))
    gain = min((EXPECTED_WHITE / max(float(white.mean()), 1e-3)) ** 0.9, MAX_GAIN, max(_LIT_SKIN / max(lit, 1e-3), 1.0))
    if gain <= 1.0:
        return image
    bright = srgb_from_linear(_rolled(linear_from_srgb(image) * gain)).astype(np.float32)
    return _even_colour(bright, _GRAIN * (gain - 1.3) * interocular(landmarks)) if gain > 1.6 else bright


def eye_white(image: Array, landmarks: Array) -> Array | None:
    """[3] linear colour of the whites of the eyes; None where too little of them is seen."""
    pixels = np.concatenate([_between_lids(image, landmarks, iris) for iris in _LIDS])
    if len(pixels) < 30:
        return None
    order = np.argsort(pixels.mean(1))
    clear = pixels[order[int(0.6 * len(order)) : int(0.9 * len(order)) + 1]]  # neither lashes nor highlights
    return linear_from_srgb(np.median(clear, 0))


def skin_pixels(image: Array, landmarks: Array) -> Array:
    """[n, 3] small patches of cheeks and forehead."""
    reach = max(1, round(0.04 * interocular(landmarks)))
    patches = []
    for x, y in np.round(landmarks[list(_SKIN_POINTS)]).astype(int).clip(0):
        patch = image[max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1]
        patches.append(patch.reshape(-1, 3))
    return np.concatenate(patches)


def _even_colour(image: Array, reach: float) -> Array:
    """`image` with its hues averaged over `reach` px, its levels untouched: compression and sensors blotch hues."""
    level = image.mean(2, keepdims=True)
    return (level + cv2.GaussianBlur(image - level, (0, 0), reach)).clip(0, 1)


def _rolled(linear: Array) -> Array:
    """Levels above .7 bent under 1, so that what was bright already keeps its colour."""
    return np.where(linear > 0.7, 0.7 + 0.3 * np.tanh((linear - 0.7) / 0.3), linear)


def _between_lids(image: Array, landmarks: Array, iris: int) -> Array:
    """[n, 3] pixels between the lids and beside the iris."""
    mask = np.zeros(image.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(landmarks[_LIDS[iris]] * 8).astype(np.int32)], 255, shift=3)
    radius = np.linalg.norm(landmarks[iris + 1 : iris + 5] - landmarks[iris], axis=1).mean()
    centre = np.round(landmarks[iris]).astype(int)
    cv2.circle(mask, (int(centre[0]), int(centre[1])), int(np.ceil(radius * 1.15)), 0, -1)
    return image[mask > 0]
