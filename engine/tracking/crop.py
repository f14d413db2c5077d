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

    matrix = np.asarray(crop_from_image, np.float64)
    zoom = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    halvings = min(max(0, math.floor(-math.log2(max(zoom, 1e-3)))), int(math.log2(min(image.shape[:2]))))
    if halvings:
        # Averages of two by two, again and again, of the part that is needed: a tenth of the cost of blurring it all.
        image, (left, top) = _part(image, matrix, size, 2**halvings)
        for _ in range(halvings):
            height, width = image.shape[:2]
            image = cv2.resize(image, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        matrix = matrix @ np.array([[2**halvings, 0, left], [0, 2**halvings, top], [0, 0, 1.0]])
    # cv2 counts from pixel centres, we from pixel edges: the matrix moves by half a pixel on both sides.
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
    matrix = np.linalg.inv(half) @ matrix @ half
    return cv2.warpAffine(image, matrix[:2], (size, size), flags=cv2.INTER_LINEAR)


def _part(image: Array, crop_from_image: Array, size: int, block: int) -> tuple[Array, Array]:
    """The part of the picture that the crop shows, whole blocks of pixels a side, and its corner (left, top) px."""
    corners = np.linalg.inv(crop_from_image) @ np.array([[0, size, 0, size], [0, 0, size, size], [1, 1, 1, 1.0]])
    limit = np.array(image.shape[1::-1])
    low = np.clip(np.floor(corners[:2].min(1)).astype(int) - block, 0, np.maximum(limit - block, 0))
    high = np.clip(np.ceil(corners[:2].max(1)).astype(int) + 2 * block, low + block, limit)
    high = np.minimum(high, low + (high - low) // block * block)
    return image[low[1] : high[1], low[0] : high[0]], low
