"""What performances and chance seldom have, and encoders learn badly without."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.arkit import INDEX
from training.data.synthetic.acts import both, wink

_SHUT_LIPS = ("mouthRollLower", "mouthRollUpper", "mouthUpperUpLeft", "mouthUpperUpRight", "mouthLowerDownLeft",
              "mouthLowerDownRight", "mouthStretchLeft", "mouthStretchRight")  # fmt: skip
_HIDE_TEETH = ("mouthPucker", "mouthFunnel", "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper",
               "mouthFrownLeft", "mouthFrownRight", "mouthPressLeft", "mouthPressRight", "tongueOut")  # fmt: skip


def overlay(e: Array, rng: np.random.Generator) -> None:
    """Now and then put a jaw aside, one side alone, and a shout, shut lips or clenched teeth over any other expression
    [52], in place."""
    if rng.random() < 0.25:
        _jaw_aside(e, rng)
    if rng.random() < 0.10:
        _one_sided(e, rng)
    mouth = rng.random()
    if mouth < 0.06:
        _shout(e, rng)
    elif mouth < 0.12:
        _protrude(e, rng)
    elif mouth < 0.24:
        _clench(e, rng)


def _jaw_aside(e: Array, rng: np.random.Generator) -> None:
    """The mouth mostly goes with the jaw, which often goes as far as it can: encoders tell less than they see."""
    side, other = rng.permutation(["Left", "Right"])
    e[INDEX["jaw" + side]] = rng.uniform(0.3, 1) if rng.random() < 0.6 else rng.uniform(0.85, 1)
    e[INDEX["jaw" + other]] = 0
    fate = rng.random()
    e[INDEX["mouth" + side]] = rng.uniform(0, 0.8) if fate < 0.5 else 0
    e[INDEX["mouth" + other]] = rng.uniform(0, 0.5) if fate > 0.9 else 0
    if rng.random() < 0.5:
        e[INDEX["jawOpen"]] = rng.uniform(0, 0.6)
    if rng.random() < 0.6:  # pursed lips hide which way it went
        e[[INDEX["mouthPucker"], INDEX["mouthFunnel"]]] *= 0.3


def _one_sided(e: Array, rng: np.random.Generator) -> None:
    side, other = rng.permutation(["Left", "Right"])
    kind = rng.integers(4)
    if kind == 0:
        wink(e, other, side, rng)
    elif kind == 1:
        e[INDEX["mouthSmile" + side]], e[INDEX["mouthSmile" + other]] = rng.uniform(0.3, 1), rng.uniform(0, 0.15)
        e[INDEX["mouthDimple" + side]] = rng.uniform(0, 0.6) * (rng.random() < 0.4)
    elif kind == 2:
        e[INDEX["browOuterUp" + side]], e[INDEX["browOuterUp" + other]] = rng.uniform(0.4, 1), 0
        e[INDEX["browDown" + side]], e[INDEX["browDown" + other]] = 0, rng.uniform(0, 0.8)
        e[INDEX["browInnerUp"]] *= 0.4
    else:
        for name in ("mouthUpperUp", "noseSneer") if rng.random() < 0.5 else ("mouthLowerDown", "mouthStretch"):
            e[INDEX[name + side]], e[INDEX[name + other]] = rng.uniform(0.3, 1), rng.uniform(0, 0.15)


def _shout(e: Array, rng: np.random.Generator) -> None:
    """A wide mouth that shows both rows of teeth."""
    weight = rng.uniform(0.35, 1)
    e[INDEX["jawOpen"]] = rng.uniform(0.15, 0.95)
    for name, most in (("mouthUpperUp", 1.0), ("mouthLowerDown", 1.0), ("mouthStretch", 0.8)):
        both(e, name, weight * rng.uniform(0.3, most), rng)
    for name in ("noseSneer", "eyeSquint", "browDown"):
        if rng.random() < 0.35:
            both(e, name, weight * rng.uniform(0.1, 0.8), rng)
    for name in ("mouthPucker", "mouthFunnel", "mouthClose", "mouthRollLower", "mouthRollUpper"):
        e[INDEX[name]] *= 0.2


def _protrude(e: Array, rng: np.random.Generator) -> None:
    """Lips pushed forward and shut, or nearly; the teeth behind them may be apart."""
    e[[INDEX[name] for name in _SHUT_LIPS]] *= 0.15
    e[INDEX["mouthPucker"]] = rng.uniform(0.3, 1) if rng.random() < 0.7 else rng.uniform(0, 0.3)
    e[INDEX["mouthFunnel"]] = rng.uniform(0.3, 0.9) if rng.random() < 0.5 else rng.uniform(0, 0.2)
    e[INDEX["jawOpen"]] = rng.uniform(0, 0.45) * (rng.random() < 0.6)
    e[INDEX["mouthClose"]] = e[INDEX["jawOpen"]] * rng.uniform(0.6, 1)


def _clench(e: Array, rng: np.random.Generator) -> None:
    """Bared teeth, mostly in a smile, and the jaw shut: parted lips are no sign of an open jaw."""
    e[[INDEX[name] for name in _HIDE_TEETH]] *= 0.1
    e[INDEX["jawOpen"]] = e[INDEX["mouthClose"]] = 0
    weight = rng.uniform(0.3, 1)
    if rng.random() < 0.8:
        both(e, "mouthSmile", weight, rng)
        both(e, "cheekSquint", weight * rng.uniform(0, 0.8), rng)
        both(e, "eyeSquint", weight * rng.uniform(0, 0.6), rng)
    else:
        both(e, "mouthStretch", weight, rng)
    both(e, "mouthUpperUp", rng.uniform(0.15, 1), rng)
    both(e, "mouthLowerDown", rng.uniform(0, 1) * (rng.random() < 0.8), rng)
