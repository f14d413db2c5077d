"""The known families of creases: what draws them, which expression makes them, how deep they get with the years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.arkit import INDEX, expression_from
from training.data.wrinkles import lower, upper
from training.data.wrinkles.hand import Hand
from training.data.wrinkles.stroke import Stroke


@dataclass(frozen=True, slots=True)
class Family:
    """Creases that come together."""

    name: str
    draw: Callable[[Hand, float], Iterator[Stroke]]
    strained: float
    """Share of the activation that is the squeeze across the lines, over that of the reference."""
    units: tuple[tuple[str, float], ...]
    """Further activation by units (a name without its side means each side's own). On this head the skin beside nose
    and mouth stretches across the lines that a smile makes, so its strain cannot drive them."""
    young_mm: float
    old_mm: float
    """Depth at full activation at age 0 and 1."""
    kept_young: float
    kept_old: float
    """Share of the depth that stays at rest, at age 0 and 1."""
    kept_from: float
    """Age at which that begins to grow."""
    ridge: float = 0.9
    """Height of the skin pushed up between the lines, in depths of the blurred valleys."""
    ridge_mm: float = 2.6
    """Deviation of that blur: about a third of the distance of lines."""
    reference: tuple[tuple[str, float], ...] = ()
    """Units whose squeeze is full activation, where strained is not 0."""
    local: float = 0.0
    """How much of the strain's part follows the spot's own; the rest is common to the family's side."""

    def full(self) -> Array:
        """[52] the reference."""
        return _weights(self.reference, "Left") + _weights(self.reference, "Right") * _SIDED

    def drive(self) -> Array:
        """[2, 52] activation of the right and left side per unit."""
        return np.stack([_weights(self.units, side) for side in ("Right", "Left")])

    def depth_m(self, age: float) -> float:
        """Metres at full activation."""
        return (self.young_mm + (self.old_mm - self.young_mm) * age**1.2) / 1000

    def kept(self, age: float) -> float:
        """Share of the depth that stays at rest."""
        grown = np.clip((age - self.kept_from) / (1 - self.kept_from), 0, 1) ** 1.1
        return float(self.kept_young + (self.kept_old - self.kept_young) * grown)


def _weights(units: tuple[tuple[str, float], ...], side: str) -> Array:
    return expression_from({unit if unit in INDEX else unit + side: weight for unit, weight in units})


_SIDED = np.array([name.endswith("Right") for name in INDEX], np.float32)

_FROWN = (("browDown", 1), ("noseSneer", 0.3), ("eyeSquint", 0.1))
_RAISE = (("browInnerUp", 1), ("browOuterUp", 1))
_CLOSE = (("cheekSquint", 0.7), ("eyeSquint", 1))
_CROW = (("eyeSquint", 0.5), ("mouthSmile", 0.9), ("eyeBlink", 0.1))
_SQUINT = (("eyeSquint", 0.65), ("cheekSquint", 0.5), ("mouthSmile", 1.0), ("mouthUpperUp", 0.2), ("noseSneer", 0.25),
           ("eyeBlink", 0.12))  # fmt: skip
_TIRED = (("eyeSquint", 0.3), ("noseSneer", 0.4), ("cheekSquint", 0.2))
_SNEER = (("noseSneer", 1), ("browDown", 0.25), ("cheekSquint", 0.15), ("mouthUpperUp", 0.15))
_SMILE = (
    ("mouthSmile", 1.3), ("noseSneer", 0.65), ("mouthUpperUp", 0.6), ("mouthDimple", 0.45), ("cheekSquint", 0.25),
    ("mouthStretch", 0.2),
)  # fmt: skip
_APPLE = (("mouthSmile", 1.3), ("cheekSquint", 0.5), ("mouthUpperUp", 0.3), ("mouthDimple", 0.3))
_CORNER = (("mouthSmile", 1.3), ("mouthDimple", 0.6), ("mouthStretch", 0.4), ("mouthLowerDown", 0.2))
_GRIN = (("mouthSmile", 0.9), ("mouthDimple", 0.7), ("mouthStretch", 0.6))
_SAD = (("mouthFrown", 0.9), ("mouthShrugLower", 0.3), ("mouthStretch", 0.4), ("mouthPress", 0.3))
_PURSE = (("mouthRollUpper", 0.15), ("mouthPress", 0.2))
_CHIN = (("mouthShrugLower", 0.7), ("mouthFrown", 0.4), ("mouthSmile", 0.6), ("mouthLowerDown", 0.7),
         ("mouthStretch", 0.4), ("mouthPucker", 0.2))  # fmt: skip
_POUT = (("mouthShrugLower", 0.9), ("mouthFrown", 0.45), ("mouthPucker", 0.35), ("mouthPress", 0.2))

FAMILIES = (
    # name, lines, strained, units, young mm, old mm, kept young, kept old, kept from
    Family("forehead", upper.forehead, 1.0, (), 0.45, 1.30, 0.0, 0.70, 0.10, reference=_RAISE, ridge=1.15, local=0.2),
    Family("glabella", upper.glabella, 0.0, _FROWN, 0.50, 1.40, 0.0, 0.70, 0.10),
    Family("crow", upper.crow, 0.3, _CROW, 0.40, 1.10, 0.0, 0.55, 0.2, ridge_mm=1.8, reference=_CLOSE, local=0.4),
    Family("trough", upper.trough, 0.0, _TIRED, 0.26, 0.90, 0.2, 0.75, 0.1, ridge_mm=1.8),
    Family("under_eye", upper.under_eye, 0.0, _SQUINT, 0.95, 1.40, 0.0, 0.50, 0.2, ridge=0.5),
    Family("bunny", upper.bunny, 0.0, _SNEER, 0.30, 0.60, 0.0, 0.15, 0.5, ridge_mm=2.0),
    Family("nasolabial", lower.nasolabial, 0.0, _SMILE, 1.25, 2.1, 0.10, 0.60, 0.05, ridge=0.35),
    Family("apple", lower.apple, 0.0, _APPLE, 1.15, 1.30, 0.0, 0.10, 0.3, ridge=0.2),
    Family("corner", lower.corner, 0.0, _CORNER, 0.65, 0.90, 0.0, 0.25, 0.3, ridge=0.3),
    Family("cheek", lower.cheek, 0.0, _GRIN, 0.35, 0.95, 0.0, 0.35, 0.4),
    Family("marionette", lower.marionette, 0.0, _SAD, 0.36, 1.20, 0.0, 0.70, 0.2),
    Family("perioral", lower.perioral, 0.8, _PURSE, 0.22, 0.70, 0.0, 0.50, 0.45, ridge_mm=1.6,
           reference=(("mouthPucker", 1),), local=0.3),
    Family("mental", lower.mental, 0.0, _CHIN, 0.90, 1.10, 0.10, 0.45, 0.2, ridge=0.6),
    Family("chin", lower.chin, 0.0, _POUT, 0.42, 0.75, 0.0, 0.20, 0.3, ridge=0.6),
    Family("throat", lower.throat, 0.0, (), 0.25, 0.70, 0.4, 1.0, 0.1),
)  # fmt: skip
