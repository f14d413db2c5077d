"""What a person has changed of their avatar by sliders since its photo, so that it can be taken back."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

import numpy as np


@dataclass(frozen=True, slots=True)
class Retouch:
    """Each in [-1, 1], 0 is as the photo has it. The avatar's shape and albedo hold it already."""

    size: float = 0.0
    depth: float = 0.0
    height: float = 0.0
    ear_size: float = 0.0
    ear_angle: float = 0.0
    skin_lightness: float = 0.0
    skin_warmth: float = 0.0

    def __post_init__(self) -> None:
        if not all(np.isfinite(value) and -1 <= value <= 1 for value in astuple(self)):
            raise ValueError(f"what sliders change lies in [-1, 1], got {self}")

    @property
    def changes(self) -> dict[str, float]:
        """By name, without what is as in the photo."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}
