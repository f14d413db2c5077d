"""One person's detail on the GPU: what stays, what the expression moves, and how both lie on the skin."""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.detail.mask import detail_mask
from engine.detail.personal import Detail
from engine.detail.relief import relief
from engine.detail.window import DISPLACEMENT_SIZE, RESIDUAL_SIZE, WINDOW
from engine.head.head_model import Head
from engine.render.deform import Deformer
from engine.render.programs import Uniform
from engine.render.textures import relief_texture, write_relief
from engine.render.unfold import Unfolding
from engine.types import Motion

_RIGHTS, _UPS, _MOVING, _STILL = 5, 6, 7, 8
"""Texture units; the head's passes and the hairstyle keep theirs below."""


class DetailMaps:
    """Fills what include/relief.glsl reads.

    The baked maps are blended here, not in a shader: a matrix product of 0.1 ms, where a software driver takes
    milliseconds to fetch them, and the exact decoder's map goes the same way.
    """

    def __init__(self, ctx: moderngl.Context, head: Head, detail: Detail) -> None:
        self._unfolding = Unfolding(ctx, head, detail_mask(head) > 0)
        self._still = relief_texture(ctx, RESIDUAL_SIZE)
        write_relief(self._still, relief(detail.residual))
        self._moving = relief_texture(ctx, DISPLACEMENT_SIZE)
        self._blended = None if detail.baked is None else detail.baked.blended()
        self._flat = np.zeros((DISPLACEMENT_SIZE, DISPLACEMENT_SIZE), np.float32)

    def follow(self, deformer: Deformer, motion: Motion, displacement: Array | None) -> None:
        """Take the wrinkles of `motion`: `displacement` [256, 256] m where it is given, else the baked ones."""
        if displacement is None:
            displacement = self._flat
            if self._blended is not None:
                displacement = self._blended(motion.expression, motion.jaw_pose)
        write_relief(self._moving, relief(displacement))
        self._unfolding.follow(deformer)

    def use(self, strength: float) -> dict[str, Uniform]:
        """Bind the textures; the uniforms of a DETAIL program."""
        for unit, texture in (
            (_RIGHTS, self._unfolding.right),
            (_UPS, self._unfolding.up),
            (_MOVING, self._moving),
            (_STILL, self._still),
        ):
            texture.use(unit)
        window = (WINDOW.left, 1 - WINDOW.top - WINDOW.side, WINDOW.side)
        return {
            "rights": _RIGHTS, "ups": _UPS, "moving": _MOVING, "still": _STILL,
            "window": window, "detail_strength": strength,
        }  # fmt: skip

    def release(self) -> None:
        for gl in (self._unfolding, self._still, self._moving):
            gl.release()
