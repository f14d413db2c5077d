"""Lines that an expression draws into skin: on the forehead, between the brows, beside the eyes, from nose to mouth.

A map says where they can be; how deep they are follows from the expression and differs from person to person.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from engine.check import Array
from engine.head.arkit import INDEX
from engine.head.head_model import Head
from training.data.synthetic.canvas import canvas_of

SIZE = 256
KINDS = 4
"""Forehead, between the brows, beside the eyes, from nose to mouth: channels of a map."""
_MAPS = 16
_DRAWN_BY = (
    {"browInnerUp": 0.6, "browOuterUp%": 0.7},
    {"browDown%": 0.9, "noseSneer%": 0.3},
    {"mouthSmile%": 0.45, "cheekSquint%": 0.5, "eyeSquint%": 0.4, "eyeBlink%": 0.1},
    {"mouthSmile%": 0.75, "noseSneer%": 0.5, "mouthUpperUp%": 0.4, "cheekSquint%": 0.3, "mouthDimple%": 0.2},
)  # fmt: skip
"""For each kind, the units of its side that make it, and how much."""


@lru_cache(maxsize=1)
def wrinkle_maps(head: Head) -> Array:
    """[M, SIZE, SIZE, KINDS] uint8, different faces; the subject's left is on the right."""
    place = canvas_of(head).place[::2, ::2]
    x, y, z = np.moveaxis(place, 2, 0)
    return np.stack([_drawn(np.abs(x), y, z, np.random.default_rng(seed)) for seed in range(_MAPS)])


def strengths(controls: Array, age: float) -> Array:
    """[2, KINDS] of the subject's right and left side, in [0, 1]. age: what is there at rest, 0 (none) to 1."""
    out = np.zeros((2, KINDS), np.float32)
    for side, name in enumerate(("Right", "Left")):
        for kind, units in enumerate(_DRAWN_BY):
            drawn = sum(share * controls[INDEX[unit.replace("%", name)]] for unit, share in units.items())
            out[side, kind] = min(0.45 * age + drawn, 1.0)
    return out


def _drawn(aside: Array, y: Array, z: Array, rng: np.random.Generator) -> Array:
    """[SIZE, SIZE, KINDS] uint8. aside, y, z: [SIZE, SIZE] m on the template."""
    front = _ramp(z, 0.0, 0.02)
    bend, fade = _noise(9.0, rng), 0.65 + 0.35 * _noise(6.0, rng)

    apart = rng.uniform(0.0070, 0.0100)
    lines = np.clip(np.cos(2 * np.pi * (y + 0.0013 * bend - 3.5 * aside**2) / apart), 0, 1) ** 3
    forehead = lines * _ramp(y, 0.048, 0.056) * _ramp(y, 0.088, 0.078) * _ramp(aside, 0.052, 0.034) * front * fade

    away = rng.uniform(0.006, 0.010)
    upright = np.exp(-(((aside - away - 0.15 * (y - 0.036) + 0.0008 * bend) / 0.0016) ** 2))
    between = upright * _ramp(y, 0.024, 0.032) * _ramp(y, 0.056, 0.046) * front

    across, up = aside - 0.040, y - 0.0225
    turn, reach = np.arctan2(up, across), np.hypot(across, up)
    rays = np.clip(np.cos(turn * rng.uniform(7.0, 11.0) + rng.uniform(0, 6) + 0.5 * bend), 0, 1) ** 2
    beside = rays * _ramp(reach, 0.006, 0.010) * _ramp(reach, 0.026, 0.016) * _ramp(across, -0.001, 0.004)
    below = np.exp(-(((y - 0.008 + 0.25 * (aside - 0.03) + 0.0006 * bend) / 0.0018) ** 2)) * _ramp(
        np.abs(aside - 0.030), 0.014, 0.008
    )
    beside = np.maximum(beside, 0.6 * below) * _ramp(np.abs(up), 0.022, 0.014)

    share = np.clip((-0.010 - y) / 0.045, 0, 1)  # along the way from the wing of the nose to below the mouth's corner
    curve = 0.0205 + 0.019 * share**0.8 + rng.uniform(-0.001, 0.0015)
    fold = np.exp(-(((aside - curve + 0.0008 * bend) / (0.0014 + 0.0012 * share)) ** 2))
    fold *= _ramp(y, -0.064, -0.050) * _ramp(y, -0.004, -0.012) * front
    layers = np.stack([forehead, between, beside * _ramp(z, -0.01, 0.01), fold], 2)
    layers = cv2.GaussianBlur(layers.astype(np.float32), (0, 0), 0.5)
    return np.round(255 * layers.clip(0, 1)).astype(np.uint8)


def _ramp(x: Array, zero: float, one: float) -> Array:
    t = np.clip((x - zero) / (one - zero), 0, 1)
    return t * t * (3 - 2 * t)


def _noise(sigma: float, rng: np.random.Generator) -> Array:
    layer = cv2.GaussianBlur(rng.standard_normal((SIZE, SIZE), np.float32), (0, 0), sigma)
    return layer / layer.std()
