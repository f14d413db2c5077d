"""What an export carries of a person's detail: the displacement of one moment, and where on the skin it shows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine import check
from engine.check import Array
from engine.detail.baked import MovingDetail
from engine.detail.relief import relief
from engine.detail.window import DISPLACEMENT_SIZE, RESIDUAL_SIZE, WINDOW
from engine.types import Avatar, Motion


@dataclass(frozen=True, slots=True, eq=False)
class Carving:
    """Displacement over the detail window, metres along the outward normal; top row first."""

    moving: Array  # [256, 256] of one expression
    still: Array  # [512, 512] moles, pores, scars

    def __post_init__(self) -> None:
        for name, size in (("moving", DISPLACEMENT_SIZE), ("still", RESIDUAL_SIZE)):
            object.__setattr__(self, name, check.frozen(f"Carving.{name}", getattr(self, name), (size, size)))

    def height(self, uv: Array) -> Array:
        """[N] m at texture coordinates [N, 2]; off the window what is at its border."""
        place = WINDOW.place(uv)
        return _sampled(self.moving, place) + _sampled(self.still, place)

    def slopes(self, uv: Array) -> Array:
        """[N, 2] by how much the height grows to the right and upwards, metres per side of the window.

        As the renderer has them: shaders/include/relief.glsl.
        """
        place = WINDOW.place(uv)
        moving, still = (np.ascontiguousarray(relief(each)[..., :2]) for each in (self.moving, self.still))
        return _sampled(moving, place) + _sampled(still, place)


def carving_of(avatar: Avatar, motion: Motion, exact: MovingDetail | None, strength: float = 1.0) -> Carving | None:
    """The detail of `avatar` with the expression of `motion`; None where it has none or shows none.

    exact: draws the wrinkles in place of the baked maps, see `engine.detail.path`.
    """
    if avatar.detail is None or strength == 0:
        return None
    moving = exact
    if moving is None and avatar.detail.baked is not None:
        moving = avatar.detail.baked.blended()
    still = strength * avatar.detail.residual
    if moving is None:
        return Carving(np.zeros((DISPLACEMENT_SIZE, DISPLACEMENT_SIZE)), still)
    return Carving(strength * moving(motion.expression, motion.jaw_pose), still)


def _sampled(picture: Array, place: Array) -> Array:
    """[N(, C)] bilinear values of [S, S(, C)] at places [N, 2] in shares of its sides, right and down."""
    at = (place * len(picture) - 0.5).astype(np.float32)
    rows = -(-len(at) // 4096)  # OpenCV takes no picture longer than 32767
    padded = np.zeros((rows * 4096, 2), np.float32)
    padded[: len(at)] = at
    x, y = np.moveaxis(padded.reshape(rows, 4096, 2), -1, 0)
    found = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return found.reshape(rows * 4096, *picture.shape[2:])[: len(at)]
