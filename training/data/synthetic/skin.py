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
    brows: Array  # [2] from where on their mask counts, and its gain
    fringe: Array  # [2] height m above which hair covers the forehead, raggedness
    mouth: Array  # [3] gain of teeth and lining
    collar: Array  # [4] height m, slope, stripes per m, their strength
    cloth: Array  # [2, 3]
    shift: tuple[int, int]
    """Texels by which noise is rolled: another skin."""


def sample_tone(rng: np.random.Generator) -> Array:
    """[3] linear colour of skin."""
    at = rng.uniform(0, len(_TONES) - 1.001)
    low = int(at)
    tone = _TONES[low] * (1 - at + low) + _TONES[low + 1] * (at - low)
    return tone * (1 + rng.normal(0, 0.03, 3)) * (1 + rng.normal(0, 0.04))


@compiled
def _painted(
    base: Array, bare: Array, replaced: float, mouth: Array, fringe: Array, brows: Array, linear: Array,
    srgb: Array, gain: Array, blotches: Array, noise: Array,
    shift_y: int, shift_x: int, skin: Array, masks: Array, strands: Array, coats: Array, colours: Array, place: Array,
    collar: Array, cloth: Array, out: Array,
) -> None:  # fmt: skip
    size = out.shape[0]
    one, half = np.float32(1), np.float32(0.5)
    value, own = np.empty(3, np.float32), np.empty(3, np.float32)
    for y in range(size):
        for x in range(size):
            cover = skin[y, x]
            if cover <= 0:
                for c in range(3):
                    out[y, x, c] = srgb[int(min(linear[base[y, x, c]] * mouth[c], one) * np.float32(4096))]
                continue
            brow = masks[1, y, x] * replaced
            grain = strands[y, x]
            ny, nx = (y + shift_y) & (size - 1), (x + shift_x) & (size - 1)
            rough = (
                one + blotches[0] * noise[0, ny, nx] + blotches[1] * noise[1, ny, nx] + blotches[2] * noise[2, ny, nx]
            )
            fine = noise[2, nx, ny]
            for c in range(3):
                own[c] = linear[base[y, x, c]]
                if brow > 0:
                    own[c] += (linear[bare[y, x, c]] - own[c]) * brow
                own[c] *= one - cover + cover * gain[c] * rough
                value[c] = own[c]
            fallen = np.float32(0)
            if place[y, x, 1] > fringe[0] - np.float32(0.03) and place[y, x, 2] > np.float32(0.0):
                fallen = (place[y, x, 1] - fringe[0] + fringe[1] * grain) * np.float32(300)
                fallen = min(max(fallen, np.float32(0)), one) * np.float32(0.97)
            for k in range(7):
                share = coats[k] * masks[k, y, x]
                if k == 0:
                    share = max(share, fallen)
                elif k == 1 and share > 0:  # bushy or plucked
                    share = coats[1] * min(max((masks[1, y, x] - brows[0]) * brows[1], np.float32(0)), one)
                if share <= 0:
                    continue
                bright = one
                if k < 4:
                    share = min(max(share + half * share * (one - share) * (grain + fine), np.float32(0)), one)
                    bright = max(one + np.float32(0.3) * grain, np.float32(0.2))
                for c in range(3):
                    tint = colours[k, c] * bright
                    if k == 4 or k == 5:
                        tint *= own[c] * 3  # paint lets the skin's own light and dark through
                    value[c] += (tint - value[c]) * share
            if place[y, x, 1] < -0.08:
                height = place[y, x, 1] - collar[0] + collar[1] * abs(place[y, x, 0])
                height -= np.float32(0.25) * max(place[y, x, 2], np.float32(-0.05))
                dressed = min(max(-height * np.float32(250), np.float32(0)), one) * cover
                if dressed > 0:
                    stripe = np.sin(collar[2] * (place[y, x, 1] + np.float32(0.6) * abs(place[y, x, 0])))
                    stripe = collar[3] * (half + half * stripe)
                    for c in range(3):
                        fabric = cloth[0, c] * (one - stripe) + cloth[1, c] * stripe
                        value[c] += (fabric * (one + np.float32(0.08) * fine) - value[c]) * dressed
            for c in range(3):
                out[y, x, c] = srgb[int(min(max(value[c], np.float32(0)), one) * np.float32(4096))]


def paint(canvas: Canvas, base: Array, bare: Array, replaced: float, how: Paint) -> Array:
    """[SIZE, SIZE, 3] uint8 sRGB. base: a skin  bare: the same without brows, taken where `replaced` (0..1)."""
    out = np.empty((SIZE, SIZE, 3), np.uint8)
    _painted(
        base, bare, np.float32(replaced), np.float32(how.mouth), np.float32(how.fringe), np.float32(how.brows),
        LINEAR, SRGB, np.float32(how.gain), np.float32(how.blotches), canvas.noise,
        how.shift[0], how.shift[1], canvas.skin, canvas.masks, canvas.strands, np.float32(how.coats),
        np.float32(how.colours), canvas.place, np.float32(how.collar), np.float32(how.cloth), out,
    )  # fmt: skip
    return out
