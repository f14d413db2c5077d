"""The light an avatar is shown in: that of its photo or one of a few rooms, turned about it, stronger or weaker."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from engine.check import Array
from engine.light import SH_FACTORS, shading

Preset = Literal["photo", "studio", "soft", "side", "evening", "night"]
PRESETS: tuple[Preset, ...] = get_args(Preset)
MIN_STRENGTH, MAX_STRENGTH = 0.3, 2.0
_KEY_OF_PHOTO = (0.42, 0.55, 0.72)
_DARKEST_KEY = 0.15


@dataclass(frozen=True, slots=True)
class Lighting:
    """What a person chooses. As it is at first, an avatar is lit as in its photo."""

    preset: Preset = "photo"
    turn: float = 0.0
    """rad about the vertical; positive moves the light towards the avatar's left."""
    strength: float = 1.0
    """MIN_STRENGTH to MAX_STRENGTH; 1 shows skin as bright as in the photo."""

    def __post_init__(self) -> None:
        if self.preset not in PRESETS:
            raise ValueError(f"Lighting.preset must be one of {', '.join(PRESETS)}, got {self.preset!r}")


@dataclass(frozen=True, slots=True, eq=False)
class Lit:
    """What the shaders are told, model frame."""

    light: Array  # [9, 3] SH, soft
    key_direction: Array  # [3] unit, towards the lamp that gives form
    key_light: Array  # [3] linear


@dataclass(frozen=True, slots=True)
class _Room:
    """ambient: [3] from everywhere. lamps: direction and [3] colour each; the first is the key."""

    ambient: tuple[float, float, float]
    lamps: tuple[tuple[tuple[float, float, float], tuple[float, float, float]], ...]
    key: float = 1.0
    """How hard it is: 0 has no shade of its own, 1 as under the light of a photo."""


_ROOMS: dict[Preset, _Room] = {
    "studio": _Room(
        (0.36, 0.37, 0.38),
        (
            ((0.60, 0.50, 0.62), (1.02, 0.99, 0.95)),
            ((-0.75, 0.10, 0.60), (0.22, 0.24, 0.27)),
            ((-0.50, 0.45, -0.80), (0.55, 0.57, 0.62)),
        ),
        1.15,
    ),
    "soft": _Room((0.78, 0.78, 0.78), (((0.05, 0.50, 0.86), (0.46, 0.46, 0.45)),), 0.55),
    "side": _Room((0.20, 0.21, 0.24), (((0.94, 0.20, 0.28), (1.32, 1.28, 1.22)),), 0.9),
    "evening": _Room(
        (0.26, 0.24, 0.30), (((0.72, 0.14, 0.62), (1.22, 0.74, 0.40)), ((-0.80, 0.40, 0.10), (0.14, 0.19, 0.36))), 1.0
    ),
    "night": _Room(
        (0.07, 0.09, 0.15), (((-0.62, 0.58, 0.42), (0.26, 0.35, 0.60)), ((0.80, 0.00, 0.20), (0.20, 0.12, 0.07))), 0.9
    ),
}


def lit(lighting: Lighting, of_photo: Array) -> Lit:
    """The light of `lighting`; of_photo: [9, 3] the avatar's own."""
    if lighting.preset == "photo":
        light, direction, hardness = of_photo, _unit(_KEY_OF_PHOTO), 1.0
    else:
        room = _ROOMS[lighting.preset]
        light = sum((lamp(*one) for one in room.lamps), _Polynomial(np.array(room.ambient)).light())
        direction, hardness = _unit(room.lamps[0][0]), room.key
    # The key belongs to the same room as the soft light.
    key = hardness * np.maximum(shading(direction, light), _DARKEST_KEY if lighting.preset == "photo" else 0.0)
    if lighting.turn:
        light, direction = turned(light, lighting.turn), _about_y(lighting.turn) @ direction
    if lighting.strength != 1:
        light, key = lighting.strength * light, lighting.strength * key
    return Lit(*(np.asarray(one, np.float32) for one in (light, direction, key)))


def lamp(direction: tuple[float, float, float], rgb: tuple[float, float, float]) -> Array:
    """[9, 3] a far lamp of irradiance `rgb`: the first three terms of the clamped cosine (Ramamoorthi and Hanrahan)."""
    d, e = _unit(direction), np.array(rgb)
    quadratic = (15 * np.outer(d, d) - 5 * np.eye(3)) / 32
    return _Polynomial(e / 4, np.outer(d, e) / 2, quadratic[..., None] * e).light()


def turned(light: Array, turn: float) -> Array:
    """`light` [9, 3] after it went `turn` rad about the vertical."""
    rotation, old = _about_y(turn), _Polynomial.of(light)
    quadratic = np.einsum("ij,jkc,lk->ilc", rotation, old.quadratic, rotation)
    return _Polynomial(old.constant, rotation @ old.linear, quadratic).light().astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Polynomial:
    """Nine-term light as constant + linear . n + n . quadratic n, which turns as vectors do."""

    constant: Array  # [3]
    linear: Array = field(default_factory=lambda: np.zeros((3, 3)))  # [xyz, 3]
    quadratic: Array = field(default_factory=lambda: np.zeros((3, 3, 3)))  # [xyz, xyz, 3] symmetric, no trace

    @classmethod
    def of(cls, light: Array) -> _Polynomial:
        c = SH_FACTORS[:, None] * light.astype(np.float64)
        xy, xz, yz, flat, tall = c[4] / 2, c[5] / 2, c[6] / 2, c[7], c[8]
        quadratic = [[flat - tall, xy, xz], [xy, -flat - tall, yz], [xz, yz, 2 * tall]]
        return cls(c[0], c[1:4], np.array(quadratic))

    def light(self) -> Array:
        q = self.quadratic
        terms = [2 * q[0, 1], 2 * q[0, 2], 2 * q[1, 2], (q[0, 0] - q[1, 1]) / 2, q[2, 2] / 2]
        return np.stack([self.constant, *self.linear, *terms]) / SH_FACTORS[:, None]


def _about_y(turn: float) -> Array:
    cos, sin = math.cos(turn), math.sin(turn)
    return np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])


def _unit(vector: tuple[float, float, float]) -> Array:
    return np.array(vector) / np.linalg.norm(vector)
