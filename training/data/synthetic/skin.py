"""A person's skin: tone, blotches, brows, lips, stubble, beard, scalp and clothes on the canvas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.light import linear_from_srgb, srgb_from_linear
from training.data.synthetic.canvas import SIZE, Canvas
from training.data.synthetic.raster import compiled

LINEAR = linear_from_srgb(np.arange(256) / 255).astype(np.float32)
"""[256] linear light of sRGB bytes."""
SRGB = np.round(srgb_from_linear(np.arange(4097) / 4096) * 255).astype(np.uint8)
"""[4097] sRGB bytes of linear light in steps of 1/4096."""
_TONES = np.array([[0.80, 0.56, 0.44], [0.72, 0.46, 0.34], [0.62, 0.38, 0.26], [0.48, 0.27, 0.17], [0.30, 0.155, 0.09],
                   [0.15, 0.075, 0.045], [0.075, 0.04, 0.027]])  # fmt: skip
"""Linear skin colours from fair to dark."""


@dataclass(frozen=True, slots=True, eq=False)
class Paint:
    """How much of each coat, and its colour (linear)."""

    gain: Array  # [3] of the skin
    blotches: Array  # [3] strength of coarse, middle and fine noise
    coats: Array  # [7] as Canvas.masks
    colours: Array  # [7, 3]
    collar: Array  # [4] height m, slope, stripes per m, their strength
    cloth: Array  # [2, 3]
    shift: tuple[int, int]
    """Texels by which noise is rolled: another skin."""


def sample_tone(rng: np.random.Generator) -> Array:
    """[3] linear colour of skin."""
    at = rng.uniform(0, len(_TONES) - 1.001)
    low = int(at)
    tone = _TONES[low] * (1 - at + low) + _TONES[low + 1] * (at - low)
    return tone * (1 + rng.normal(0, 0.05, 3)) * (1 + rng.normal(0, 0.04))


@compiled
def _painted(
    base: Array, bare: Array, replaced: float, linear: Array, srgb: Array, gain: Array, blotches: Array, noise: Array,
    shift_y: int, shift_x: int, skin: Array, masks: Array, strands: Array, coats: Array, colours: Array, place: Array,
    collar: Array, cloth: Array, out: Array,
) -> None:  # fmt: skip
    size = out.shape[0]
    for y in range(size):
        for x in range(size):
            cover = skin[y, x]
            brow = masks[1, y, x] * replaced
            grain = strands[y, x]
            ny, nx = (y + shift_y) % size, (x + shift_x) % size
            rough = 1 + blotches[0] * noise[0, ny, nx] + blotches[1] * noise[1, ny, nx] + blotches[2] * noise[2, ny, nx]
            fine = noise[2, nx, ny]
            height = place[y, x, 1] - collar[0] + collar[1] * abs(place[y, x, 0]) - 0.25 * max(place[y, x, 2], -0.05)
            dressed = min(max(-height / 0.004, 0.0), 1.0) * cover
            stripe = 0.5 + 0.5 * np.sin(collar[2] * (place[y, x, 1] + 0.6 * abs(place[y, x, 0])))
            for c in range(3):
                value = linear[base[y, x, c]] * (1 - brow) + linear[bare[y, x, c]] * brow
                value *= 1 - cover + cover * gain[c] * rough
                for k in range(7):
                    share = coats[k] * masks[k, y, x]
                    if share <= 0:
                        continue
                    tint = colours[k, c]
                    if k < 4:
                        share = min(max(share + 0.5 * share * (1 - share) * (grain + fine), 0.0), 1.0)
                        tint *= max(1 + 0.3 * grain, 0.2)
                    elif k < 6:
                        tint *= value * 3  # paint lets the skin's own light and dark through
                    value = value * (1 - share) + tint * share
                fabric = cloth[0, c] * (1 - collar[3] * stripe) + cloth[1, c] * collar[3] * stripe
                fabric *= 1 + 0.08 * fine
                value = value * (1 - dressed) + fabric * dressed
                out[y, x, c] = srgb[int(min(max(value, 0.0), 1.0) * 4096)]


def paint(canvas: Canvas, base: Array, bare: Array, replaced: float, how: Paint) -> Array:
    """[SIZE, SIZE, 3] uint8 sRGB. base: a skin  bare: the same without brows, taken where `replaced` (0..1)."""
    out = np.empty((SIZE, SIZE, 3), np.uint8)
    _painted(
        base, bare, float(replaced), LINEAR, SRGB, np.float32(how.gain), np.float32(how.blotches), canvas.noise,
        how.shift[0], how.shift[1], canvas.skin, canvas.masks, canvas.strands, np.float32(how.coats),
        np.float32(how.colours), canvas.place, np.float32(how.collar), np.float32(how.cloth), out,
    )  # fmt: skip
    return out
