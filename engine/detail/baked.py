"""A person's moving wrinkles without a network: a few displacement maps, and how much of each an expression shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from engine import check
from engine.check import Array
from engine.detail.window import DISPLACEMENT_SIZE


class MovingDetail(Protocol):
    """What moves with the expression, of one person: the detail decoder's answer, or the baked one."""

    def __call__(self, expression: Array, jaw_pose: Array) -> Array:
        """[E], [3] rad -> [256, 256] m along the outward normal, over the window; top row first."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Baked:
    """displacement = sum over k of weights_k * maps_k; made by `engine.detail.distil`.

    The weights are linear in 1, x and ramps max(0, inner @ x + offset), where x is the expression and the jaw's pose:
    skin creases on one side of rest only, and where two muscles meet.
    """

    maps: Array  # [K, 256, 256] float16 m
    inner: Array  # [R, E + 3]
    offset: Array  # [R]
    matrix: Array  # [1 + E + 3 + R, K]

    def __post_init__(self) -> None:
        def freeze(name: str, shape: tuple[int | None, ...], dtype: type[np.generic] = np.float32) -> None:
            object.__setattr__(self, name, check.frozen(f"Baked.{name}", getattr(self, name), shape, dtype))

        freeze("maps", (None, DISPLACEMENT_SIZE, DISPLACEMENT_SIZE), np.float16)
        freeze("inner", (None, None))
        freeze("offset", (len(self.inner),))
        freeze("matrix", (1 + self.inner.shape[1] + len(self.inner), len(self.maps)))

    @property
    def num_expression(self) -> int:
        """E, of the head that the person was made on."""
        return self.inner.shape[1] - 3

    def weights(self, expression: Array, jaw_pose: Array) -> Array:
        """[K] of one moment; or [N, K] of [N, E] and [N, 3]."""
        return features(np.concatenate([expression, jaw_pose], -1), self.inner, self.offset) @ self.matrix

    def blended(self) -> MovingDetail:
        """The displacement as a function that is fast frame after frame: it holds the maps in float32."""
        maps = self.maps.astype(np.float32).reshape(len(self.maps), -1)

        def displacement(expression: Array, jaw_pose: Array) -> Array:
            return (self.weights(expression, jaw_pose) @ maps).reshape(self.maps.shape[1:])

        return displacement


def features(x: Array, inner: Array, offset: Array) -> Array:
    """[..., X] -> [..., 1 + X + R] float32: 1, x, ramps."""
    x = np.asarray(x, np.float32)
    ramps = np.maximum(x @ inner.T + offset, 0)
    return np.concatenate([np.ones((*x.shape[:-1], 1), np.float32), x, ramps], -1)
