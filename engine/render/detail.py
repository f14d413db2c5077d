"""One person's detail on the GPU: what stays, what the expression moves, and how both lie on the skin."""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.detail.baked import MovingDetail, OnCard
from engine.detail.mask import detail_mask
from engine.detail.personal import Detail
from engine.detail.relief import FULL_M, FULL_SLOPE, halved, relief
from engine.detail.window import DISPLACEMENT_SIZE, RESIDUAL_SIZE, WINDOW, WINDOW_M
from engine.head.head_model import Head
from engine.render.card_relief import CardRelief
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
    milliseconds to fetch them. The exact decoder's map goes the same way, unless the card that draws worked it out.

    moving: what moves, in place of the baked maps.
    """

    def __init__(self, ctx: moderngl.Context, head: Head, detail: Detail, moving: MovingDetail | None = None) -> None:
        self._ctx, self._exact = ctx, moving
        self._card: CardRelief | None = None
        self._asked = False
        self._unfolding = Unfolding(ctx, head, detail_mask(head) > 0)
        still = relief(detail.residual)
        self._still = relief_texture(ctx, RESIDUAL_SIZE)
        write_relief(self._still, still)
        self._still_coarse = halved(still)
        self._moving = relief_texture(ctx, DISPLACEMENT_SIZE)
        self._blended = None if detail.baked is None else detail.baked.blended()
        self._flat = np.zeros((DISPLACEMENT_SIZE, DISPLACEMENT_SIZE), np.float32)
        self._close = self._on_card = False

    def follow(self, deformer: Deformer, motion: Motion, displacement: Array | None, pixels: float) -> None:
        """Take the wrinkles of `motion`: `displacement` [256, 256] m where it is given, else `moving`'s or the baked.

        pixels: how many a metre of skin covers.
        """
        self._close = pixels * WINDOW_M > CLOSE * DISPLACEMENT_SIZE
        self._on_card = displacement is None and self._follow_on_card(motion)
        if not self._on_card:
            self._upload(self._map(motion) if displacement is None else displacement)
        self._unfolding.follow(deformer)

    def _follow_on_card(self, motion: Motion) -> bool:
        """Whether the wrinkles of `motion` came without a trip through the processor."""
        if not self._asked and isinstance(self._exact, OnCard) and self._exact.is_on_card:
            self._asked = True
            self._card = CardRelief.of(self._ctx, self._exact, self._still_coarse)
        if self._card is None:
            return False
        if self._card.follow(motion, still=not self._close):
            return True
        self._card.release()
        self._card = None
        return False

    def _map(self, motion: Motion) -> Array:
        """[256, 256] m."""
        moving = self._exact or self._blended
        return self._flat if moving is None else moving(motion.expression, motion.jaw_pose)

    def _upload(self, displacement: Array) -> None:
        moving = relief(displacement)
        if not self._close:
            moving += self._still_coarse
        write_relief(self._moving, moving)

    @property
    def variant(self) -> dict[str, int]:
        """#defines of the programs that draw it."""
        return {"DETAIL": 2 if self._close else 1}

    def use(self, strength: float) -> dict[str, Uniform]:
        """Bind the textures; the uniforms of a program of this `variant`."""
        moving = self._card.texture if self._on_card and self._card is not None else self._moving
        textures = {"rights": self._unfolding.right, "ups": self._unfolding.up, "moving": moving}
        if self._close:
            textures["still"] = self._still
        for unit, texture in enumerate(textures.values(), _FIRST_UNIT):
            texture.use(unit)
        units = {name: unit for unit, name in enumerate(textures, _FIRST_UNIT)}
        window = (WINDOW.left, 1 - WINDOW.top - WINDOW.side, WINDOW.side)
        return {**units, "window": window, "full": (FULL_SLOPE, FULL_M), "detail_strength": strength}

    def release(self) -> None:
        for gl in (self._card, self._unfolding, self._still, self._moving):
            if gl is not None:
                gl.release()
