"""Random expressions that faces make: few units at a time, sides mostly alike, jaw, blink, smile and gaze often."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52, INDEX

_SIDED = [(i, INDEX[name[:-4] + "Right"]) for name, i in INDEX.items() if name.endswith("Left") and "Look" not in name]
_SIDED = [(i, j) for i, j in _SIDED if ARKIT52[i] not in ("jawLeft", "mouthLeft")]
_TWIN = {i: j for a, b in _SIDED for i, j in ((a, b), (b, a))}
_UNITS = [i for name, i in INDEX.items() if "Look" not in name and name != "tongueOut"]
_NEVER_BOTH = (("jawLeft", "jawRight"), ("mouthLeft", "mouthRight"), ("eyeWideLeft", "eyeBlinkLeft"),
               ("eyeWideRight", "eyeBlinkRight"))  # fmt: skip


def sample_expressions(num: int, rng: np.random.Generator) -> Array:
    """[num, 52] ARKit weights in [0, 1]."""
    return np.stack([_one(rng) for _ in range(num)])


def _one(rng: np.random.Generator) -> Array:
    e = np.zeros(len(ARKIT52), np.float32)
    if rng.random() < 0.08:
        return e
    for _ in range(rng.integers(1, 8)):
        unit = _UNITS[rng.integers(len(_UNITS))]
        weight = rng.beta(1.2, 1.2)
        e[unit] = max(e[unit], weight)
        if unit in _TWIN and rng.random() < 0.8:
            e[_TWIN[unit]] = np.clip(weight * rng.uniform(0.7, 1.1), 0, 1)
    if rng.random() < 0.45:
        e[INDEX["jawOpen"]] = rng.beta(1, 1.6)
    for name, chance, spread in (("eyeBlink", 0.3, 0.1), ("mouthSmile", 0.25, 0.1), ("browInnerUp", 0.15, 0.0)):
        if rng.random() < chance:
            weight = rng.random()
            for side in ("Left", "Right") if spread else ("",):
                e[INDEX[name + side]] = np.clip(weight + rng.normal(0, spread), 0, 1)
    for a, b in _NEVER_BOTH:
        if e[INDEX[a]] > 0:
            e[INDEX[b]] = 0
    e[INDEX["mouthClose"]] = min(e[INDEX["mouthClose"]], e[INDEX["jawOpen"]])
    if rng.random() < 0.7:
        across, up = np.clip(rng.normal(0, 0.45, 2), -1, 1)
        for side, sign in (("Left", 1), ("Right", -1)):
            e[INDEX[("eyeLookOut" if across * sign > 0 else "eyeLookIn") + side]] = abs(across)
            e[INDEX[("eyeLookUp" if up > 0 else "eyeLookDown") + side]] = abs(up)
    return e
