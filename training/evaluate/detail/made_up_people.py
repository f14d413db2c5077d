"""Made-up people to look at, the same at every call: one of every age, with skin, hair and a picture of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from engine.avatar.default import studio_light
from engine.check import Array
from engine.detail.personal import CODE_SIZE
from engine.detail.texture import window_of
from engine.detail.window import DISPLACEMENT_SIZE, WINDOW
from engine.head.arkit import expression_from
from engine.head.head_model import Head
from engine.light import linear_from_srgb, srgb_from_linear
from engine.types import Avatar, Detail, Hair
from training.data.detail.easel import SkinEasel, linear_albedo, sample_light
from training.data.synthetic.canvas import canvas_of
from training.data.synthetic.complexion import HAIR, sample_texture
from training.data.synthetic.library import Library
from training.data.wrinkles.creases import Creases

EXPRESSIONS: dict[str, dict[str, float]] = {
    "neutral": {},
    "brow raise": {"browInnerUp": 1.0, "browOuterUpLeft": 1.0, "browOuterUpRight": 1.0, "eyeWideLeft": 0.4,
                   "eyeWideRight": 0.4},
    "frown": {"browDownLeft": 1.0, "browDownRight": 1.0, "mouthFrownLeft": 0.7, "mouthFrownRight": 0.7,
              "mouthShrugLower": 0.4},
    "smile": {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9, "cheekSquintLeft": 0.7, "cheekSquintRight": 0.7,
              "eyeSquintLeft": 0.4, "eyeSquintRight": 0.4},
    "squint and sneer": {"eyeSquintLeft": 1.0, "eyeSquintRight": 1.0, "cheekSquintLeft": 0.8, "cheekSquintRight": 0.8,
                         "noseSneerLeft": 0.9, "noseSneerRight": 0.9, "mouthUpperUpLeft": 0.3,
                         "mouthUpperUpRight": 0.3},
    "pucker": {"mouthPucker": 1.0},
}  # fmt: skip
"""Weights of ARKit's names."""
_FIRST = 7_000_000
"""Seed of the first: no training has them."""
_STYLES = ("short", "tied", "crop", "slick")
_ALBEDO = 1024


@dataclass(frozen=True, slots=True, eq=False)
class MadeUp:
    """Somebody, with the truth about them."""

    title: str
    avatar: Avatar
    """Its detail is what stays; its code is empty."""
    texture: Array  # [256, 256, 4] uint8: a picture of them, as the detail encoder takes it
    truth: Array  # [K, 256, 256] m: what moves, of each of EXPRESSIONS


def expressions() -> Array:
    """[K, 52] EXPRESSIONS."""
    return np.stack([expression_from(weights) for weights in EXPRESSIONS.values()])


def made_up_people(head: Head, num: int, seen: str) -> Iterator[MadeUp]:
    """`num` people from 18 to 85 years, whose picture shows the expression `seen`."""
    easel = SkinEasel(head)
    for number in range(num):
        age = number / max(num - 1, 1)
        yield _made_up(head, easel, _FIRST + number, age, seen)


def _made_up(head: Head, easel: SkinEasel, seed: int, age: float, seen: str) -> MadeUp:
    rng = np.random.default_rng(seed)
    creases = Creases.of(head, seed, age)
    truth = creases.displacement(expressions())
    hair = HAIR[7 if age > 0.8 else 6 if age > 0.65 else seed % 5]
    painted = sample_texture(canvas_of(head), Library(), None, hair, "none", rng)[0]
    skin = linear_albedo(window_of(painted).clip(0, 255).astype(np.uint8), creases.albedo_factor())
    static = cv2.resize(creases.static(), (DISPLACEMENT_SIZE,) * 2, interpolation=cv2.INTER_AREA)
    there = truth[list(EXPRESSIONS).index(seen)] + static
    turn = rng.normal(0, [0.05, 0.10, 0.03])
    colour = easel.lit(skin, there, sample_light(rng), turn)
    avatar = Avatar(
        name=str(seed),
        head_id=head.id,
        shape=rng.normal(0, 0.8, head.num_shape).clip(-2, 2),
        albedo=_tinted(painted, creases.albedo_factor()),
        light=studio_light(),
        iris_rgb=np.array([0.10, 0.055, 0.028]),
        hair=Hair(hair, 0.012, _STYLES[seed % len(_STYLES)]),
        detail=Detail(np.zeros(CODE_SIZE), creases.static()),
    )
    texture = easel.photographed(colour, easel.seen(turn, rng), 0.7, rng)
    return MadeUp(f"{seed - _FIRST + 1}: {18 + 67 * age:.0f} years", avatar, texture, truth)


def _tinted(painted: Array, tint: Array) -> Array:
    """[1024, 1024, 3] uint8 sRGB: `painted` with the moles and spots of `tint` [512, 512, 3] in the window."""
    albedo = linear_from_srgb(cv2.resize(painted, (_ALBEDO, _ALBEDO), interpolation=cv2.INTER_LINEAR) / 255.0)
    left, top, side = (round(share * _ALBEDO) for share in (WINDOW.left, WINDOW.top, WINDOW.side))
    inside = np.s_[top : top + side, left : left + side]
    albedo[inside] *= cv2.resize(tint, (side, side), interpolation=cv2.INTER_LINEAR)
    return (255 * srgb_from_linear(albedo) + 0.5).astype(np.uint8)
