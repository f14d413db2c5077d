"""Where the lines of the lower face run: nose to mouth, cheek, mouth to jaw, around the lips, chin, throat.

Points are (away, down): shares of the window from the middle line and from the top, as landmarks of the head lie.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from training.data.wrinkles.hand import Hand
from training.data.wrinkles.pen import MM, pair
from training.data.wrinkles.stroke import Stroke

FOLD = np.array([
    [0.143, 0.428], [0.160, 0.446], [0.172, 0.464], [0.187, 0.486], [0.203, 0.511], [0.217, 0.538], [0.230, 0.565],
    [0.240, 0.600],
])  # fmt: skip
"""(away, down) of the fold, from above the wing of the nose past the corner of the mouth: where the skin of 55
photographed people darkens from neutral to smile (see the test of its place)."""
APPLE = np.array([[0.350, 0.448], [0.352, 0.474], [0.341, 0.505], [0.325, 0.534], [0.296, 0.551], [0.262, 0.556]])
"""The lower border of a smile's cheek, from the side of the face around to the fold."""


def nasolabial(hand: Hand, age: float) -> Iterator[Stroke]:
    """The fold: a broad step down from the cheek, with one line at its foot. The cheek swells above it."""
    end = hand.one(5.4, 7.0)
    at = np.linspace(0, end, 8)
    away, down = (np.interp(at, np.arange(8), FOLD[:, k]) for k in range(2))
    spread = (hand.normal() * 0.005)[:, None] * np.linspace(0.5, 1, 8)
    yield from pair(
        hand, away + spread, down, depth=1.15 * hand.factor(0.12), width=hand.one(3.0, 5.0), wobble_mm=0.3, bends=2,
        taper=0.25,
    )  # fmt: skip
    yield from pair(
        hand, away + spread, down, depth=hand.one(0.7, 1.3), width=1.2, wobble_mm=0.3, bends=2, taper=0.32,
    )  # fmt: skip
    yield from pair(  # the cheek's fat, held by the fold
        hand, away[:6] + spread[:, :6] + 0.040, down[:6] - 0.004, depth=-0.7 * hand.factor(0.2), width=6.0,
        wobble_mm=0.3, bends=2, taper=0.4,
    )  # fmt: skip
    yield from pair(
        hand, away[2:6] + spread[:, 2:6] - 0.032, down[2:6], depth=-0.25, width=2.6, wobble_mm=0.3, bends=2, taper=0.45
    )


def apple(hand: Hand, age: float) -> Iterator[Stroke]:
    """The cheek pushed up by a strong smile: a mass with a soft border at the side of the face and below."""
    away, down = APPLE.T
    shift = (hand.normal() * 0.006)[:, None]
    yield from pair(hand, away + shift, down + shift / 2, width=6.0, wobble_mm=0.4, bends=2, taper=0.45)
    away, down = np.array([0.222, 0.252, 0.282, 0.306]), np.array([0.466, 0.472, 0.480, 0.490])
    yield from pair(hand, away, down, depth=-1.0, width=7.5, wobble_mm=0.4, bends=2, taper=0.4)


def corner(hand: Hand, age: float) -> Iterator[Stroke]:
    """Where a smile tucks the corner of the mouth in, and the bulge outside of it; the dimple of some."""
    away, down = np.array([0.172, 0.181, 0.187, 0.188, 0.184]), np.array([0.562, 0.582, 0.602, 0.620, 0.638])
    yield from pair(hand, away, down, depth=hand.factor(0.2), width=2.6, wobble_mm=0.3, bends=2, taper=0.35)
    away, down = np.array([0.228, 0.243, 0.240, 0.215, 0.180]), np.array([0.595, 0.618, 0.642, 0.662, 0.670])
    yield from pair(hand, away, down, depth=-0.9, width=5.0, wobble_mm=0.4, bends=2, taper=0.35)


def cheek(hand: Hand, age: float) -> Iterator[Stroke]:
    """Beside a smile: one to three soft curves outside the fold, and the odd dimple."""
    for k in range(hand.count(0, 1) + int(2.2 * age)):
        out = hand.uniform(0.042, 0.056) + k * hand.uniform(0.024, 0.034)
        top, low = hand.uniform(0.530, 0.565), hand.uniform(0.640, 0.690)
        at = np.linspace(0, 1, 5)
        down = top[:, None] + at * (low - top)[:, None]
        away = np.interp(down, FOLD[:, 1], FOLD[:, 0]) + out[:, None] + 0.02 * (np.sin(np.pi * at) - 0.6)
        yield from pair(
            hand, away, down, depth=hand.one(0.5, 1.0) * 0.8**k, width=1.5, wobble_mm=0.4, bends=3, taper=0.45,
            onset=0.35 + 0.1 * k, permanent=0.7, present=0.85,
        )  # fmt: skip


def marionette(hand: Hand, age: float) -> Iterator[Stroke]:
    """From the corner of the mouth to the jaw."""
    away = np.array([0.180, 0.196, 0.205, 0.206]) + hand.normal()[:, None] * 0.003
    down = np.array([0.636, 0.668, 0.703, 0.738]) + np.array([0, 0, 0.3, 1]) * hand.uniform(-0.015, 0.012)[:, None]
    yield from pair(hand, away, down, depth=hand.factor(0.15), width=2.2, wobble_mm=0.4, bends=2, taper=0.45)
    yield from pair(
        hand, away + 0.026, down + 0.02, depth=0.35, width=1.6, wobble_mm=0.4, bends=3, taper=0.45, onset=0.3,
        permanent=0.7, present=0.2 + 0.5 * age,
    )  # fmt: skip


def perioral(hand: Hand, age: float) -> Iterator[Stroke]:
    """Upright lines that run into the lips, above more than below."""
    for k in range(6):
        at_lip = 0.022 + 0.0225 * k + 0.004 * hand.normal()
        lip = 0.556 + 0.9 * at_lip**2 + 0.006 * np.cos(at_lip / 0.02)
        length = hand.uniform(4.5, 9.0) * MM
        away = np.stack([at_lip, at_lip * (1.03 + 0.02 * k), at_lip * (1.06 + 0.03 * k)], 1)
        down = np.stack([lip + 0.008, lip - length / 2, lip - length], 1)
        yield from pair(
            hand, away, down, depth=hand.one(0.4, 1.0), width=0.8, wobble_mm=0.35, bends=3, taper=0.4,
            onset=hand.one(0.0, 0.3), permanent=hand.one(0.5, 1.1), present=0.4 + 0.5 * age,
        )  # fmt: skip
    for k in range(5):
        at_lip = 0.02 + 0.024 * k + 0.004 * hand.normal()
        lip = 0.727 - 2.0 * at_lip**2
        length = hand.uniform(4.0, 8.0) * MM
        away = np.stack([at_lip, at_lip * 1.03, at_lip * 1.08], 1)
        down = np.stack([lip - 0.006, lip + length / 2, lip + length], 1)
        yield from pair(
            hand, away, down, depth=hand.one(0.3, 0.7), width=0.85, wobble_mm=0.35, bends=3, taper=0.4,
            onset=hand.one(0.1, 0.4), permanent=0.5, present=0.2 + 0.5 * age,
        )  # fmt: skip


def mental(hand: Hand, age: float) -> Iterator[Stroke]:
    """The crease between lower lip and chin, and the skin that it holds up."""
    reach = hand.uniform(0.085, 0.115)
    away = np.linspace(0, 1, 6) * reach[:, None]
    down = 0.758 + hand.one(-0.004, 0.006) + 1.9 * away**2
    yield from pair(hand, away, down, depth=1.0, width=3.0, wobble_mm=0.3, bends=2, taper=0.4, joined=True)
    away = away * 0.75
    yield from pair(hand, away, 0.727 + away**2, depth=-1.0, width=2.4, wobble_mm=0.2, bends=2, taper=0.45, joined=True)


def chin(hand: Hand, age: float) -> Iterator[Stroke]:
    """The dimples of a pushed-up chin."""
    for _ in range(9):
        centre = np.stack([hand.uniform(0.002, 0.075), hand.uniform(0.780, 0.835)], 1)
        turn, half = hand.uniform(0, np.pi), hand.uniform(1.2, 3.2) * MM
        step = np.stack([np.cos(turn), np.sin(turn)], 1) * half[:, None]
        away, down = (
            np.stack([centre[:, k] - step[:, k], centre[:, k], centre[:, k] + step[:, k]], 1) for k in range(2)
        )
        yield from pair(
            hand, away.clip(0.001), down, depth=hand.one(0.25, 0.5), width=1.9, wobble_mm=0.4, bends=3, taper=0.5,
            onset=hand.one(0.15, 0.4), permanent=0.25, present=0.85,
        )  # fmt: skip


def throat(hand: Hand, age: float) -> Iterator[Stroke]:
    """One or two lines across the neck."""
    for k in range(hand.count(1, 2)):
        away = np.linspace(0, 1, 6) * hand.uniform(0.13, 0.20)[:, None]
        down = 0.915 + 0.035 * k - 1.2 * away**2 * hand.one(0.3, 1.0)
        yield from pair(
            hand, away, down, depth=hand.one(0.5, 1.0), width=1.6, wobble_mm=0.4, bends=3, broken=0.3, taper=0.4,
            joined=True,
        )  # fmt: skip
