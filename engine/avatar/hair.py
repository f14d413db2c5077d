"""Hair from a photo: is there any, its colour, and strands of that colour painted over the scalp."""

from __future__ import annotations

import cv2
import numpy as np

from engine.avatar.atlas import Atlas
from engine.avatar.sampling import Sample, look_up
from engine.check import Array
from engine.light import linear_from_srgb
from engine.types import Hair

CAP_THICKNESS = 0.011
"""Metres at the crown."""
_SMOOTH = 0.05
"""Roughness of skin and walls by the level of the skin; of fair hair, which has least, .06."""

_PIGMENT = 0.35
"""By so much of its red the pigment of hair is less blue, at least (linear)."""
_BLACK = 0.012
"""Linear red of black hair."""
_GREY = [0.06, 0.20], [0.08, 0.04]
"""By the linear level of the skin (first) the level from which on the darkest strands may be those of grey hair."""


def find_hair(atlas: Atlas, sample: Sample, image: Array, tone: Array) -> Hair:
    """The hair cap from the texels above the forehead.

    image: [H, W, 3] sRGB that was sampled  tone: [3] sRGB of the skin.  Bald: what lies above the forehead has the
    colour of the skin, or is smooth and lighter (a gleam, or the wall behind a head lower than the fitted one).
    """
    x, y, z = atlas.position.T
    above = sample.seen & atlas.skin & (y > 0.088) & (z > 0.005) & (np.abs(x) < 0.06)
    if above.sum() < 300:
        return Hair(thickness=0.0)
    pixels = sample.rgb[above]
    level = pixels.mean(1)
    rough = look_up(_roughness(image)[..., None], sample.pixel[above])[:, 0] / tone.mean()
    lighter = level / tone.mean()
    bare = (lighter > 0.95) & (rough < _SMOOTH * np.interp(lighter, [0.95, 1.15], [1.0, 1.8]))  # gleams have edges
    strange = (colour_distance(pixels, tone) > 0.10) & ~bare
    share = float(strange.mean())
    if share < 0.35:
        return Hair(rgb=linear_from_srgb(np.median(pixels, 0)), thickness=0.0)
    strands, level = pixels[strange], level[strange]
    # The renderer adds gloss of its own: of dark hair the brighter part is reflection, of fair hair it is hair.
    middle = float(linear_from_srgb(np.median(level)))
    colour = np.median(strands[level <= np.quantile(level, np.interp(middle, [0.03, 0.15], [0.5, 1.0]))], 0)
    darkest = float(linear_from_srgb(np.quantile(level, 0.1)))
    rgb = _without_gloss(linear_from_srgb(colour), darkest, float(linear_from_srgb(tone).mean()))
    thickness = CAP_THICKNESS * float(np.interp(share, [0.35, 0.6], [0.5, 1.0]))
    return Hair(rgb=rgb, thickness=thickness)


def _without_gloss(rgb: Array, darkest: float, skin: float) -> Array:
    """[3] linear hair colour without the white light that sleek black hair mirrors, which would make it grey.

    Pigment is red before it is blue, so what of dark hair is as blue as red is gloss. Hair is grey by itself only where
    its `darkest` strands are light, too, and on dark skin lighter than that; both linear levels.
    """
    pigment = max((rgb[0] - rgb[2]) / _PIGMENT, _BLACK)
    black = rgb * min(1.0, pigment / max(float(rgb[0]), _BLACK))
    grey = np.interp(darkest - np.interp(skin, *_GREY), [0.0, 0.03], [0.0, 1.0])
    return (black + (rgb - black) * grey).astype(np.float32)


def _roughness(image: Array) -> Array:
    """[H, W] local deviation of the level from its surroundings: strands have it, skin and walls have little."""
    grey = image.mean(2)
    fine = grey - cv2.GaussianBlur(grey, (0, 0), 2.5)
    return np.sqrt(cv2.GaussianBlur(fine * fine, (0, 0), 4)).astype(np.float32)


def colour_distance(rgb: Array, tone: Array) -> Array:
    """[N, 3] sRGB against one colour: luminance counts less than hue, because shadows change it."""

    def split(c: Array) -> tuple[Array, Array]:
        level = c.mean(-1)
        return level, np.stack([c[..., 0] - c[..., 1], c[..., 1] - c[..., 2]], -1) / np.maximum(level, 0.08)[..., None]

    level, chroma = split(rgb)
    tone_level, tone_chroma = split(tone)
    return np.hypot(0.6 * np.abs(level - tone_level), 0.5 * np.linalg.norm(chroma - tone_chroma, axis=-1))


def paint_scalp(atlas: Atlas, texels: Array, colour: Array) -> Array:
    """[N, 3] sRGB `texels` with strands of `colour` over the scalp, combed from the crown outwards."""
    cover = atlas.gather(atlas.head.scalp)
    strands = _strands(atlas)
    edge = np.clip(cover + 0.25 * strands * cover * (1 - cover) * 4, 0, 1)[:, None]
    return texels * (1 - edge) + np.clip(colour * (1 + 0.20 * strands[:, None]), 0, 1) * edge


def _strands(atlas: Atlas) -> Array:
    """[N] zero-mean noise of unit variance, long along the direction away from the crown."""
    crown = np.array([0.0, atlas.position[:, 1].max(), -0.06])
    direction = atlas.position - crown
    turn = np.arctan2(direction[:, 0], direction[:, 2])  # around the vertical axis through the crown
    fall = np.linalg.norm(direction, axis=1)
    rng = np.random.default_rng(1)
    noise = np.zeros((256, 2048), np.float32)
    for width, length, amount in ((1.0, 10, 1.0), (3.0, 24, 0.8)):
        layer = cv2.GaussianBlur(rng.normal(size=noise.shape), (0, 0), sigmaX=width, sigmaY=length)
        noise += (amount * layer / layer.std()).astype(np.float32)
    noise /= noise.std()
    column = ((turn / (2 * np.pi) + 0.5) * (noise.shape[1] - 1)).astype(int)
    row = (fall / 0.30 * (noise.shape[0] - 1)).astype(int).clip(0, noise.shape[0] - 1)
    return noise[row, column]
