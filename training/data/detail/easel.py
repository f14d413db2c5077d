"""Skin with wrinkles under a light, as a photo sampled into the detail window shows it: numpy, for making pictures."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.check import Array
from engine.head.head_model import Head, rotations
from engine.light import linear_from_srgb, srgb_from_linear
from training.data.detail.loader import hidden
from training.data.wrinkles.ground import ground_of

_SMEARED, _CLEAR = 0.18, 0.63
"""Cosines between the skin and the camera: from where on a photo is trusted, and fully (engine.avatar.sampling)."""
_WAVE = 28.0
"""Texels over which a fit's misplacement changes."""


@dataclass(frozen=True, slots=True)
class Light:
    """A soft light of all round and a few lamps, in the frame of the head."""

    around: Array  # [3] linear
    towards: Array  # [K, 3] unit
    colours: Array  # [K, 3] linear
    wrap: float
    """How far lamps reach around: 0 a point, 1 a cloudy sky."""
    cavity: float
    """Per metre: how much darker the bottoms of wrinkles are, in the logarithm."""
    gloss: float
    """Of the skin."""


def sample_light(rng: np.random.Generator) -> Light:
    count = rng.integers(1, 4)
    away = rng.normal(0, 1, (count, 3)) * [1.0, 0.7, 0.4] + [0, 0.45, 0.9]
    towards = away / np.linalg.norm(away, axis=1, keepdims=True)
    share = rng.uniform(0.15, 0.75)
    tint = np.exp(rng.normal(0, 0.06, (count + 1, 3)))
    strength = rng.dirichlet(np.full(count, 1.5))
    return Light(
        around=share * tint[0],
        towards=towards,
        colours=1.3 * (1 - share) * strength[:, None] * tint[1:],
        wrap=rng.uniform(0.0, 0.5),
        cavity=np.exp(rng.uniform(np.log(300.0), np.log(1600.0))),
        gloss=rng.uniform(0, 0.12) * (rng.random() < 0.6),
    )


class SkinEasel:
    """Paints displaced skin of a head."""

    def __init__(self, head: Head) -> None:
        ground = ground_of(head)
        a, b, c = ground.metric[..., 0:1], ground.metric[..., 1:2], ground.metric[..., 2:3]
        self._across = ground.tangent / a - ground.bitangent * (b / (a * c))
        self._down = -ground.bitangent / c
        self._normal = ground.normal
        self.size = ground.size

    def lit(self, albedo: Array, displacement: Array, light: Light, turn: Array) -> Array:
        """[S, S, 3] sRGB in [0, 1]. albedo: [S, S, 3] linear  displacement: [S, S] m  turn: [3] rad of the head."""
        rows, columns = np.gradient(displacement)
        normal = self._normal - columns[..., None] * self._across - rows[..., None] * self._down
        normal /= np.linalg.norm(normal, axis=2, keepdims=True)
        cosine = (normal @ light.towards.T + light.wrap) / (1 + light.wrap)
        low = cv2.blur(displacement, (9, 9))
        cavity = np.exp(np.clip((displacement - low) * light.cavity, -1.2, 0.3))
        level = (light.around + np.maximum(cosine, 0) @ light.colours) * cavity[..., None]
        camera = rotations(np.asarray(turn, np.float64))[2]
        half = light.towards[0] + camera
        shine = light.gloss * np.maximum(normal @ (half / np.linalg.norm(half)), 0) ** 24
        return srgb_from_linear(albedo * level + (shine * cavity)[..., None]).astype(np.float32)

    def seen(self, turn: Array, rng: np.random.Generator) -> Array:
        """[S, S] in [0, 1]: how far a photo of a head turned by `turn` [3] rad is to be trusted."""
        facing = self._normal @ rotations(np.asarray(turn, np.float64))[2]
        uneven = cv2.GaussianBlur(rng.standard_normal((self.size, self.size), np.float32), (0, 0), 12.0) * 2.5
        return np.clip((facing + uneven - _SMEARED) / (_CLEAR - _SMEARED), 0, 1).astype(np.float32)

    def photographed(self, colour: Array, seen: Array, misplaced: float, rng: np.random.Generator) -> Array:
        """[S, S, 4] uint8: the texture that a fit which is wrong by about `misplaced` texels takes from the photo."""
        size = self.size
        waves = rng.standard_normal((size // 8, size // 8, 2), np.float32)
        waves = cv2.GaussianBlur(waves, (0, 0), _WAVE / 8)
        shift = cv2.resize(waves / waves.std() * misplaced, (size, size), interpolation=cv2.INTER_CUBIC)
        x, y = np.meshgrid(np.arange(size, dtype=np.float32), np.arange(size, dtype=np.float32))
        moved = cv2.remap(
            colour, x + shift[..., 0], y + shift[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        return hidden((moved.clip(0, 1) * 255 + 0.5).astype(np.uint8), (seen * 255 + 0.5).astype(np.uint8))


def linear_albedo(albedo: Array, tint: Array) -> Array:
    """[S, S, 3] linear of sRGB uint8 [S, S, 3] times the tint [S', S', 3] of moles and spots."""
    size = len(albedo)
    return linear_from_srgb(albedo / 255.0) * cv2.resize(tint, (size, size), interpolation=cv2.INTER_AREA)
