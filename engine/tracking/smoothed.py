"""How a tracker's smoothing is set, whatever it smooths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from engine.tracking.smooth import OneEuro, OneEuroConfig


class Smoothing(Protocol):
    """Steadies what is tracked over time."""

    responsiveness: float


class Smoothed:
    """A tracker with a smoothing in `_steady`; None gives each frame's own reading."""

    _steady: Smoothing | None

    @property
    def responsiveness(self) -> float:
        """Of the smoothing: 0 steady, .5 as shipped, 1 responsive. May be set between any two frames."""
        return self._steady.responsiveness if self._steady else 0.5

    @responsiveness.setter
    def responsiveness(self, wanted: float) -> None:
        if self._steady:
            self._steady.responsiveness = wanted


class Paced:
    """A smoothing by one One-Euro filter, `_smooth`, whose settings `_paces` tells, a group each."""

    _smooth: OneEuro
    _responsiveness = 0.5

    @property
    def responsiveness(self) -> float:
        """0 steady to 1 responsive; .5 is as configured. May change at any time: smoothing goes on from there."""
        return self._responsiveness

    @responsiveness.setter
    def responsiveness(self, wanted: float) -> None:
        if wanted != self._responsiveness:
            self._responsiveness = wanted
            self._smooth.configure(*self._paces())

    def _paces(self) -> Iterable[OneEuroConfig]:
        raise NotImplementedError
