"""White balance by what is known of people: skin and the whites of eyes have few hues, whatever their level."""

from __future__ import annotations

import numpy as np

from engine.avatar.exposure import eye_white, skin_pixels
from engine.check import Array
from engine.light import linear_from_srgb, srgb_from_linear

SKIN_RED, SKIN_BLUE = (1.30, 2.00), (0.60, 0.93)
"""Red and blue over green, linear, of the skin of people of all tones in neutral studio light (90 % of 72)."""
WHITE_RED, WHITE_BLUE = (1.05, 1.45), (0.82, 1.03)
"""The same of the whites of their eyes, which the lids and the skin around tint."""
BRIGHT_SKIN = 0.45
"""Mean linear level above which skin is overexposed: the lightest of the 72 have .50."""
MAX_GAIN = 1.6


def balanced(image: Array, landmarks: Array) -> Array:
    """`image` [H, W, 3] float32 sRGB without the cast that makes its skin implausible; itself where there is none.

    landmarks: [478, 2] px. Only what lies outside the range of people is pulled to its edge: a ruddy or a sallow
    face stays one. The whites have half a say, for a narrow eye shows little of them.
    """
    skin = np.maximum(linear_from_srgb(np.median(skin_pixels(image, landmarks), 0)), 1e-3)
    white = eye_white(image, landmarks)
    gains = np.ones(3)
    for channel, of_skin, of_white in ((0, SKIN_RED, WHITE_RED), (2, SKIN_BLUE, WHITE_BLUE)):
        ratio = skin[channel] / skin[1]
        gain = np.clip(ratio, *of_skin) / ratio
        if white is not None:
            ratio = gain * white[channel] / max(white[1], 1e-4)
            gain *= np.sqrt(np.clip(ratio, *of_white) / ratio)
        gains[channel] = np.clip(gain, 1 / MAX_GAIN, MAX_GAIN)
    level = skin / skin.sum()  # the light taken from one channel goes to all: the skin keeps its brightness
    gains /= (gains * level).sum()
    gains *= min((BRIGHT_SKIN / float(skin.mean())) ** 0.4, 1.0)
    if np.abs(gains - 1).max() < 0.02:
        return image
    return srgb_from_linear(linear_from_srgb(image) * gains).astype(np.float32)
