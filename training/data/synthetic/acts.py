"""What faces do, one thing at a time: each function changes an expression [52] in place."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.arkit import INDEX

_SPEECH = ("mouthFunnel", "mouthPucker", "mouthPressLeft", "mouthRollLower", "mouthRollUpper", "mouthShrugUpper",
           "mouthShrugLower", "mouthStretchLeft", "mouthLowerDownLeft", "mouthUpperUpLeft", "mouthClose",
           "mouthDimpleLeft")  # fmt: skip


def both(e: Array, name: str, weight: float, rng: np.random.Generator, apart: float = 0.08) -> None:
    """The units `name`Left and `name`Right at about `weight`, their deviation `apart` times that; in [0, 1]."""
    for side in ("Left", "Right"):
        e[INDEX[name + side]] = np.clip(weight + rng.normal(0, apart) * weight, 0, 1)


def blink(e: Array, rng: np.random.Generator) -> None:
    """Lids more or less shut, a third of the time for good; now and then one eye alone."""
    shut = rng.random() < 0.35
    both(e, "eyeBlink", rng.uniform(0.8, 1) if shut else rng.random(), rng, 0.03 if shut else 0.06)
    if rng.random() < 0.25:
        wink(e, *rng.permutation(["Left", "Right"]), rng)


def wink(e: Array, side: str, other: str, rng: np.random.Generator) -> None:
    """The eye of the `other` side is shut."""
    e[INDEX["eyeBlink" + side]] = rng.uniform(0.0, 0.25)
    e[INDEX["eyeBlink" + other]] = rng.uniform(0.75, 1)
    e[INDEX["cheekSquint" + other]] = rng.uniform(0, 0.6)
    e[INDEX["mouthSmile" + other]] = max(e[INDEX["mouthSmile" + other]], rng.uniform(0, 0.5))


def smile(e: Array, rng: np.random.Generator) -> None:
    """A smile, narrow or broad, of closed lips or with teeth; now and then on one side only."""
    weight = rng.beta(1.4, 1.1)
    both(e, "mouthSmile", weight, rng, 0.12)
    both(e, "cheekSquint", weight * rng.uniform(0, 0.8), rng)
    both(e, "eyeSquint", weight * rng.uniform(0, 0.6), rng)
    if rng.random() < 0.5:  # teeth
        both(e, "mouthUpperUp", weight * rng.uniform(0.2, 0.8), rng)
        both(e, "mouthLowerDown", weight * rng.uniform(0, 0.5), rng)
        e[INDEX["jawOpen"]] = rng.uniform(0, 0.35) * (rng.random() < 0.6)
    elif rng.random() < 0.3:
        both(e, "mouthDimple", rng.uniform(0.2, 0.8), rng)
    if rng.random() < 0.12:  # on one side only
        e[INDEX["mouthSmile" + rng.choice(["Left", "Right"])]] *= rng.uniform(0, 0.3)


def speak(e: Array, rng: np.random.Generator) -> None:
    """One to three of the lips' shapes that sounds make, and the jaw with them."""
    e[INDEX["jawOpen"]] = max(e[INDEX["jawOpen"]], rng.beta(1.2, 4))
    for name in rng.choice(_SPEECH, rng.integers(1, 4), replace=False):
        weight = rng.beta(1.2, 1.6)
        if name.endswith("Left"):
            both(e, name[:-4], weight, rng)
        else:
            e[INDEX[name]] = weight


def brows(e: Array, rng: np.random.Generator) -> None:
    """Brows up, together or one of them, with wide eyes; or down, with nose and mouth."""
    weight = rng.beta(1.3, 1.1)
    if rng.random() < 0.55:
        e[INDEX["browInnerUp"]] = weight
        if rng.random() < 0.7:
            both(e, "browOuterUp", weight * rng.uniform(0.5, 1.1), rng)
            both(e, "eyeWide", rng.uniform(0, 0.7) * (rng.random() < 0.5), rng)
        if rng.random() < 0.15:
            e[INDEX["browOuterUp" + rng.choice(["Left", "Right"])]] = 0
    else:
        both(e, "browDown", weight, rng)
        both(e, "noseSneer", rng.uniform(0, 0.6) * (rng.random() < 0.4), rng)
        both(e, "mouthFrown", rng.uniform(0, 0.8) * (rng.random() < 0.4), rng)


def sideways(e: Array, rng: np.random.Generator) -> None:
    """Jaw and mouth to one side."""
    side = rng.choice(["Left", "Right"])
    if rng.random() < 0.6:
        e[INDEX["jaw" + side]] = rng.beta(1.5, 1.1)
    if rng.random() < 0.6:
        e[INDEX["mouth" + side]] = rng.beta(1.5, 1.1)


def open_wide(e: Array, rng: np.random.Generator) -> None:
    """The jaw far down, at times with round lips or the tongue; or in its place full cheeks alone."""
    e[INDEX["jawOpen"]] = rng.beta(1.6, 1.2)
    if rng.random() < 0.4:
        e[INDEX["mouthFunnel"]] = rng.uniform(0, 0.8)
    if rng.random() < 0.15:
        e[INDEX["tongueOut"]] = rng.uniform(0.2, 1)
    if rng.random() < 0.25:  # cheeks full, lips shut
        e[:] = 0
        e[INDEX["cheekPuff"]] = rng.beta(1.4, 1.0)


def squint(e: Array, rng: np.random.Generator) -> None:
    """Eyes narrowed, or wide open."""
    if rng.random() < 0.5:
        both(e, "eyeSquint", rng.random(), rng)
        both(e, "noseSneer", rng.random() * (rng.random() < 0.5), rng)
    else:
        both(e, "eyeWide", rng.random(), rng)


def look(e: Array, rng: np.random.Generator) -> None:
    """Gaze, both eyes together; the lids of a downward look follow through the head's own units."""
    across, up = rng.normal(0, 0.35, 2) if rng.random() < 0.7 else rng.uniform(-1, 1, 2)
    for side, sign in (("Left", 1), ("Right", -1)):
        for name in ("In", "Out", "Up", "Down"):
            e[INDEX[f"eyeLook{name}{side}"]] = 0
        e[INDEX[("eyeLookOut" if across * sign > 0 else "eyeLookIn") + side]] = min(abs(across), 1)
        e[INDEX[("eyeLookUp" if up > 0 else "eyeLookDown") + side]] = min(abs(up), 1)
