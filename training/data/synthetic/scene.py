"""Where the camera stands, how the head is turned, and in what light."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.head_model import rotations
from engine.light import SH_FACTORS

MAX_YAW, MAX_PITCH = np.radians(66.0), np.radians(38.0)


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """Soft light from all round and some lights, linear, in the frame of the picture."""

    ambient: Array  # [9, 3] of the polynomials that the shading multiplies, factors included
    towards: Array  # [K, 3]
    colours: Array  # [K, 3]
    blur: Array  # [K] how sharply a light is a point: the exponent of its lobe

    def code(self) -> Array:
        """[9, 3] SH as `engine.light` has it: all of it together, without shadows.

        A light's clamped cosine to second order: 1/4 + (n.d)/2 + (5/32) (3 (n.d)^2 - 1).
        """
        x, y, z = self.towards.T
        one = np.ones_like(x)
        terms = np.stack([0.25 * one, x / 2, y / 2, z / 2,
                          *(0.9375 * pair for pair in (x * y, x * z, y * z)),
                          0.234375 * (x * x - y * y), 5 / 64 * (3 * z * z - 1)])  # fmt: skip
        return ((self.ambient + terms @ self.colours) / SH_FACTORS[:, None]).astype(np.float32)


def sample_light(rng: np.random.Generator) -> Light:
    """A room's light: warm or cool, from above, aside, a screen in front, sometimes hard, sometimes from behind."""
    white = _white(rng)
    ambient = np.zeros((9, 3))
    total = 1.0
    aside = rng.random() < 0.14  # one window or lamp beside the face, the other half in the dark
    share = rng.uniform(0.04, 0.25) if aside else rng.beta(2.0, 1.6)  # of soft light
    level = total * share
    ambient[0] = level * white
    slope = rng.normal([0, 0.22, 0.12], [0.22, 0.12, 0.18])
    ambient[1:4] = level * slope[:, None] * _white(rng)
    ambient[4:8] = level * rng.normal(0, 0.06, (4, 1)) * _white(rng)
    ambient[8] = level * rng.normal(0, 0.04) * white
    num = 1 if aside else rng.choice([1, 2, 3], p=[0.45, 0.4, 0.15])
    angles = np.stack([rng.normal(0, 0.9, num), rng.normal(0.45, 0.4, num)], 1)
    if aside:
        angles[0] = rng.choice([-1, 1]) * rng.uniform(0.7, 1.9), rng.normal(0.25, 0.3)
    elif rng.random() < 0.3:  # a screen's light comes from where the camera is
        angles[-1] = rng.normal(0, 0.15), rng.normal(-0.15, 0.15)
    if num > 1 and rng.random() < 0.3:  # a rim of light from behind
        angles[0, 0] = rng.choice([-1, 1]) * rng.uniform(1.7, 2.6)
    towards = np.stack([np.sin(angles[:, 0]) * np.cos(angles[:, 1]), np.sin(angles[:, 1]),
                        np.cos(angles[:, 0]) * np.cos(angles[:, 1])], 1)  # fmt: skip
    power = rng.dirichlet(np.ones(num)) * total * (1 - share) * 1.8
    colours = power[:, None] * np.stack([_white(rng) * 0.6 + white * 0.4 for _ in range(num)])
    blur = np.exp(rng.uniform(np.log(3.0), np.log(18.0), num))
    return Light(*(np.ascontiguousarray(a, np.float32) for a in (ambient, towards, colours, blur)))


def _white(rng: np.random.Generator) -> Array:
    """[3] the colour of a lamp or the sky, of mean 1: mostly near white."""
    warmth = rng.normal(0, 0.07) + (rng.normal(0, 0.25) if rng.random() < 0.15 else 0)
    colour = np.array([1 + warmth, 1 + rng.normal(0, 0.02), 1 - warmth]).clip(0.3, 1.8)
    return colour / colour.mean()


def sample_turns(num: int, rng: np.random.Generator) -> Array:
    """[num, 3] yaw, pitch, roll of the head, rad: of people who talk to the camera, look about, or turn far."""
    kind = rng.choice(3, num, p=[0.42, 0.33, 0.25])
    yaw = rng.normal(0, np.radians([5, 17, 0])[kind]) + rng.uniform(-MAX_YAW, MAX_YAW, num) * (kind == 2)
    pitch = rng.normal(0, np.radians([7, 10, 15])[kind])
    roll = rng.normal(0, np.radians(8), num)
    return np.stack([yaw.clip(-MAX_YAW, MAX_YAW), pitch.clip(-MAX_PITCH, MAX_PITCH), roll], 1)


def head_rotations(turns: Array) -> Array:
    """[N, 3, 3] of yaw, pitch, roll [N, 3]."""
    yaw, pitch, roll = (rotations(turns[:, i : i + 1] * axis) for i, axis in enumerate(np.eye(3)[[1, 0, 2]]))
    return roll @ pitch @ yaw


def sample_distance(rng: np.random.Generator) -> float:
    """m from the camera to the middle of the face: mostly a laptop's or a phone's."""
    return float(np.exp(rng.uniform(np.log(0.22), np.log(2.0)))) if rng.random() < 0.5 else rng.uniform(0.35, 0.9)


def axis_angle(rotation: Array) -> Array:
    """[3] rad of a rotation matrix that is less than a half turn."""
    (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = rotation.tolist()
    vector = np.array([zy - yz, xz - zx, yx - xy])
    sine = math.hypot(*vector) / 2
    angle = math.atan2(sine, (xx + yy + zz - 1) / 2)
    return vector * (angle / (2 * sine) if sine > 1e-9 else 0.5)
