"""What a frame shows of a face: a close crop, small, and the way into it from the fit's picture units."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.check import Array
from engine.tracking import align, crop
from training.label.sighting import Sighting

SIZE = 112
"""Side of the crop, px. The eyes are about 45 px apart in it."""
CLOSE = 1.2
"""Times as large as in the live network's crop: from above the brows to below the chin."""
BLUR = 0.7
"""Standard deviation, px: of drawn and real pictures alike, so that neither has edges that the other cannot."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A face's pixels."""

    picture: Array  # [SIZE, SIZE, 3] float32 sRGB in [0, 1]
    inside: Array  # [SIZE, SIZE] bool: not beyond the edge of the frame
    crop_from_uv: Array  # [2, 3] px of the crop, counted from pixel edges, from picture units

    def place(self, uv: Array) -> Array:
        """[2, V] px in the crop of uv [2, V]."""
        return self.crop_from_uv[:, :2] @ uv + self.crop_from_uv[:, 2:]


def look_at(image: Array, seen: Sighting) -> Look:
    """The crop of `image` [H, W, 3] uint8 around the detector's landmarks of the same frame."""
    to_close = np.array([[CLOSE, 0, SIZE / 2], [0, CLOSE, SIZE / 2], [0, 0, 1]]) @ [
        [1, 0, -align.LIVE_SIZE / 2], [0, 1, -align.LIVE_SIZE / 2], [0, 0, 1]
    ]  # fmt: skip
    crop_from_image = to_close @ align.crop_from_landmarks(seen.landmarks)
    unit, origin = seen.target.unit_px, seen.target.origin_px
    image_from_uv = np.array([[unit, 0, origin[0]], [0, -unit, origin[1]], [0, 0, 1]])
    height, width = image.shape[:2]
    x, y = np.linalg.inv(crop_from_image)[:2] @ np.stack([*_centres(), np.ones(SIZE * SIZE)])
    inside = (x > 0) & (x < width) & (y > 0) & (y < height)
    picture = crop.warp(image, crop_from_image, SIZE).astype(np.float32) / 255
    return Look(picture, inside.reshape(SIZE, SIZE), (crop_from_image @ image_from_uv)[:2])


def blurred(picture: Array) -> Array:
    """[H, W(, C)] float32, as sharp as every picture that is compared."""
    return cv2.GaussianBlur(picture, (0, 0), BLUR)


def _centres() -> tuple[Array, Array]:
    y, x = np.mgrid[:SIZE, :SIZE] + 0.5
    return x.ravel(), y.ravel()
