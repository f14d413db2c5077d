"""How light falls on a face, as the picture has it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.types import Face

_ROWS = 96
"""Rows of the face that are looked at: more say the same."""
_LUMA = np.array([0.299, 0.587, 0.114], np.float32) / 255
_CLIPPED = 250
"""sRGB, of 255: above it every channel has lost what was there."""


@dataclass(frozen=True, slots=True)
class Illumination:
    """Luma is sRGB's, 0 black to 1 white, as a person sees it on a screen."""

    bright: float
    """Luma that 2 % of the face exceed: highlights and the whites of the eyes, which dark skin has as well as pale."""
    glare: float
    """Share of the face that is burnt out."""
    around: float
    """Mean luma of the whole picture."""

    @classmethod
    def of(cls, face: Face) -> Illumination:
        """From the face's picture; about a millisecond."""
        import cv2

        image, (x0, y0, x1, y1) = face.frame.image, face.box_xyxy
        height, width = image.shape[:2]
        left, top = int(np.clip(x0, 0, width - 1)), int(np.clip(y0, 0, height - 1))
        step = max(1, int(y1 - y0) // _ROWS)
        inside = image[top : max(top + 1, int(y1)) : step, left : max(left + 1, int(x1)) : step]
        outline = cv2.convexHull(np.round((face.landmarks - (left, top)) / step).astype(np.int32))
        mask = cv2.fillConvexPoly(np.zeros(inside.shape[:2], np.uint8), outline, 1).astype(bool)
        skin: Array = inside[mask] if mask.any() else inside.reshape(-1, 3)
        whole = image[:: max(1, height // 64), :: max(1, width // 64)]
        return cls(
            bright=float(np.percentile(skin @ _LUMA, 98)),
            glare=float((skin.min(1) >= _CLIPPED).mean()),
            around=float((whole @ _LUMA).mean()),
        )
