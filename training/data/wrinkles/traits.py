"""What is somebody's own about their wrinkles, in 128 numbers: the principal components of people.

A person is described by the displacement that a few strong expressions make on them. These numbers are what the
detail code of a made-up person should be, so E_d can be told, which it hardly finds out through F_d alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.arkit import INDEX
from training.data.wrinkles.creases import Creases

NUM_TRAITS = 128
STRONG = (("browInnerUp", "browOuterUpLeft", "browOuterUpRight"), ("browDownLeft", "browDownRight"),
          ("mouthSmileLeft", "mouthSmileRight", "cheekSquintLeft", "cheekSquintRight"),
          ("noseSneerLeft", "noseSneerRight", "mouthUpperUpLeft", "mouthUpperUpRight"), ("mouthPucker",),
          ("eyeSquintLeft", "eyeSquintRight", "cheekSquintLeft", "cheekSquintRight"),
          ("mouthFrownLeft", "mouthFrownRight", "mouthShrugLower"), ("jawOpen",))  # fmt: skip
"""What people do when they are asked to make a face."""
_HOW_STRONG = 0.8
_HALF = 2
"""Texels of the map that make one of the description."""


@dataclass(frozen=True, slots=True, eq=False)
class TraitSpace:
    """P texels of all the expressions together, in micrometres."""

    mean: Array  # [P]
    basis: Array  # [128, P] orthogonal, of length sqrt(P): one trait is a root mean square of micrometres

    @classmethod
    def of(cls, people: Iterable[Creases]) -> TraitSpace:
        """The components of some people, fewer than 128 where there are fewer people."""
        maps = np.stack([_described(creases).ravel() for creases in people])
        mean = maps.mean(0)
        away = maps - mean
        level, mix = np.linalg.eigh(away @ away.T)
        order = np.argsort(-level)[: min(NUM_TRAITS, len(maps) - 1)]
        basis = (mix[:, order] / np.sqrt(np.maximum(level[order], 1e-9))).T @ away
        full = np.zeros((NUM_TRAITS, len(mean)), np.float32)
        full[: len(basis)] = basis * np.sqrt(len(mean))
        return cls(mean, full)

    def traits(self, creases: Creases) -> Array:
        """[2, 128] micrometres, of the person and of their mirror image."""
        described = _described(creases)
        both = np.stack([described.ravel(), described[:, :, ::-1].ravel()])
        return ((both - self.mean) @ self.basis.T / len(self.mean)).astype(np.float32)


def _described(creases: Creases) -> Array:
    """[9, 128, 128] micrometres."""
    maps = 1e6 * creases.displacement(_EXPRESSIONS)
    num, size, _ = maps.shape
    return maps.reshape(num, size // _HALF, _HALF, size // _HALF, _HALF).mean((2, 4))


def _expressions() -> Array:
    """[9, 52] rest, and each of STRONG."""
    out = np.zeros((1 + len(STRONG), len(INDEX)), np.float32)
    for row, names in enumerate(STRONG):
        out[row + 1, [INDEX[name] for name in names]] = _HOW_STRONG
    return out


_EXPRESSIONS = _expressions()
