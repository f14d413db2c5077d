"""What a shader needs of a displacement map at each texel: its slopes, what lies deep, and its height."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.detail.window import DISPLACEMENT_MAX_M

FULL_SLOPE, FULL_M = 2.0, 2 * DISPLACEMENT_MAX_M
"""What slopes, and depth and height, stay within: 32767 of `packed`."""
SURROUNDINGS = 0.018
"""Side of the square that a valley is compared with, as a share of the window: 4 mm of skin."""


def reach(size: int) -> int:
    """How many texels of a map that many wide the surroundings reach to each side."""
    return round(SURROUNDINGS * size / 2)


def relief(displacement: Array) -> Array:
    """[S, S] m, top row first -> [S, S, 4] float32: slope to the right, slope upwards, depth, height.

    Slopes: metres per side of the window, central differences. Depth: metres below the mean of the surroundings.
    """
    import cv2  # the app starts without it

    size = len(displacement)
    height = np.ascontiguousarray(displacement, np.float32)
    padded = cv2.copyMakeBorder(height, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    right = (padded[1:-1, 2:] - padded[1:-1, :-2]) * np.float32(size / 2)
    up = (padded[:-2, 1:-1] - padded[2:, 1:-1]) * np.float32(size / 2)
    side = 2 * reach(size) + 1
    depth = cv2.blur(height, (side, side), borderType=cv2.BORDER_REPLICATE) - height
    return cv2.merge([right, up, depth, height])


def halved(relief: Array) -> Array:
    """[S, S, 4] -> [S / 2, S / 2, 4], the means of four texels: the relief as it looks from twice as far."""
    import cv2  # the app starts without it

    return cv2.resize(relief, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


def packed(relief: Array) -> Array:
    """[S, S, 4] float32 -> int16 shares of FULL_SLOPE and FULL_M; what is beyond them ends there.

    Not half floats: a slope is as exact everywhere, and numpy takes milliseconds to round the smallest of them.
    """
    import cv2  # the app starts without it

    slope, length = 32767 / FULL_SLOPE, 32767 / FULL_M
    return cv2.multiply(relief, (slope, slope, length, length), dtype=cv2.CV_16S)
