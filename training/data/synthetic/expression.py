"""Expressions to draw: at random, from real performances, and those that matter most, aimed at."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52, INDEX
from training.data.expressions import sample_expressions

_MIRRORED = np.array([INDEX.get(name.replace("Left", "%").replace("Right", "Left").replace("%", "Right"), i)
                      for i, name in enumerate(ARKIT52)])  # fmt: skip
_SPEECH = ("mouthFunnel", "mouthPucker", "mouthPressLeft", "mouthRollLower", "mouthRollUpper", "mouthShrugUpper",
           "mouthShrugLower", "mouthStretchLeft", "mouthLowerDownLeft", "mouthUpperUpLeft", "mouthClose",
           "mouthDimpleLeft")  # fmt: skip
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
        _overlay(e, rng)
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
        _blink(e, rng)
    if rng.random() < 0.3:
        _look(e, rng)
    return e.astype(np.float32)


def _aimed(rng: np.random.Generator) -> Array:
    """One or two things that a tracker must not miss, over a small random rest."""
    e = np.zeros(len(ARKIT52), np.float32)
    if rng.random() < 0.10:
        _look(e, rng)
        return e
    acts = [_blink, _smile, _speak, _brows, _sideways, _open, _squint]
    for act in rng.choice(len(acts), rng.integers(1, 4), p=[0.19, 0.17, 0.26, 0.18, 0.07, 0.08, 0.05], replace=False):
        acts[act](e, rng)
    if rng.random() < 0.75:
        _look(e, rng)
    return e


_SHUT_LIPS = ("mouthRollLower", "mouthRollUpper", "mouthUpperUpLeft", "mouthUpperUpRight", "mouthLowerDownLeft",
              "mouthLowerDownRight", "mouthStretchLeft", "mouthStretchRight")  # fmt: skip


def _overlay(e: Array, rng: np.random.Generator) -> None:
    """What performances and chance seldom have and encoders learn badly without: put over any other expression."""
    if rng.random() < 0.15:
        _jaw_aside(e, rng)
    if rng.random() < 0.10:
        _one_sided(e, rng)
    mouth = rng.random()
    if mouth < 0.06:
        _shout(e, rng)
    elif mouth < 0.12:
        _protrude(e, rng)


def _jaw_aside(e: Array, rng: np.random.Generator) -> None:
    """The mouth mostly goes with the jaw."""
    side, other = rng.permutation(["Left", "Right"])
    e[INDEX["jaw" + side]], e[INDEX["jaw" + other]] = rng.uniform(0.3, 1), 0
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
        _wink(e, other, side, rng)
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
        _both(e, name, weight * rng.uniform(0.3, most), rng)
    for name in ("noseSneer", "eyeSquint", "browDown"):
        if rng.random() < 0.35:
            _both(e, name, weight * rng.uniform(0.1, 0.8), rng)
    for name in ("mouthPucker", "mouthFunnel", "mouthClose", "mouthRollLower", "mouthRollUpper"):
        e[INDEX[name]] *= 0.2


def _protrude(e: Array, rng: np.random.Generator) -> None:
    """Lips pushed forward and shut, or nearly; the teeth behind them may be apart."""
    e[[INDEX[name] for name in _SHUT_LIPS]] *= 0.15
    e[INDEX["mouthPucker"]] = rng.uniform(0.3, 1) if rng.random() < 0.7 else rng.uniform(0, 0.3)
    e[INDEX["mouthFunnel"]] = rng.uniform(0.3, 0.9) if rng.random() < 0.5 else rng.uniform(0, 0.2)
    e[INDEX["jawOpen"]] = rng.uniform(0, 0.45) * (rng.random() < 0.6)
    e[INDEX["mouthClose"]] = e[INDEX["jawOpen"]] * rng.uniform(0.6, 1)


def _both(e: Array, name: str, weight: float, rng: np.random.Generator, apart: float = 0.08) -> None:
    for side in ("Left", "Right"):
        e[INDEX[name + side]] = np.clip(weight + rng.normal(0, apart) * weight, 0, 1)


def _blink(e: Array, rng: np.random.Generator) -> None:
    shut = rng.random() < 0.35
    _both(e, "eyeBlink", rng.uniform(0.8, 1) if shut else rng.random(), rng, 0.03 if shut else 0.06)
    if rng.random() < 0.25:
        _wink(e, *rng.permutation(["Left", "Right"]), rng)


def _wink(e: Array, side: str, other: str, rng: np.random.Generator) -> None:
    """The eye of the `other` side is shut."""
    e[INDEX["eyeBlink" + side]] = rng.uniform(0.0, 0.25)
    e[INDEX["eyeBlink" + other]] = rng.uniform(0.75, 1)
    e[INDEX["cheekSquint" + other]] = rng.uniform(0, 0.6)
    e[INDEX["mouthSmile" + other]] = max(e[INDEX["mouthSmile" + other]], rng.uniform(0, 0.5))


def _smile(e: Array, rng: np.random.Generator) -> None:
    weight = rng.beta(1.4, 1.1)
    _both(e, "mouthSmile", weight, rng, 0.12)
    _both(e, "cheekSquint", weight * rng.uniform(0, 0.8), rng)
    _both(e, "eyeSquint", weight * rng.uniform(0, 0.6), rng)
    if rng.random() < 0.5:  # teeth
        _both(e, "mouthUpperUp", weight * rng.uniform(0.2, 0.8), rng)
        _both(e, "mouthLowerDown", weight * rng.uniform(0, 0.5), rng)
        e[INDEX["jawOpen"]] = rng.uniform(0, 0.35)
    elif rng.random() < 0.3:
        _both(e, "mouthDimple", rng.uniform(0.2, 0.8), rng)
    if rng.random() < 0.12:  # on one side only
        e[INDEX["mouthSmile" + rng.choice(["Left", "Right"])]] *= rng.uniform(0, 0.3)


def _speak(e: Array, rng: np.random.Generator) -> None:
    e[INDEX["jawOpen"]] = max(e[INDEX["jawOpen"]], rng.beta(1.2, 4))
    for name in rng.choice(_SPEECH, rng.integers(1, 4), replace=False):
        weight = rng.beta(1.2, 1.6)
        if name.endswith("Left"):
            _both(e, name[:-4], weight, rng)
        else:
            e[INDEX[name]] = weight


def _brows(e: Array, rng: np.random.Generator) -> None:
    weight = rng.beta(1.3, 1.1)
    if rng.random() < 0.55:
        e[INDEX["browInnerUp"]] = weight
        if rng.random() < 0.7:
            _both(e, "browOuterUp", weight * rng.uniform(0.5, 1.1), rng)
            _both(e, "eyeWide", rng.uniform(0, 0.7) * (rng.random() < 0.5), rng)
        if rng.random() < 0.15:
            e[INDEX["browOuterUp" + rng.choice(["Left", "Right"])]] = 0
    else:
        _both(e, "browDown", weight, rng)
        _both(e, "noseSneer", rng.uniform(0, 0.6) * (rng.random() < 0.4), rng)
        _both(e, "mouthFrown", rng.uniform(0, 0.8) * (rng.random() < 0.4), rng)


def _sideways(e: Array, rng: np.random.Generator) -> None:
    side = rng.choice(["Left", "Right"])
    if rng.random() < 0.6:
        e[INDEX["jaw" + side]] = rng.beta(1.5, 1.1)
    if rng.random() < 0.6:
        e[INDEX["mouth" + side]] = rng.beta(1.5, 1.1)


def _open(e: Array, rng: np.random.Generator) -> None:
    e[INDEX["jawOpen"]] = rng.beta(1.6, 1.2)
    if rng.random() < 0.4:
        e[INDEX["mouthFunnel"]] = rng.uniform(0, 0.8)
    if rng.random() < 0.15:
        e[INDEX["tongueOut"]] = rng.uniform(0.2, 1)
    if rng.random() < 0.25:  # cheeks full, lips shut
        e[:] = 0
        e[INDEX["cheekPuff"]] = rng.beta(1.4, 1.0)


def _squint(e: Array, rng: np.random.Generator) -> None:
    if rng.random() < 0.5:
        _both(e, "eyeSquint", rng.random(), rng)
        _both(e, "noseSneer", rng.random() * (rng.random() < 0.5), rng)
    else:
        _both(e, "eyeWide", rng.random(), rng)


def _look(e: Array, rng: np.random.Generator) -> None:
    """Gaze, both eyes together; the lids of a downward look follow through the head's own units."""
    across, up = rng.normal(0, 0.35, 2) if rng.random() < 0.7 else rng.uniform(-1, 1, 2)
    for side, sign in (("Left", 1), ("Right", -1)):
        for name in ("In", "Out", "Up", "Down"):
            e[INDEX[f"eyeLook{name}{side}"]] = 0
        e[INDEX[("eyeLookOut" if across * sign > 0 else "eyeLookIn") + side]] = min(abs(across), 1)
        e[INDEX[("eyeLookUp" if up > 0 else "eyeLookDown") + side]] = min(abs(up), 1)
