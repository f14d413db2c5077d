"""Where a training crop lies: shifted, sized, rolled and mirrored at random, and what that does to the labels."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from engine.check import Array
from engine.head.head_model import rotations
from training.data import mirror
from training.data.shards import SIZE


@dataclass(frozen=True, slots=True)
class JitterConfig:
    """How far the crops of training stray from the aligned one, in shares of its side where no unit is given."""

    shift: float = 0.025
    """Standard deviation: what a crop from the previous frame is off by."""
    scale: float = 0.04
    roll_deg: float = 3.0
    wide: float = 0.07
    """Share of crops that are off by as much as WIDE allows: a face that moved fast, or a detector's rough box."""
    misplaced: float = 0.04
    """Share of crops that miss part of the face or all of it: what tells the network to doubt."""
    mirrored: float = 0.5


WIDE_SHIFT, WIDE_SCALE, WIDE_ROLL_DEG = 0.16, 0.3, 20.0
NEAR_SHIFT, NEAR_SCALE, NEAR_ROLL_DEG = 0.006, 0.008, 0.4
"""Standard deviations between two frames of a face at rest."""
_DOUBT, _LOST = 0.2, 0.5
"""Shift of a misplaced crop where the confidence begins to fall, and where it has reached 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Jitter:
    """N drawn crops."""

    matrix: Array  # [N, 3, 3] from px of the stored picture to px of the crop, mirroring included
    roll: Array  # [N] rad, before mirroring; positive turns the picture clockwise
    mirrored: Array  # [N] bool
    sight: Array  # [N] in [0, 1]: how much of the confidence is left by where the crop lies


def draw_jitter(
    num: int, size: int, config: JitterConfig, rng: np.random.Generator, person: Array | None = None
) -> Jitter:
    """Crops of `size` px at the stored pictures' own scale, the aligned one's centre near their middle.

    person: [num]; pictures of the same one are mirrored together, so that they go on showing one person.
    """
    shift = rng.normal(0, config.shift, (num, 2)).clip(-2.5 * config.shift, 2.5 * config.shift)
    scale = rng.normal(0, config.scale, num).clip(-2.5 * config.scale, 2.5 * config.scale)
    roll = np.radians(rng.normal(0, config.roll_deg, num))
    kind = rng.random(num)
    wide = kind < config.wide
    shift[wide] = rng.uniform(-WIDE_SHIFT, WIDE_SHIFT, (wide.sum(), 2))
    scale[wide] = rng.uniform(-WIDE_SCALE, WIDE_SCALE, wide.sum())
    roll[wide] = np.radians(rng.uniform(-WIDE_ROLL_DEG, WIDE_ROLL_DEG, wide.sum()))
    misplaced = ~wide & (kind < config.wide + config.misplaced)
    length = np.where(misplaced, rng.uniform(_DOUBT, 1.0, num), 0.0)
    direction = rng.uniform(0, 2 * np.pi, num)
    shift[misplaced] = (length[:, None] * np.stack([np.cos(direction), np.sin(direction)], 1))[misplaced]
    mirrored = rng.random(num) < config.mirrored
    if person is not None:
        _, first, which = np.unique(person, return_index=True, return_inverse=True)
        mirrored = mirrored[first][which]
    sight = ((_LOST - length) / (_LOST - _DOUBT)).clip(0, 1)
    return Jitter(_matrices(shift * size, np.exp(scale), roll, mirrored, size), roll, mirrored, sight)


def nearby(jitter: Jitter, rows: Array, size: int, rng: np.random.Generator) -> Jitter:
    """Crops as those of `rows`, off by as little as the crop of the next frame of a face at rest."""
    num = len(rows)
    scale, roll = np.exp(rng.normal(0, NEAR_SCALE, num)), np.radians(rng.normal(0, NEAR_ROLL_DEG, num))
    step = _similarities(rng.normal(0, NEAR_SHIFT * size, (num, 2)), scale, roll, size, size)
    mirrored = jitter.mirrored[rows]
    return Jitter(
        step @ jitter.matrix[rows],
        jitter.roll[rows] + np.where(mirrored, -roll, roll),
        mirrored,
        jitter.sight[rows],
    )


def both(one: Jitter, other: Jitter) -> Jitter:
    """One after the other."""
    return Jitter(*(np.concatenate([getattr(j, field.name) for j in (one, other)]) for field in fields(Jitter)))


def no_jitter(num: int, size: int) -> Jitter:
    """The aligned crop itself."""
    zeros = np.zeros(num)
    plain = _matrices(np.zeros((num, 2)), np.ones(num), zeros, zeros > 0, size)
    return Jitter(plain, zeros, zeros > 0, np.ones(num))


def _matrices(shift: Array, scale: Array, roll: Array, mirrored: Array, size: int) -> Array:
    """[N, 3, 3]: about the middle, scaled and rolled, then shifted (px), then mirrored."""
    matrices = _similarities(shift, scale, roll, SIZE, size)
    matrices[mirrored, 0] *= -1
    matrices[mirrored, 0, 2] += size
    return matrices


def _similarities(shift: Array, scale: Array, roll: Array, side: int, size: int) -> Array:
    """[N, 3, 3] from pictures of `side` px to ones of `size`, scaled and rolled about the middle, then shifted."""
    matrices = np.zeros((len(scale), 3, 3))
    matrices[:, 0, 0] = matrices[:, 1, 1] = scale * np.cos(roll)
    matrices[:, 1, 0] = scale * np.sin(roll)
    matrices[:, 0, 1] = -matrices[:, 1, 0]
    matrices[:, :2, 2] = size / 2 + shift - matrices[:, :2, :2] @ np.full(2, side / 2)
    matrices[:, 2, 2] = 1
    return matrices


def moved_landmarks(landmarks: Array, jitter: Jitter, chosen: Array) -> Array:
    """[N, L, 2] px of the crop, of the `chosen` [L] among landmarks [N, 478, 2] px of the stored picture."""
    sources = np.where(jitter.mirrored[:, None], mirror.LANDMARKS[chosen], chosen)
    points = np.take_along_axis(landmarks, sources[..., None], 1)
    return points @ jitter.matrix[:, :2, :2].swapaxes(1, 2) + jitter.matrix[:, None, :2, 2]


def moved_controls(controls: Array, jitter: Jitter) -> Array:
    """[N, 52]."""
    return np.where(jitter.mirrored[:, None], controls[:, mirror.CONTROLS], controls)


def moved_orient(orient: Array, jitter: Jitter) -> Array:
    """[N, 3] rad in the frame of the crop, for orient in the frame of the stored picture."""
    roll = np.zeros_like(orient, np.float64)
    roll[:, 2] = -jitter.roll  # y points down in pictures and up in the head's frame
    turned = axis_angles(rotations(roll) @ rotations(orient))
    return np.where(jitter.mirrored[:, None], turned * mirror.ORIENT, turned)


def axis_angles(matrices: Array) -> Array:
    """[N, 3] rad of rotation matrices [N, 3, 3], angles below pi."""
    skew = matrices - matrices.swapaxes(1, 2)
    vector = np.stack([skew[:, 2, 1], skew[:, 0, 2], skew[:, 1, 0]], 1) / 2
    sine = np.linalg.norm(vector, axis=1)
    cosine = (np.trace(matrices, axis1=1, axis2=2) - 1) / 2
    factor = np.arctan2(sine, cosine) / np.maximum(sine, 1e-9)
    return vector * np.where(sine < 1e-6, 1.0, factor)[:, None]
