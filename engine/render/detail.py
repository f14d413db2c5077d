"""One person's detail on the GPU: what stays, what the expression moves, and how both lie on the skin."""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.detail.mask import detail_mask
from engine.detail.personal import Detail
from engine.detail.relief import FULL_M, FULL_SLOPE, halved, relief
from engine.detail.window import DISPLACEMENT_SIZE, RESIDUAL_SIZE, WINDOW, WINDOW_M
from engine.head.head_model import Head
from engine.render.deform import Deformer
from engine.render.programs import Uniform
from engine.render.textures import relief_texture, write_relief
from engine.render.unfold import Unfolding
from engine.types import Motion

_FIRST_UNIT = 5
"""Texture units from here on; the head's passes and the hairstyle keep theirs below."""
CLOSE = 1.5
"""Pixels a texel of what moves from which on what stays has a finer texture of its own: farther away it shows nothing
more, and a software driver saves a twelfth of the picture."""


class DetailMaps:
    """Fills what include/relief.glsl reads.

    The baked maps are blended here, not in a shader: a matrix product of 0.1 ms, where a software driver takes
    milliseconds to fetch them, and the exact decoder's map goes the same way.
    """

    def __init__(self, ctx: moderngl.Context, head: Head, detail: Detail) -> None:
        self._unfolding = Unfolding(ctx, head, detail_mask(head) > 0)
        still = relief(detail.residual)
        self._still = relief_texture(ctx, RESIDUAL_SIZE)
        write_relief(self._still, still)
        self._still_coarse = halved(still)
        self._moving = relief_texture(ctx, DISPLACEMENT_SIZE)
        self._blended = None if detail.baked is None else detail.baked.blended()
        self._flat = np.zeros((DISPLACEMENT_SIZE, DISPLACEMENT_SIZE), np.float32)
        self._close = False

    def follow(self, deformer: Deformer, motion: Motion, displacement: Array | None, pixels: float) -> None:
        """Take the wrinkles of `motion`: `displacement` [256, 256] m where it is given, else the baked ones.

        pixels: how many a metre of skin covers.
        """
        if displacement is None:
            displacement = self._flat
            if self._blended is not None:
                displacement = self._blended(motion.expression, motion.jaw_pose)
        moving = relief(displacement)
        self._close = pixels * WINDOW_M > CLOSE * DISPLACEMENT_SIZE
        if not self._close:
            moving += self._still_coarse
        write_relief(self._moving, moving)
        self._unfolding.follow(deformer)

    @property
    def variant(self) -> dict[str, int]:
        """#defines of the programs that draw it."""
        return {"DETAIL": 2 if self._close else 1}

    def use(self, strength: float) -> dict[str, Uniform]:
        """Bind the textures; the uniforms of a program of this `variant`."""
        textures = {"rights": self._unfolding.right, "ups": self._unfolding.up, "moving": self._moving}
        if self._close:
            textures["still"] = self._still
        for unit, texture in enumerate(textures.values(), _FIRST_UNIT):
            texture.use(unit)
        units = {name: unit for unit, name in enumerate(textures, _FIRST_UNIT)}
        window = (WINDOW.left, 1 - WINDOW.top - WINDOW.side, WINDOW.side)
        return {**units, "window": window, "full": (FULL_SLOPE, FULL_M), "detail_strength": strength}

    def release(self) -> None:
        for gl in (self._unfolding, self._still, self._moving):
            gl.release()
