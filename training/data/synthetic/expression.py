"""Expressions to draw: at random, from real performances, and those that matter most, aimed at."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52, INDEX
from training.data.expressions import sample_expressions
from training.data.synthetic import acts
from training.data.synthetic.overlay import overlay

_MIRRORED = np.array([INDEX.get(name.replace("Left", "%").replace("Right", "Left").replace("%", "Right"), i)
                      for i, name in enumerate(ARKIT52)])  # fmt: skip
_OPPOSITES = (("jawLeft", "jawRight"), ("mouthLeft", "mouthRight"), ("mouthPucker", "mouthStretch"),
              ("mouthFunnel", "mouthSmile"), ("mouthPucker", "mouthSmile"), ("browDown", "browOuterUp"),
              ("eyeWide", "eyeBlink"), ("eyeWide", "eyeSquint"), ("mouthSmile", "mouthFrown"),
              ("eyeLookUp", "eyeLookDown"), ("eyeLookIn", "eyeLookOut"))  # fmt: skip
"""Muscles that pull against each other: the weaker one gives way."""


def draw_expressions(num: int, rng: np.random.Generator, curves: Array | None = None) -> Array:
    """[num, 52] ARKit weights in [0, 1]. curves: [N, 52] rows of real performances, if there are any."""
    real = curves is not None and len(curves) > 0
    source = rng.choice(3, num, p=[0.25, 0.40, 0.35] if real else [0.4, 0.0, 0.6])
    out = np.zeros((num, len(ARKIT52)), np.float32)
    for i, kind in enumerate(source):
        if kind == 0:
            e = sample_expressions(1, rng)[0]
        elif kind == 1 and curves is not None:
            e = _performed(curves, rng)
        else:
            e = _aimed(rng)
        overlay(e, rng)
        out[i] = e[_MIRRORED] if rng.random() < 0.5 else e
    return possible(out)


def possible(expressions: Array) -> Array:
    """[N, 52] in which nothing happens that a face cannot do."""
    e = expressions.clip(0, 1).copy()
    for one, other in _OPPOSITES:
        for a, b in _paired(one, other):
            smaller = np.minimum(e[:, a], e[:, b])
            both = 0.85 * smaller
            e[:, a] = np.where(e[:, a] <= e[:, b], e[:, a] - both, e[:, a])
            e[:, b] = np.where(e[:, b] < e[:, a], e[:, b] - both, e[:, b])
    jaw = e[:, INDEX["jawOpen"]]
    e[:, INDEX["mouthClose"]] = np.minimum(e[:, INDEX["mouthClose"]], jaw)
    for roll in ("mouthRollUpper", "mouthRollLower"):  # lips are not rolled in while the mouth is wide open
        e[:, INDEX[roll]] *= 1 - 0.7 * jaw
    return e.clip(0, 1)


def _paired(one: str, other: str) -> list[tuple[int, int]]:
    def sides(name: str) -> list[int]:
        return [INDEX[name]] if name in INDEX else [INDEX[name + "Left"], INDEX[name + "Right"]]

    a, b = sides(one), sides(other)
    return list(zip(a, b, strict=True)) if len(a) == len(b) else [(x, y) for x in a for y in b]


def _performed(curves: Array, rng: np.random.Generator) -> Array:
    """A frame of a real performance, stronger or weaker, now and then with another's upper or lower face."""
    e = curves[rng.integers(len(curves))] * rng.uniform(0.7, 1.35)
    if rng.random() < 0.35:
        other = curves[rng.integers(len(curves))]
        upper = np.array([name.startswith(("brow", "eye", "cheekSquint")) for name in ARKIT52])
        e = np.where(upper, other, e)
    e = e * rng.uniform(0.85, 1.15, len(e))
    if rng.random() < 0.2:
        acts.blink(e, rng)
    if rng.random() < 0.3:
        acts.look(e, rng)
    return e.astype(np.float32)


def _aimed(rng: np.random.Generator) -> Array:
    """One or two things that a tracker must not miss, over a small random rest."""
    e = np.zeros(len(ARKIT52), np.float32)
    if rng.random() < 0.10:
        acts.look(e, rng)
        return e
    kinds = [acts.blink, acts.smile, acts.speak, acts.brows, acts.sideways, acts.open_wide, acts.squint]
    for act in rng.choice(len(kinds), rng.integers(1, 4), p=[0.19, 0.17, 0.26, 0.18, 0.07, 0.08, 0.05], replace=False):
        kinds[act](e, rng)
    if rng.random() < 0.75:
        acts.look(e, rng)
    return e
