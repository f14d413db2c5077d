"""A fitted state made steady: each part of the face smoothed at its own pace."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.head.regions import REGIONS, Region, region
from engine.tracking.placement import Placement, rotation_matrix, rotation_vector
from engine.tracking.rig import Rig
from engine.tracking.smooth import OneEuro, OneEuroConfig
from engine.tracking.smoothed import Paced

REACH = 6.0
"""The cut-offs at full responsiveness are so many times those that were chosen, and at none so many times less. With
twice this, the steadiest setting would keep quick blinks from shutting the lids.
"""


@dataclass(frozen=True, slots=True)
class SteadyConfig:
    """One-Euro settings; the speeds are in controls a second, and in picture units (or rad) a second."""

    head: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(2.0, 150.0))
    eyes: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(3.0, 40.0))
    brows: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(2.0, 50.0))
    mouth: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(3.0, 40.0))

    def as_responsive(self, responsiveness: float) -> SteadyConfig:
        """These settings from 0, steady, over .5, as they are, to 1, responsive."""
        factor = REACH ** (2 * responsiveness - 1)
        parts = (self.head, self.eyes, self.brows, self.mouth)
        return SteadyConfig(*(part.scaled(factor) for part in parts))


_HEAD = 6
"""Values that tell where the head is: turn, size, place."""


class Steady(Paced):
    """Smooths controls and placement over time."""

    def __init__(self, head: Head, rig: Rig, config: SteadyConfig | None = None) -> None:
        self._config = config or SteadyConfig()
        names = list(head.expression_names) + ["jaw"] * (rig.num_controls - head.num_expression)
        self._low, self._high = rig.low, rig.high
        regions: list[Region] = [region(name) for name in names] + ["head"] * _HEAD
        self._present = [name for name in REGIONS if name in regions]
        groups = np.array([self._present.index(region) for region in regions])
        self._smooth = OneEuro(*self._paces(), groups=groups)
        self._head = len(names) + np.arange(_HEAD)
        self._reference: Array | None = None
        self._unit_px = 1.0

    def _paces(self) -> list[OneEuroConfig]:
        config = self._config.as_responsive(self._responsiveness)
        return [getattr(config, name) for name in self._present]

    def reset(self) -> None:
        """Begin anew: the next state is another face or comes after a gap."""
        self._smooth.reset()
        self._reference = None

    def __call__(self, controls: Array, placement: Placement, unit_px: float, time: float) -> tuple[Array, Placement]:
        """Smoothed controls [K] and placement, whose picture unit is `unit_px`."""
        if self._reference is None:
            self._reference = placement.rotation
            self._unit_px = unit_px
        values = np.concatenate([controls, self._head_values(placement, unit_px)])
        turn = values[-_HEAD : -_HEAD + 3]
        if turn @ turn > (np.pi / 2) ** 2:
            self._reference = placement.rotation
            turn[:] = 0
            self._smooth.restart(self._head, values[self._head])
        smoothed = self._smooth(values, time)
        zoom = unit_px / self._unit_px
        return np.minimum(np.maximum(smoothed[:-_HEAD], self._low), self._high), Placement(
            rotation_matrix(smoothed[-_HEAD : -_HEAD + 3]) @ self._reference,
            math.exp(smoothed[-_HEAD + 3]) / zoom,
            smoothed[-_HEAD + 4 :] / zoom,
            placement.nearness,
            placement.centre,
        )

    def shift(self, before: tuple[Array, Placement], after: tuple[Array, Placement], unit_px: float) -> None:
        """Go on without a jump when the same face is told by `after` instead of `before` from now on."""
        if self._reference is not None:
            head = self._head_values(after[1], unit_px) - self._head_values(before[1], unit_px)
            self._smooth.shift(np.concatenate([after[0] - before[0], head]))

    def _head_values(self, placement: Placement, unit_px: float) -> Array:
        """[6] turn from the reference, log scale, offset.

        Rotation vectors from a fixed reference are nearly linear while the head stays within a right angle of it.
        Each frame has a picture unit of its own, as noisy as two landmarks are: these values are in one that stays.
        """
        assert self._reference is not None
        zoom = unit_px / self._unit_px
        values = np.empty(_HEAD)
        values[:3] = rotation_vector(placement.rotation @ self._reference.T)
        values[3] = math.log(placement.scale * zoom)
        values[4:] = placement.offset * zoom
        return values
