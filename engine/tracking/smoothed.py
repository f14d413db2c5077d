"""How a tracker's smoothing is set, whatever it smooths."""

from __future__ import annotations

from typing import Protocol


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
