"""What a shader needs of a displacement map at each texel: its slopes, what lies deep, and its height."""

from __future__ import annotations

import cv2
import numpy as np

from engine.check import Array

SURROUNDINGS = 0.018
"""Side of the square that a valley is compared with, as a share of the window: 4 mm of skin."""


def relief(displacement: Array) -> Array:
    """[S, S] m, top row first -> [S, S, 4] float32: slope to the right, slope upwards, depth, height.

    Slopes: metres per side of the window, central differences. Depth: metres below the mean of the surroundings.
    """
    size = len(displacement)
    height = np.ascontiguousarray(displacement, np.float32)
    padded = cv2.copyMakeBorder(height, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    right = (padded[1:-1, 2:] - padded[1:-1, :-2]) * np.float32(size / 2)
    up = (padded[:-2, 1:-1] - padded[2:, 1:-1]) * np.float32(size / 2)
    reach = 2 * round(SURROUNDINGS * size / 2) + 1
    depth = cv2.blur(height, (reach, reach), borderType=cv2.BORDER_REPLICATE) - height
    return cv2.merge([right, up, depth, height])
