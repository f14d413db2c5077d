"""Wrinkles that a network on the same graphics card worked out: from its memory to a texture, past the processor.

The network leaves the map in a buffer of ours, a shader makes of it what the skin needs. `engine.detail.relief` does
the same for maps that come as arrays.
"""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.detail.baked import Handed, OnCard
from engine.detail.relief import FULL_M, FULL_SLOPE, reach
from engine.detail.window import DISPLACEMENT_SIZE
from engine.render.programs import load_program
from engine.render.textures import SMALLEST_RELIEF, shares_texture
from engine.types import Motion

_SIZE = (DISPLACEMENT_SIZE, DISPLACEMENT_SIZE)


class CardRelief:
    """As the texture of `write_relief`, filled by `handed`."""

    def __init__(self, ctx: moderngl.Context, buffer: moderngl.Buffer, handed: Handed, still: Array) -> None:
        """still: [256, 256, 4] relief of what stays, for `follow` with still."""
        self._ctx, self._buffer, self._handed = ctx, buffer, handed
        self._map = ctx.texture(_SIZE, 1, dtype="f4")
        self._map.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._still = shares_texture(ctx, still)
        self.texture = ctx.texture(_SIZE, 4, dtype="f4")
        self.texture.build_mipmaps(max_level=(DISPLACEMENT_SIZE // SMALLEST_RELIEF).bit_length() - 1)
        self.texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self.texture.repeat_x = self.texture.repeat_y = False
        self._into = ctx.framebuffer([self.texture])
        self._program = load_program(
            ctx, "relief", vertex="screen", SIZE=DISPLACEMENT_SIZE, REACH=reach(DISPLACEMENT_SIZE)
        )
        self._screen = ctx.vertex_array(self._program.gl, [])

    @classmethod
    def of(cls, ctx: moderngl.Context, moving: OnCard, still: Array) -> CardRelief | None:
        """None where the map has to come as an array; `moving` has noted why."""
        buffer = ctx.buffer(reserve=4 * DISPLACEMENT_SIZE**2)
        handed = moving.handing(buffer.glo, _drawn_by(ctx))
        if handed is None:
            buffer.release()
            return None
        return cls(ctx, buffer, handed, still)

    def follow(self, motion: Motion, *, still: bool) -> bool:
        """Take the wrinkles of `motion`; False where they have to come as an array from now on."""
        if not self._handed(motion.expression, motion.jaw_pose):
            return False
        self._map.write(self._buffer)
        self._ctx.enable_only(moderngl.NOTHING)
        self._map.use(0)
        self._still.use(1)
        self._program.set(displacement=0, still=1, still_strength=float(still), full=(FULL_SLOPE, FULL_M))
        self._into.use()
        self._program.complete()
        self._screen.render(moderngl.TRIANGLES, vertices=3)
        self.texture.build_mipmaps(max_level=(DISPLACEMENT_SIZE // SMALLEST_RELIEF).bit_length() - 1)
        return True

    def read(self) -> Array:
        """[256, 256, 4] float32 shares, top row first; for tests."""
        return np.frombuffer(self.texture.read(), np.float32).reshape(*_SIZE, 4)[::-1]

    def release(self) -> None:
        """CUDA lets go of the buffer first."""
        self._handed.release()
        for gl in (self._screen, self._into, self._map, self._still, self.texture, self._buffer):
            gl.release()


def _drawn_by(ctx: moderngl.Context) -> str:
    return f"{ctx.info['GL_VENDOR']}, {ctx.info['GL_RENDERER']}"
