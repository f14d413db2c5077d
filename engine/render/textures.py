"""Pictures and tables on their way to the GPU and back; the one place where rows are flipped."""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.detail.relief import FULL_M, FULL_SLOPE, halved, packed

SRGB8_ALPHA8 = 0x8C43
"""OpenGL's internal format: stored as sRGB, sampled and filtered as linear."""

RGBA16_SNORM = 0x8F9B
"""OpenGL's internal format: int16 that samples as -1 to 1; moderngl's own choice drops what is negative."""
SMALLEST_RELIEF = 32
"""Side in texels of the last level of a relief: a head that small has no wrinkles left."""


def albedo_texture(ctx: moderngl.Context, albedo: Array) -> moderngl.Texture:
    """[H, W, 3] uint8 sRGB, top row first -> mipmapped texture that samples as linear rgb, uv origin bottom left."""
    height, width = albedo.shape[:2]
    texture = ctx.texture((width, height), 4, _with_alpha(albedo[::-1]).tobytes(), internal_format=SRGB8_ALPHA8)
    texture.build_mipmaps()
    texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    texture.repeat_x = texture.repeat_y = False
    return texture


def strands_texture(ctx: moderngl.Context, strands: Array) -> moderngl.Texture:
    """[H, W, 2] uint8 lightness and opacity, top row first -> mipmapped texture (r, g), uv origin bottom left."""
    height, width = strands.shape[:2]
    texture = ctx.texture((width, height), 2, np.ascontiguousarray(strands[::-1]).tobytes(), alignment=1)
    texture.build_mipmaps()
    texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    texture.repeat_x = texture.repeat_y = False
    return texture


def picture_texture(ctx: moderngl.Context, image: Array) -> moderngl.Texture:
    """[H, W, 3] uint8 sRGB, top row first -> texture of the same bytes, uv origin bottom left."""
    height, width = image.shape[:2]
    texture = ctx.texture((width, height), 3, np.ascontiguousarray(image[::-1]).tobytes(), alignment=1)
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    texture.repeat_x = texture.repeat_y = False
    return texture


class LastPicture:
    """One picture on the GPU: the same read-only one twice is uploaded once, others of its size share the texture."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._texture: moderngl.Texture | None = None
        self._uploaded: Array | None = None

    def texture(self, image: Array) -> moderngl.Texture:
        """As `picture_texture`; valid until the next call."""
        height, width = image.shape[:2]
        if self._texture is None or self._texture.size != (width, height):
            self.release()
            self._texture = picture_texture(self._ctx, image)
        elif image is not self._uploaded or image.flags.writeable:
            self._texture.write(np.ascontiguousarray(image[::-1]).tobytes(), alignment=1)
        self._uploaded = image
        return self._texture

    def release(self) -> None:
        if self._texture is not None:
            self._texture.release()
            self._texture = None


def relief_texture(ctx: moderngl.Context, size: int) -> moderngl.Texture:
    """Empty mipmapped texture for `write_relief`, samples within -1 to 1."""
    texture = ctx.texture((size, size), 4, dtype="ni2", internal_format=RGBA16_SNORM)
    texture.build_mipmaps(max_level=(size // SMALLEST_RELIEF).bit_length() - 1)
    texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    texture.repeat_x = texture.repeat_y = False
    return texture


def write_relief(texture: moderngl.Texture, relief: Array) -> None:
    """[S, S, 4] float32, top row first, into every level that can be seen; uv origin bottom left.

    Our own levels: a quarter of the time that a software driver takes for them.
    """
    relief = np.ascontiguousarray(relief[::-1])
    for level in range((len(relief) // SMALLEST_RELIEF).bit_length()):
        texture.write(packed(relief).tobytes(), level=level)
        relief = halved(relief)


def shares_texture(ctx: moderngl.Context, relief: Array) -> moderngl.Texture:
    """[S, S, 4] float32, top row first -> shares of FULL_SLOPE and FULL_M for texelFetch; uv origin bottom left."""
    return table_texture(ctx, (relief[::-1] / [FULL_SLOPE, FULL_SLOPE, FULL_M, FULL_M]).astype(np.float32))


def table_texture(ctx: moderngl.Context, table: Array) -> moderngl.Texture:
    """[H, W, C] float32 or int32 numbers for texelFetch (row y, column x, no flip: rows are no picture's rows)."""
    height, width, components = table.shape
    dtype = "i4" if table.dtype.kind == "i" else "f4"
    texture = ctx.texture((width, height), components, np.ascontiguousarray(table).tobytes(), dtype=dtype)
    texture.filter = (moderngl.NEAREST, moderngl.NEAREST)
    return texture


def strand_texture(ctx: moderngl.Context, size: int = 256) -> moderngl.Texture:
    """Tileable noise drawn out along v, in [0, 1]: strands of hair, fibres of an iris."""
    noise = np.random.default_rng(0).normal(size=(size, size))
    frequency_u, frequency_v = np.fft.fftfreq(size)[None, :], np.fft.fftfreq(size)[:, None]
    blur = np.exp(-2 * np.pi**2 * ((0.9 * frequency_u) ** 2 + (14.0 * frequency_v) ** 2))
    strands = np.fft.ifft2(np.fft.fft2(noise) * blur).real
    strands = np.clip(0.5 + 0.22 * strands / strands.std(), 0, 1)
    texture = ctx.texture((size, size), 1, np.round(255 * strands).astype(np.uint8).tobytes(), alignment=1)
    texture.build_mipmaps()
    texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    return texture


def read_rgba(framebuffer: moderngl.Framebuffer) -> Array:
    """[H, W, 4] uint8, top row first. RGBA because reading RGB costs five times as much."""
    width, height = framebuffer.size
    rows = np.frombuffer(framebuffer.read(components=4), np.uint8).reshape(height, width, 4)
    return np.ascontiguousarray(rows[::-1])


def _with_alpha(rgb: Array) -> Array:
    return np.concatenate([rgb, np.full((*rgb.shape[:2], 1), 255, np.uint8)], axis=2)
