"""A person's moving wrinkles without a network: a few displacement maps, and how much of each an expression shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from engine import check
from engine.check import Array
from engine.detail.window import DISPLACEMENT_SIZE


class MovingDetail(Protocol):
    """What moves with the expression, of one person: the detail decoder's answer, or the baked one."""

    def __call__(self, expression: Array, jaw_pose: Array) -> Array:
        """[E], [3] rad -> [256, 256] m along the outward normal, over the window; top row first."""
        ...


class Handed(Protocol):
    """Moving detail that is left in a buffer of OpenGL, [256, 256] float32 m, top row first."""

    def __call__(self, expression: Array, jaw_pose: Array) -> bool:
        """The map of that moment is there for what OpenGL does next. False: take it as an array from now on."""
        ...

    def release(self) -> None:
        """Before the buffer goes."""
        ...


@runtime_checkable
class OnCard(Protocol):
    """A `MovingDetail` that a graphics card may work out, and may leave there."""

    @property
    def is_on_card(self) -> bool: ...

    def handing(self, buffer: int, drawn_by: str) -> Handed | None:
        """Into the OpenGL buffer of that name; None where it has to come as an array. drawn_by: vendor and renderer."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Bumps:
    """exp(-|[x, ramps] @ metric - centre|^2 / 2): how near a moment is to each of N that the fit saw."""

    metric: Array  # [E + 3 + R, D]
    centres: Array  # [N, D]

    def __post_init__(self) -> None:
        object.__setattr__(self, "metric", check.frozen("Bumps.metric", self.metric, (None, None)))
        shape = (None, self.metric.shape[1])
        object.__setattr__(self, "centres", check.frozen("Bumps.centres", self.centres, shape))

    def __call__(self, straight: Array) -> Array:
        """[..., E + 3 + R] -> [..., N]."""
        place = straight @ self.metric
        away = (place * place).sum(-1)[..., None] + (self.centres * self.centres).sum(1) - 2 * place @ self.centres.T
        return np.exp(-0.5 * np.maximum(away, 0))


@dataclass(frozen=True, slots=True, eq=False)
class Baked:
    """displacement = sum over k of weights_k * maps_k; made by `engine.detail.distil`.

    The weights are linear in 1, x, ramps max(0, inner @ x + offset) and bumps, where x is the expression and the jaw's
    pose: skin creases on one side of rest only, and where two muscles meet.
    """

    maps: Array  # [K, 256, 256] float16 m
    inner: Array  # [R, E + 3]
    offset: Array  # [R]
    matrix: Array  # [1 + E + 3 + R + N, K]
    bumps: Bumps | None = None
    """N of them; the first avatars with detail have none."""

    def __post_init__(self) -> None:
        def freeze(name: str, shape: tuple[int | None, ...], dtype: type[np.generic] = np.float32) -> None:
            object.__setattr__(self, name, check.frozen(f"Baked.{name}", getattr(self, name), shape, dtype))

        freeze("maps", (None, DISPLACEMENT_SIZE, DISPLACEMENT_SIZE), np.float16)
        freeze("inner", (None, None))
        freeze("offset", (len(self.inner),))
        straight = self.inner.shape[1] + len(self.inner)
        freeze("matrix", (1 + straight + (len(self.bumps.centres) if self.bumps else 0), len(self.maps)))
        if self.bumps is not None:
            check.shape("Bumps.metric", self.bumps.metric, (straight, None))

    @property
    def num_expression(self) -> int:
        """E, of the head that the person was made on."""
        return self.inner.shape[1] - 3

    def weights(self, expression: Array, jaw_pose: Array) -> Array:
        """[K] of one moment; or [N, K] of [N, E] and [N, 3]."""
        moment = np.concatenate([expression, jaw_pose], -1)
        return features(moment, self.inner, self.offset, self.bumps) @ self.matrix

    def blended(self) -> MovingDetail:
        """The displacement as a function that is fast frame after frame: it holds the maps in float32."""
        maps = self.maps.astype(np.float32).reshape(len(self.maps), -1)

        def displacement(expression: Array, jaw_pose: Array) -> Array:
            return (self.weights(expression, jaw_pose) @ maps).reshape(self.maps.shape[1:])

        return displacement


def features(x: Array, inner: Array, offset: Array, bumps: Bumps | None = None) -> Array:
    """[..., X] -> [..., 1 + X + R + N] float32: 1, x, ramps, bumps."""
    x = np.asarray(x, np.float32)
    ramps = np.maximum(x @ inner.T + offset, 0)
    straight = np.concatenate([x, ramps], -1)
    parts = [np.ones((*x.shape[:-1], 1), np.float32), straight]
    return np.concatenate(parts if bumps is None else [*parts, bumps(straight)], -1)
