"""What is not a face but has two eyes and a mouth: drawings, cats, dogs, dolls. And shapes in the colour of skin."""

from __future__ import annotations

import cv2
import numpy as np

from engine.check import Array
from training.data.synthetic.skin import sample_tone


def decoy(size: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Linear colours [size, size, 3] and opacity [size, size] of something that must not be taken for a face."""
    rgb, opacity = np.zeros((size, size, 3), np.float32), np.zeros((size, size), np.float32)
    kind = rng.choice(3, p=[0.4, 0.35, 0.25])
    if kind == 0:
        _animal(rgb, opacity, rng)
    elif kind == 1:
        _drawing(rgb, opacity, rng)
    else:
        _blobs(rgb, opacity, rng)
    return rgb, cv2.GaussianBlur(opacity, (0, 0), 0.6)


def _animal(rgb: Array, opacity: Array, rng: np.random.Generator) -> None:
    """A furry head with ears that stand or hang, round eyes, a muzzle with a nose."""
    size = len(rgb)
    scale, middle = size / 144 * rng.uniform(0.8, 1.3), np.array([0.5, 0.5]) * size + rng.normal(0, 8, 2)
    fur = np.array([0.5, 0.36, 0.22]) * rng.uniform(0.05, 1.4) * rng.uniform(0.7, 1.2, 3)
    light = np.minimum(fur * rng.uniform(1.0, 3.0), 0.9)

    def at(x: float, y: float) -> list[int]:
        return (middle + np.array([x, y]) * scale).astype(int).tolist()

    def oval(x: float, y: float, wide: float, high: float, colour: Array, angle: float = 0) -> None:
        axes = [max(int(wide * scale), 1), max(int(high * scale), 1)]
        cv2.ellipse(rgb, at(x, y), axes, angle, 0, 360, tuple(np.asarray(colour, float).tolist()), -1, cv2.LINE_AA)
        cv2.ellipse(opacity, at(x, y), axes, angle, 0, 360, 1.0, -1)

    wide, high = rng.uniform(34, 48), rng.uniform(34, 52)
    standing = rng.random() < 0.6
    for side in (-1, 1):
        if standing:
            ear = np.array([at(side * wide * 0.95, -high * 0.3), at(side * wide * 0.2, -high * 0.9),
                            at(side * wide * rng.uniform(0.7, 1.0), -high * rng.uniform(1.3, 1.7))])  # fmt: skip
            cv2.fillConvexPoly(rgb, ear, tuple((fur * 0.8).tolist()))
            cv2.fillConvexPoly(opacity, ear, 1.0)
    oval(0, 0, wide, high, fur)
    for side in (-1, 1):
        if not standing:
            oval(side * wide, 5, 11, high * 0.7, fur * 0.6, side * -12)
    oval(0, high * 0.42, wide * rng.uniform(0.35, 0.6), high * rng.uniform(0.3, 0.5), light)
    iris = rng.uniform(0.02, 0.5, 3)
    apart, radius = wide * rng.uniform(0.38, 0.55), rng.uniform(4, 9)
    slit = rng.random() < 0.4
    for side in (-1, 1):
        oval(side * apart, -high * 0.12, radius, radius * rng.uniform(0.7, 1.0), iris)
        oval(side * apart, -high * 0.12, radius * (0.25 if slit else 0.6), radius * 0.7, np.full(3, 0.004))
        oval(side * apart + 1.5, -high * 0.12 - 2, 1.2, 1.2, np.full(3, 0.9))
    oval(0, high * 0.28, rng.uniform(4, 8), rng.uniform(3, 6), np.array([0.05, 0.03, 0.03]) * rng.uniform(0.2, 4))
    dark = (0.02, 0.015, 0.015)
    for side in (-1, 1):
        cv2.ellipse(rgb, at(side * 6, high * 0.42), [int(6 * scale), int(4 * scale)], 0, 0, 180, dark, 1, cv2.LINE_AA)
    noise = cv2.GaussianBlur(rng.standard_normal((size, size), np.float32), (3, 3), 0)
    rgb *= np.clip(1 + rng.uniform(0.1, 0.7) * noise[..., None], 0.2, 3)


def _drawing(rgb: Array, opacity: Array, rng: np.random.Generator) -> None:
    """Two dots and a line in a circle, in flat colours, more or less careful."""
    size = len(rgb)
    middle = np.array([0.5, 0.5]) * size + rng.normal(0, 6, 2)
    wide, high = rng.uniform(0.25, 0.42, 2) * size
    ground = rng.uniform(0.2, 1.0, 3) if rng.random() < 0.6 else np.array([0.85, 0.6, 0.1])
    ink = tuple((rng.uniform(0, 0.15, 3)).tolist())
    width = int(rng.integers(1, 5))
    centre = middle.astype(int).tolist()
    opacity[:] = 1.0
    rgb[:] = rng.uniform(0.3, 1.0, 3) if rng.random() < 0.5 else 0.9
    axes = [int(wide), int(high)]
    cv2.ellipse(rgb, centre, axes, 0, 0, 360, tuple(ground.tolist()), -1, cv2.LINE_AA)
    cv2.ellipse(rgb, centre, axes, 0, 0, 360, ink, width, cv2.LINE_AA)
    radius = rng.uniform(0.06, 0.22) * wide
    for side in (-1, 1):
        eye = (
            (middle + np.array([side * wide * rng.uniform(0.35, 0.5), -high * rng.uniform(0.15, 0.3)]))
            .astype(int)
            .tolist()
        )
        if rng.random() < 0.4:
            cv2.circle(rgb, eye, int(radius * 2) + 1, (0.95, 0.95, 0.95), -1, cv2.LINE_AA)
        cv2.circle(rgb, eye, int(radius) + 1, ink, -1, cv2.LINE_AA)
    lips = (middle + np.array([0, high * 0.35])).astype(int).tolist()
    turn = 0 if rng.random() < 0.7 else 180
    cv2.ellipse(rgb, lips, [int(wide * 0.45), int(high * 0.25)], turn, 10, 170, ink, width, cv2.LINE_AA)


def _blobs(rgb: Array, opacity: Array, rng: np.random.Generator) -> None:
    """An arm, a hand, a back of a head: skin and hair without features."""
    size = len(rgb)
    for _ in range(rng.integers(1, 5)):
        colour = sample_tone(rng) if rng.random() < 0.7 else rng.uniform(0.01, 0.1, 3)
        centre = (rng.uniform(0.2, 0.8, 2) * size).astype(int).tolist()
        axes = (rng.uniform(0.08, 0.45, 2) * size).astype(int).tolist()
        angle = float(rng.uniform(0, 180))
        cv2.ellipse(rgb, centre, axes, angle, 0, 360, tuple(np.asarray(colour, float).tolist()), -1, cv2.LINE_AA)
        cv2.ellipse(opacity, centre, axes, angle, 0, 360, 1.0, -1)
    y, x = np.mgrid[0 : 1 : size * 1j, 0 : 1 : size * 1j].astype(np.float32)
    slope = rng.normal(0, 0.8, 2)
    rgb *= np.clip(1 + slope[0] * (x - 0.5) + slope[1] * (y - 0.5), 0.2, 2)[..., None]
    rgb[:] = cv2.GaussianBlur(rgb, (0, 0), rng.uniform(0.5, 4))
