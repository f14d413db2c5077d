"""A fitted state made steady: each part of the face smoothed at its own pace."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from engine.check import Array
from engine.head.head_model import Head, rotations
from engine.tracking.placement import Placement, rotation_vector
from engine.tracking.smooth import OneEuro, OneEuroConfig


@dataclass(frozen=True, slots=True)
class SteadyConfig:
    """One-Euro settings; the speeds are in controls a second, and in picture units (or rad) a second."""

    head: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(2.0, 60.0))
    eyes: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(3.0, 12.0))
    brows: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(2.0, 16.0))
    mouth: OneEuroConfig = field(default_factory=lambda: OneEuroConfig(2.5, 12.0))


class Steady:
    """Smooths controls and placement over time."""

    def __init__(self, head: Head, num_controls: int, config: SteadyConfig | None = None) -> None:
        config = config or SteadyConfig()
        names = list(head.expression_names) + ["jaw"] * (num_controls - head.num_expression)
        region = np.array([_region(name) for name in names])
        self._groups = [
            (np.flatnonzero(region == name), OneEuro(getattr(config, name))) for name in ("eyes", "brows", "mouth")
        ]
        self._head = OneEuro(config.head)
        self._reference: Array | None = None

    def reset(self) -> None:
        """Begin anew: the next state is another face or comes after a gap."""
        for _, smooth in self._groups:
            smooth.reset()
        self._head.reset()
        self._reference = None

    def __call__(self, controls: Array, placement: Placement, time: float) -> tuple[Array, Placement]:
        """Smoothed controls [K] and placement."""
        steady = controls.copy()
        for members, smooth in self._groups:
            if len(members):
                steady[members] = smooth(controls[members], time)
        if self._reference is None:
            self._reference = placement.rotation
        # Rotation vectors from a fixed reference are nearly linear while the head stays within a right angle of it.
        turn = rotation_vector(placement.rotation @ self._reference.T)
        if np.linalg.norm(turn) > np.pi / 2:
            self._head.reset()
            self._reference, turn = placement.rotation, np.zeros(3)
        smoothed = self._head(np.concatenate([turn, [np.log(placement.scale)], placement.offset]), time)
        return steady, replace(
            placement,
            rotation=rotations(smoothed[:3]) @ self._reference,
            scale=float(np.exp(smoothed[3])),
            offset=smoothed[4:],
        )


def _region(name: str) -> str:
    if name.startswith(("eye", "cheekSquint")):
        return "eyes"
    return "brows" if name.startswith("brow") else "mouth"
