"""A picture so blurred that nobody can be made out in it: what is behind an avatar in place of the room."""

from __future__ import annotations

import numpy as np

from engine.check import Array

HEIGHT = 180
"""Pixels of what is blurred: no more are needed to show what is left."""
_STRENGTH = 0.07
"""Standard deviation as a share of the height: a webcam's face is some 4 of them wide, its eyes run together."""


def blurred(image: Array, *, mirrored: bool = False) -> Array:
    """[H, W, 3] uint8 -> the same at HEIGHT px, blurred, read-only. About a millisecond for 1280x720."""
    import cv2  # a tenth of a second that a window should not wait for

    height, width = image.shape[:2]
    wide, half = max(1, round(width * HEIGHT / height)), HEIGHT // 2
    small = cv2.resize(image, (max(1, wide // 2), half), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), _STRENGTH * half, borderType=cv2.BORDER_REPLICATE)
    large = cv2.resize(soft, (wide, HEIGHT), interpolation=cv2.INTER_CUBIC)
    large = np.ascontiguousarray(large[:, ::-1]) if mirrored else large
    large.flags.writeable = False
    return large
