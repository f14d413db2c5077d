"""What somebody wears on the nose, as a value; `engine.head.glasses` makes it to measure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from engine import check
from engine.check import Array

GlassesStyle = Literal["round", "rectangular", "classic", "sun"]
GLASSES_STYLES: tuple[GlassesStyle, ...] = get_args(GlassesStyle)


@dataclass(frozen=True, slots=True, eq=False)
class Glasses:
    """A style, and the colour of its frame."""

    style: GlassesStyle
    rgb: Array = field(default_factory=lambda: np.array([0.012, 0.011, 0.011], np.float32))  # [3] linear

    def __post_init__(self) -> None:
        object.__setattr__(self, "rgb", check.frozen("Glasses.rgb", self.rgb, (3,), np.float32))
        if self.style not in GLASSES_STYLES:
            raise ValueError(f"Glasses.style must be one of {', '.join(GLASSES_STYLES)}, got {self.style!r}")
