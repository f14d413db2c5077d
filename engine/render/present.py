"""The last step in a window: the engine's finished picture onto the framebuffer that the window system shows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import moderngl
import numpy as np

from engine.errors import DeviceError
from engine.render.context import REQUIRED_VERSION
from engine.render.programs import load_program
from engine.render.textures import read_rgba
from engine.types import Picture


def window_context() -> moderngl.Context:
    """The OpenGL context that the window system has made current on this thread. DeviceError below OpenGL 3.3."""
    try:
        ctx = moderngl.create_context(require=REQUIRED_VERSION)
    except Exception as error:  # glcontext raises bare Exception and OSError, moderngl ValueError
        raise DeviceError(f"The window has no OpenGL 3.3 ({error}). Install the graphics card's driver.") from error
    ctx.gc_mode = None
    return ctx


def read_picture(framebuffer: moderngl.Framebuffer, index: int = 0, time: float = 0.0) -> Picture:
    """What `Renderer.draw` has drawn on an opaque background; waits until it is finished."""
    return Picture(rgba=read_rgba(framebuffer), index=index, time=time)


@dataclass(frozen=True, slots=True)
class Squares:
    """A checkered ground under what is transparent: two colours, sRGB in [0, 1], and a side in pixels."""

    colours: tuple[tuple[float, float, float], tuple[float, float, float]]
    side_px: float


class Presenter:
    """Copies finished pictures to the window. Premultiplied alpha, as window systems blend."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._plain = load_program(ctx, "present", vertex="screen")
        self._checkered = load_program(ctx, "present", vertex="screen", CHECKERED=1)
        self._triangles = {program: ctx.vertex_array(program.gl, []) for program in (self._plain, self._checkered)}

    def present(
        self,
        picture: moderngl.Framebuffer,
        window: int,
        size_wh: tuple[int, int],
        *,
        bars: tuple[float, float, float] | None = (0.0, 0.0, 0.0),
        squares: Squares | None = None,
    ) -> None:
        """Show `picture` on the framebuffer numbered `window`, `size_wh` px; whole, centred, bars where it is wider.

        A picture of the window's own size arrives byte for byte; others are filtered. Bars thinner than two pixels of
        the picture are rounding, not shape: it is stretched over them. Window systems change the
        number whenever they like, so it is looked up at each call and never kept. bars: their colour, sRGB in
        [0, 1]; None: they are transparent. squares: under a picture with a transparent background.
        """
        target = self._ctx.detect_framebuffer(window)
        if picture.size == size_wh and squares is None:
            self._ctx.copy_framebuffer(target, picture)
            return
        scale = min(size_wh[0] / picture.width, size_wh[1] / picture.height)
        width, height = (
            whole if whole - side * scale <= math.ceil(2 * scale) else round(side * scale)
            for whole, side in zip(size_wh, picture.size, strict=True)
        )
        texture = picture.color_attachments[0]
        texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        texture.use(0)
        target.use()
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        target.viewport = (0, 0, *size_wh)
        target.clear(*((*bars, 1.0) if bars is not None else (0.0,) * 4))
        target.viewport = ((size_wh[0] - width) // 2, (size_wh[1] - height) // 2, width, height)
        program = self._plain if squares is None else self._checkered
        program.set(picture=0)
        if squares is not None:
            program.set(squares=np.float32(squares.colours), side_px=squares.side_px)
        program.complete()
        self._triangles[program].render(moderngl.TRIANGLES, vertices=3)

    def release(self) -> None:
        """Free the triangles; the programs belong to the context's cache."""
        for triangle in self._triangles.values():
            triangle.release()
