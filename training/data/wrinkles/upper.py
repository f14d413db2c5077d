"""Where the lines of the upper face run: forehead, between the brows, beside and below the eyes, on the nose.

Points are (away, down): shares of the window from the middle line and from the top, as landmarks of the head lie.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.check import Array
from training.data.wrinkles.hand import Hand
from training.data.wrinkles.masks import ramp
from training.data.wrinkles.pen import MM, pair
from training.data.wrinkles.stroke import Stroke

_UP_MM = 1 / 310.0
"""A millimetre up the forehead, as a share."""


def forehead(hand: Hand, age: float) -> Iterator[Stroke]:
    """2 to 5 long lines between the brows and the hair, which waver, break, join and fade towards the temples.

    People differ in how many there are and how deep each is, and by little in where it runs: half a wave aside a line
    would be its own opposite, and nothing could foresee it.
    """
    spacing = hand.one(7.6, 8.8) * _UP_MM
    lowest = 0.192 - hand.one(0.003, 0.008)
    num = min(hand.count(2, 5), int((lowest - 0.085) / spacing) + 1)
    arch, dip = hand.one(0.0, 3.0) * _UP_MM, hand.one(-1.5, 2.0) * _UP_MM
    tilt = (hand.normal() - hand.normal().mean()) * 0.6 * _UP_MM
    mid_gap = hand.one(0, 1) < 0.2
    strongest = hand.one(0.2, 1.8)
    for k in range(num):
        height = k / max(num - 1, 1)
        reach = hand.uniform(0.22, 0.29) * (1 - 0.15 * height)
        centre = lowest - k * spacing + hand.one(-0.4, 0.4) * _UP_MM
        away = np.linspace(0, 1, 9) * reach[:, None]
        down = _arched(away, centre, arch * (1 - 0.75 * height), dip) + tilt[:, None] * away / 0.2
        depth = np.exp(-(((k - strongest) / 2.2) ** 2)) * hand.one(0.75, 1.1)
        gap = 0.012 if mid_gap else 0.0
        yield from pair(
            hand, away + gap, down, depth=depth, width=hand.one(1.1, 1.6), wobble_mm=0.4, bends=3,
            broken=hand.one(0.0, 0.4), taper=0.35, joined=not mid_gap, onset=0.14 + 0.04 * k,
            permanent=hand.one(0.6, 1.1),
        )  # fmt: skip


def _arched(away: Array, centre: float, arch: float, dip: float) -> Array:
    """Down of a forehead line: over the brow it rises by `arch`, at the middle it sinks by `dip`, then falls away."""
    fall = 9.0 * _UP_MM * ramp(away, 0.13, 0.25) ** 1.5
    return (
        centre - arch * np.sin(np.pi * np.clip(away / 0.2, 0, 1)) ** 1.5 + dip * np.exp(-((away / 0.055) ** 2)) + fall
    )


def glabella(hand: Hand, age: float) -> Iterator[Stroke]:
    """The frown's upright pair between the brows, at times a second or a single middle one."""
    foot = hand.uniform(0.028, 0.036)
    top = foot + hand.uniform(0.002, 0.008)
    low, high = hand.uniform(0.282, 0.288), hand.uniform(0.210, 0.223)
    away = np.stack([foot - 0.004, foot, (foot + top) / 2, top], 1)
    down = np.stack([low, low * 0.7 + high * 0.3, low * 0.35 + high * 0.65, high], 1)
    yield from pair(hand, away, down, depth=hand.factor(0.2), width=1.15, wobble_mm=0.4, bends=3, taper=0.4)
    shift = hand.uniform(0.018, 0.028)
    yield from pair(
        hand, away + shift[:, None], down * 0.75 + down.mean() * 0.25, depth=hand.uniform(0.3, 0.6), width=1.0,
        wobble_mm=0.4, bends=3, taper=0.45, onset=0.2, permanent=0.6, present=0.4,
    )  # fmt: skip
    if hand.one(0, 1) < 0.3:
        yield from pair(
            hand, np.array([0.003, 0.002, 0.003]), np.array([0.282, 0.255, 0.226]), depth=0.3, width=0.9,
            wobble_mm=0.2, taper=0.45, onset=0.25, permanent=0.6,
        )  # fmt: skip


def crow(hand: Hand, age: float) -> Iterator[Stroke]:
    """Crow's feet: 3 lines, or 4 with the years, that spread from the outer corner of the eye, finer ones between."""
    num = 3 + (age > 0.6)
    out = np.array([0.272, 0.290, 0.308, 0.330])
    yield from pair(
        hand, out, np.array([0.290, 0.296, 0.296, 0.292]), depth=hand.factor(0.15), width=1.8, wobble_mm=0.3, bends=2,
        taper=0.35,
    )  # fmt: skip
    yield from pair(  # the brow's tail comes down
        hand, out + 0.02, np.array([0.260, 0.265, 0.271, 0.277]), depth=-0.35, width=2.0, wobble_mm=0.3, bends=2,
        taper=0.4,
    )  # fmt: skip
    first, last = np.radians(hand.uniform(21, 27)), np.radians(hand.uniform(-42, -33))
    corner = np.array([0.256, 0.290])
    for k in range(num):
        turn = first + (last - first) * (k / (num - 1)) + 0.03 * hand.normal()
        yield from _ray(
            hand, corner, turn, hand.uniform(6.0, 7.0), hand.uniform(12, 22), depth=hand.one(0.65, 1.1), width=0.95,
            onset=0.06 * k, permanent=hand.one(0.6, 1.1),
        )  # fmt: skip


def _ray(
    hand: Hand, corner: Array, turn: Array, start_mm: Array, length_mm: Array, *, depth: float, width: float,
    onset: float, permanent: float, present: float = 1.0,
) -> Iterator[Stroke]:  # fmt: skip
    """A line away from `corner`, turned [2] rad upwards from sideways, bending a little further that way."""
    at = np.linspace(0, 1, 5)
    reach = (start_mm[:, None] + at * length_mm[:, None]) * MM
    angle = turn[:, None] + 0.35 * np.sin(turn)[:, None] * at
    away, down = corner[0] + reach * np.cos(angle) * 1.15, corner[1] - reach * np.sin(angle)
    yield from pair(
        hand, away, down, depth=depth, width=width, wobble_mm=0.4, bends=3, taper=0.4, onset=onset,
        permanent=permanent, present=present,
    )  # fmt: skip


def trough(hand: Hand, age: float) -> Iterator[Stroke]:
    """The groove from the inner corner of the eye, and the bag above it."""
    away = np.array([0.118, 0.145, 0.178, 0.210])
    down = np.array([0.340, 0.359, 0.375, 0.382]) + hand.normal()[:, None] * 0.003
    yield from pair(hand, away, down, depth=hand.factor(0.3), width=2.2, wobble_mm=0.3, bends=2, taper=0.45)
    bag = hand.uniform(0.2, 1.3) * age
    yield from pair(hand, away + 0.018, down - 0.017, depth=-bag, width=3.2, wobble_mm=0.3, bends=2, taper=0.45)


def under_eye(hand: Hand, age: float) -> Iterator[Stroke]:
    """Below the lower lid, when the cheek comes up: the lid's roll, the line under it, finer ones that follow."""
    away = np.array([0.138, 0.165, 0.190, 0.215, 0.240, 0.262, 0.280])
    down = np.array([0.337, 0.348, 0.354, 0.357, 0.355, 0.343, 0.322]) + hand.normal()[:, None] * 0.0025
    yield from pair(hand, away, down, depth=hand.factor(0.2), width=2.0, wobble_mm=0.3, bends=2, taper=0.35)
    roll = np.array([0.165, 0.190, 0.215, 0.240, 0.258, 0.270])
    yield from pair(
        hand, roll, np.array([0.333, 0.337, 0.338, 0.333, 0.322, 0.306]), depth=-1.0 * hand.factor(0.2), width=2.2,
        wobble_mm=0.2, bends=2, taper=0.3,
    )  # fmt: skip
    step = hand.one(2.8, 4.2) * MM
    for k in range(1, 2 + hand.count(0, 1) + int(2 * age)):
        yield from pair(
            hand, away[1:] + 0.008 * k, down[:, 1:] + k * step, depth=0.4 * 0.8**k, width=0.95, wobble_mm=0.3, bends=2,
            taper=0.45, onset=0.15 + 0.1 * k, permanent=1.0,
        )  # fmt: skip
    band = np.array([0.225, 0.255, 0.285, 0.315])
    yield from pair(
        hand, band, np.array([0.406, 0.405, 0.402, 0.400]), depth=0.25, width=3.0, wobble_mm=0.3, bends=2, taper=0.45
    )


def bunny(hand: Hand, age: float) -> Iterator[Stroke]:
    """On the nose: slanting lines on its sides, one or two across its root."""
    for k in range(hand.count(2, 3)):
        top = 0.306 + k * hand.one(0.019, 0.024)
        away = np.array([0.014, 0.036, 0.058, 0.080]) + 0.003 * hand.normal()[:, None] - 0.002 * k
        down = top + np.array([0.0, 0.007, 0.018, 0.032]) * hand.uniform(0.7, 1.2)[:, None]
        yield from pair(
            hand, away, down, depth=hand.one(0.5, 1.0), width=1.4, wobble_mm=0.3, bends=2, taper=0.45,
            onset=0.08 * k, permanent=0.5,
        )  # fmt: skip
    for _ in range(hand.count(1, 2)):
        height, reach = hand.one(0.290, 0.312), hand.uniform(0.022, 0.036)
        away = np.linspace(0, 1, 4) * reach[:, None]
        yield from pair(
            hand, away, height + away**2 * hand.one(-2.0, 4.0), depth=hand.one(0.5, 0.9), width=1.2, wobble_mm=0.35,
            bends=3, taper=0.4, joined=True,
        )  # fmt: skip
