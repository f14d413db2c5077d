"""Drawing a pair of lines, one on each side of the face, uneven as skin's are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.check import Array
from training.data.wrinkles.hand import Hand
from training.data.wrinkles.masks import ramp
from training.data.wrinkles.stroke import Stroke

MM = 1 / 215.0
"""A millimetre in shares of the window, about: 170 across the front of the face, 310 up the forehead, 220 elsewhere."""


def pair(
    hand: Hand,
    away: Array,
    down: Array,
    *,
    depth: Array | float = 1.0,
    width: float = 1.0,
    wobble_mm: float = 0.8,
    bends: int = 5,
    broken: float = 0.0,
    taper: float = 0.25,
    joined: bool = False,
    onset: float = 0.0,
    permanent: float = 1.0,
    present: float = 1.0,
) -> Iterator[Stroke]:
    """A line and its partner.

    away, down: [n] or [2, n] (right and left side) shares of the window from the middle line and from the top.
    depth: number or [2]  broken: 0 whole, 1 mostly missing  taper: share of the length over which an end fades
    joined: it starts on the middle line, where the two sides meet  present: the chance that it is there at all
    """
    away, down = np.broadcast_arrays(np.atleast_2d(away), np.atleast_2d(down))
    away, down = (np.broadcast_to(a, (2, a.shape[1])) for a in (away, down))
    here = hand.chance(present)
    n = 24
    at = np.linspace(0, 1, n)
    knots = np.linspace(0, 1, away.shape[1])
    across, along = hand.wave(at, bends, joined=joined), hand.wave(at, max(2, bends - 2), joined=joined)
    fade = hand.wave(at, bends + 1, joined=joined)
    depths = np.broadcast_to(np.asarray(depth, np.float64), (2,)) * hand.factor(0.15)
    starts = np.ones(n) if joined else ramp(at, 0.0, taper)
    for side, sign in enumerate((-1, 1)):
        if not here[side]:
            continue
        p, q = _smooth(at, knots, away[side]), _smooth(at, knots, down[side])
        tangent = np.stack([np.gradient(p), np.gradient(q)], 1)
        tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-9
        p = p - tangent[:, 1] * across[side] * wobble_mm * MM
        q = q + tangent[:, 0] * across[side] * wobble_mm * MM
        p = p if joined else p + 0.4 * along[side] * wobble_mm * MM
        strength = starts * ramp(at, 1.0, 1.0 - taper) * (0.85 + 0.2 * fade[side]).clip(0.35, 1.2)
        if broken:
            strength = strength * ramp(fade[side], 1.8 * broken - 2.6, 1.8 * broken - 1.0)
        points = np.stack([0.5 + sign * np.maximum(p, 0), q], 1)
        yield Stroke(points, depths[side] * strength, width, onset, permanent)


def _smooth(at: Array, knots: Array, values: Array) -> Array:
    """Catmull-Rom through the values at equally spaced knots."""
    if len(values) == 2:
        return np.interp(at, knots, values)
    slope = np.gradient(values)
    x = at * (len(values) - 1)
    i = np.minimum(x.astype(int), len(values) - 2)
    t = x - i
    return (
        (2 * t**3 - 3 * t**2 + 1) * values[i]
        + (t**3 - 2 * t**2 + t) * slope[i]
        + (3 * t**2 - 2 * t**3) * values[i + 1]
        + (t**3 - t**2) * slope[i + 1]
    )
