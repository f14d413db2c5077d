"""The square around a face that encoders look at and that `cam` is relative to."""

from __future__ import annotations

import math

import numpy as np

from engine.check import Array
from engine.types import CROP_SIZE, Face

CROP_SCALE = 1.25
"""Side of the square, in mean sides of the landmarks' box (DECA's value at test time)."""


def crop_from_image(landmarks: Array, scale: float = CROP_SCALE) -> Array:
    """[3, 3] from image px to px of the upright CROP_SIZE square around landmarks [L, 2]."""
    return crop_from_box(*landmarks.min(0).tolist(), *landmarks.max(0).tolist(), scale=scale)


def crop_from_box(left: float, top: float, right: float, bottom: float, scale: float = CROP_SCALE) -> Array:
    """As `crop_from_image`, for the landmarks' box, px."""
    side = max((right - left + bottom - top) / 2 * scale, 1.0)
    zoom = CROP_SIZE / side
    x, y = (left + right - side) / 2, (top + bottom - side) / 2
    return np.array([[zoom, 0.0, -zoom * x], [0.0, zoom, -zoom * y], [0.0, 0.0, 1.0]])


def crop(face: Face, scale: float = CROP_SCALE) -> tuple[Array, Array]:
    """The crop [CROP_SIZE, CROP_SIZE, 3] uint8 RGB, black outside the picture, and its `crop_from_image`."""
    return warp(face.frame.image, matrix := crop_from_image(face.landmarks, scale)), matrix


def warp(image: Array, crop_from_image: Array, size: int = CROP_SIZE) -> Array:
    """[size, size, 3] of the picture's own type: what `crop_from_image` cuts out, smoothed where it shrinks."""
    import cv2

    # Scalars: numpy takes longer to invert a matrix of nine than cv2 to halve a picture.
    (a, b, x), (c, d, y), _ = np.asarray(crop_from_image, np.float64).tolist()
    zoom = math.sqrt(abs(a * d - b * c))
    halvings = min(max(0, math.floor(-math.log2(max(zoom, 1e-3)))), int(math.log2(min(image.shape[:2]))))
    if halvings:
        # Averages of two by two, again and again, of the part that is needed: a tenth of the cost of blurring it all.
        block = 2**halvings
        image, left, top = _part(image, (a, b, x, c, d, y), size, block)
        for _ in range(halvings):
            height, width = image.shape[:2]
            image = cv2.resize(image, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        x, y = x + a * left + b * top, y + c * left + d * top
        a, b, c, d = a * block, b * block, c * block, d * block
    # cv2 counts from pixel centres, we from pixel edges: the matrix moves by half a pixel on both sides.
    matrix = np.array([[a, b, x + (a + b - 1) / 2], [c, d, y + (c + d - 1) / 2]])
    return cv2.warpAffine(image, matrix, (size, size), flags=cv2.INTER_LINEAR)


def _part(image: Array, rows: tuple[float, ...], size: int, block: int) -> tuple[Array, int, int]:
    """The part of the picture that the crop shows, whole blocks of pixels a side, and its corner (left, top) px.

    rows: the upper two of crop_from_image.
    """
    a, b, x, c, d, y = rows
    area = a * d - b * c
    corners = [(u - x, v - y) for u in (0, size) for v in (0, size)]
    across = _blocks([(d * u - b * v) / area for u, v in corners], image.shape[1], block)
    down = _blocks([(a * v - c * u) / area for u, v in corners], image.shape[0], block)
    return image[slice(*down), slice(*across)], across[0], down[0]


def _blocks(places: list[float], limit: int, block: int) -> tuple[int, int]:
    """First and last pixel of whole blocks that cover `places` and a block more, as far as the picture reaches."""
    low = min(max(math.floor(min(places)) - block, 0), max(limit - block, 0))
    high = min(max(math.ceil(max(places)) + 2 * block, low + block), limit)
    return low, low + (high - low) // block * block
