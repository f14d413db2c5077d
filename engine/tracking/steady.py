"""A fitted state made steady: each part of the face smoothed at its own pace."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from engine.check import Array
from engine.head.head_model import Head, rotations
from engine.tracking.placement import Placement, rotation_vector
from engine.tracking.rig import Rig
from engine.tracking.smooth import OneEuro, OneEuroConfig


@dataclass(frozen=True, slots=True)
class SteadyConfig:
    """One-Euro settings; the speeds are in controls a second, and in picture units (or rad) a second."""

    head: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(2.0, 150.0))
    eyes: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(3.0, 40.0))
    brows: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(2.0, 50.0))
    mouth: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(3.0, 40.0))


class Steady:
    """Smooths controls and placement over time."""

    def __init__(self, head: Head, rig: Rig, config: SteadyConfig | None = None) -> None:
        config = config or SteadyConfig()
        names = list(head.expression_names) + ["jaw"] * (rig.num_controls - head.num_expression)
        self._low, self._high = rig.low, rig.high
        region = np.array([_region(name) for name in names])
        self._groups = [
            (np.flatnonzero(region == name), OneEuro(getattr(config, name))) for name in ("eyes", "brows", "mouth")
        ]
        self._head = OneEuro(config.head)
        self._reference: Array | None = None
        self._unit_px = 1.0

    def reset(self) -> None:
        """Begin anew: the next state is another face or comes after a gap."""
        for _, smooth in self._groups:
            smooth.reset()
        self._head.reset()
        self._reference = None

    def __call__(self, controls: Array, placement: Placement, unit_px: float, time: float) -> tuple[Array, Placement]:
        """Smoothed controls [K] and placement, whose picture unit is `unit_px`."""
        steady = controls.copy()
        for members, smooth in self._groups:
            if len(members):
                steady[members] = smooth(controls[members], time)
        if self._reference is None:
            self._reference = placement.rotation
            self._unit_px = unit_px
        values = self._head_values(placement, unit_px)
        if np.linalg.norm(values[:3]) > np.pi / 2:
            self._head.reset()
            self._reference = placement.rotation
            values[:3] = 0
        smoothed = self._head(values, time)
        zoom = unit_px / self._unit_px
        return np.clip(steady, self._low, self._high), replace(
            placement,
            rotation=rotations(smoothed[:3]) @ self._reference,
            scale=float(np.exp(smoothed[3])) / zoom,
            offset=smoothed[4:] / zoom,
        )

    def shift(self, before: tuple[Array, Placement], after: tuple[Array, Placement], unit_px: float) -> None:
        """Go on without a jump when the same face is told by `after` instead of `before` from now on."""
        for members, smooth in self._groups:
            smooth.shift(after[0][members] - before[0][members])
        if self._reference is not None:
            self._head.shift(self._head_values(after[1], unit_px) - self._head_values(before[1], unit_px))

    def _head_values(self, placement: Placement, unit_px: float) -> Array:
        """[6] turn from the reference, log scale, offset.

        Rotation vectors from a fixed reference are nearly linear while the head stays within a right angle of it.
        Each frame has a picture unit of its own, as noisy as two landmarks are: these values are in one that stays.
        """
        assert self._reference is not None
        zoom = unit_px / self._unit_px
        turn = rotation_vector(placement.rotation @ self._reference.T)
        return np.concatenate([turn, [np.log(placement.scale * zoom)], placement.offset * zoom])


def _region(name: str) -> str:
    if name.startswith(("eye", "cheekSquint")):
        return "eyes"
    return "brows" if name.startswith("brow") else "mouth"
