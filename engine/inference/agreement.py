"""Whether a faster way of running a network says what the slow one says: a golden batch, and how far it may be off."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from engine.check import Array

Run = Callable[..., tuple[Array, ...]]
SAMPLES = 8

TOLERANCES: Mapping[str, tuple[float, str]] = {
    "landmarks": (1e-3, "of the square's side"),
    "expression": (5e-3, "of full strength"),
    "global_orient": (5e-3, "rad"),
    "jaw_pose": (5e-3, "rad"),
    "eyelids": (5e-3, "of full strength"),
    "confidence": (1e-2, ""),
    "shape": (1e-2, "standard deviations"),
    "tex": (1e-2, "standard deviations"),
    "light": (1e-2, ""),
    "cam": (1e-2, ""),
    "detail": (2e-2, "standard deviations"),
    "displacement": (2e-6, "m"),
}
"""By output: the largest difference that may be, in its unit. What float16 does to the shipped networks on the CPU is a
fifth of that or less (tests/engine/inference/test_prepared.py).
"""
_OTHER = (1e-3, "")


def golden_batch(shapes: Mapping[str, tuple[int | None, ...]], samples: int = SAMPLES) -> list[Array]:
    """[samples, ...] float32 of each input, the same each time: smooth pictures in [0, 1], weights, codes."""
    rng = np.random.default_rng(20261123)
    return [_drawn(name, tuple(n or 1 for n in shape[1:]), samples, rng) for name, shape in shapes.items()]


def _drawn(name: str, shape: tuple[int, ...], samples: int, rng: np.random.Generator) -> Array:
    if len(shape) == 3:  # [C, H, W]
        channels, height, width = shape
        steps = max(1, max(height, width) // 8)
        coarse = rng.random((samples, channels, -(-height // steps) + 1, -(-width // steps) + 1))
        y, x = np.arange(height) / steps, np.arange(width) / steps
        rows, columns = y.astype(int), x.astype(int)
        down, right = (y - rows)[:, None], x - columns
        picture = coarse[:, :, rows] * (1 - down) + coarse[:, :, rows + 1] * down
        picture = picture[..., columns] * (1 - right) + picture[..., columns + 1] * right
        return np.ascontiguousarray(picture, np.float32)
    if name == "detail":
        return rng.standard_normal((samples, *shape), np.float32)
    if name == "jaw_pose":
        return rng.uniform(-0.3, 0.3, (samples, *shape)).astype(np.float32)
    return rng.random((samples, *shape), np.float32)


def disagreement(reference: Run, candidate: Run, batch: list[Array], names: list[str]) -> str | None:
    """Where the two differ by more than they may, as one sentence; None where they agree."""
    for name, right, other in zip(names, reference(*batch), candidate(*batch), strict=True):
        allowed, unit = TOLERANCES.get(name, _OTHER)
        if other.shape != right.shape:
            return f"{name} came as {other.shape} instead of {right.shape}"
        off = float(np.max(np.abs(other.astype(np.float64) - right), initial=0.0))
        if not off <= allowed:  # NaN is none
            return f"{name} was off by {off:.2g} {unit}".rstrip() + f", {allowed:.2g} is allowed"
    return None
