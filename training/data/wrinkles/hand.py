"""Chance for a face: every draw comes for the right and the left side, alike but for the person's asymmetry."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from engine.check import Array


class Hand:
    """Draws pairs. At asymmetry 0 both sides are equal, at 1 they know nothing of each other."""

    def __init__(self, seed: int, asymmetry: float) -> None:
        self._rng = np.random.default_rng(seed)
        self._own = asymmetry
        self._common = np.sqrt(1 - asymmetry**2)

    @property
    def asymmetric(self) -> bool:
        """Whether the two sides may differ at all."""
        return self._own > 0

    def normal(self, *shape: int) -> Array:
        """[2, *shape] right and left, standard normal."""
        common, right, left = self._rng.standard_normal((3, *shape))
        return np.stack([self._common * common + self._own * side for side in (right, left)])

    def uniform(self, low: float, high: float, *shape: int) -> Array:
        """[2, *shape] right and left."""
        return low + (high - low) * ndtr(self.normal(*shape))

    def chance(self, probability: float) -> Array:
        """[2] bool."""
        return self.uniform(0, 1) < probability

    def one(self, low: float, high: float) -> float:
        """A trait of the person, the same on both sides."""
        return float(self._rng.uniform(low, high))

    def count(self, low: int, high: int) -> int:
        """Of the person; both ends can come."""
        return int(self._rng.integers(low, high + 1))

    def factor(self, spread: float) -> Array:
        """[2] around 1, log-normal."""
        return np.exp(spread * self.normal())

    def wave(self, along: Array, bends: int, *, joined: bool = False) -> Array:
        """[2, n] smooth noise of about unit deviation over along [n] in 0..1, up to `bends` half waves.

        joined: at along = 0 both sides meet smoothly (the slope is 0 there, and the values are the same).
        """
        number = np.arange(1, bends + 1)
        weight = self.normal(bends) / number**0.8 / np.sqrt((number**-1.6).sum())  # [2, bends]
        basis = np.cos(np.pi * np.outer(number, along)) * np.sqrt(2)  # [bends, n]
        if not joined:
            turn = self.uniform(0, 2 * np.pi, bends)
            return np.stack([
                w @ (np.sqrt(2) * np.cos(np.pi * np.outer(number, along) + t[:, None]))
                for w, t in zip(weight, turn, strict=True)
            ])  # fmt: skip
        both = weight @ basis
        return both - both[:, :1] + both[:, :1].mean(0)

    def field(self, size: int, sigma: float) -> Array:
        """[size, size] smooth noise of unit deviation over the window, mirrored where the two sides are alike."""
        import cv2

        common, own = self._rng.standard_normal((2, size, size), np.float32)
        common = (common + common[:, ::-1]) / np.sqrt(2)
        noise = cv2.GaussianBlur(self._common * common + self._own * own, (0, 0), sigma)
        noise = noise if self._own else (noise + noise[:, ::-1]) / 2
        return noise / noise.std()
