"""A small picture in a corner of a larger one: the source, for those who want it to be seen beside the avatar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from engine.check import Array

Corner = Literal["top left", "top right", "bottom left", "bottom right"]
CORNERS: tuple[Corner, ...] = get_args(Corner)
_SIDE_PX = 400
_SHARE, _MARGIN = 0.25, 0.03
"""Of the shorter side of the whole: the longer side of the inset, and its distance from the edges."""


@dataclass(frozen=True, slots=True, eq=False)
class Inset:
    """Drawn over everything else."""

    image: Array  # [H, W, 3] uint8 sRGB
    corner: Corner = "bottom left"

    @classmethod
    def of(cls, image: Array, corner: Corner, *, mirrored: bool = False) -> Inset:
        """`image` as small as an inset is at most."""
        import cv2  # a tenth of a second that a window should not wait for

        height, width = image.shape[:2]
        scale = min(1.0, _SIDE_PX / max(width, height))
        size_wh = max(1, round(scale * width)), max(1, round(scale * height))
        small = cv2.resize(image, size_wh, interpolation=cv2.INTER_AREA)
        small = np.ascontiguousarray(small[:, ::-1]) if mirrored else small
        small.flags.writeable = False
        return cls(small, corner)

    def place(self, size_wh: tuple[int, int]) -> tuple[int, int, int, int]:
        """Left, bottom, width, height, px from the bottom left of a picture of that size."""
        height, width = self.image.shape[:2]
        scale, margin = _SHARE * min(size_wh) / max(width, height), round(_MARGIN * min(size_wh))
        wide, high = max(1, round(scale * width)), max(1, round(scale * height))
        left = margin if self.corner.endswith("left") else size_wh[0] - margin - wide
        return left, margin if self.corner.startswith("bottom") else size_wh[1] - margin - high, wide, high
