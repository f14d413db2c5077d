"""What is likely before the landmarks are asked: MediaPipe's 52 scores, and what faces cannot do at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52, INDEX
from engine.head.head_model import Head
from engine.tracking.rig import Rig


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """A normal distribution of the controls, up to the box that they live in."""

    mean: Array  # [K]
    precision: Array  # [K, K]


class ExpressionPrior:
    """Makes the prior of each face of one head family."""

    def __init__(self, head: Head, rig: Rig) -> None:
        self._arkit = head.basis == "arkit52"
        if self._arkit:
            self._precision = _arkit_precision()
        else:
            spread = np.ones(rig.num_controls)
            spread[head.num_expression :] = 0.3
            self._precision = np.diag(spread**-2.0)

    def __call__(self, scores: Array, neutral: Array | None = None, eyes_open: Array | None = None) -> Prior:
        """The prior of a face with these scores [52].

        neutral: [52] the same person's scores at rest. eyes_open: [2] of the right and the left eye, in [0, 1].
        """
        mean = np.zeros(len(self._precision))
        if self._arkit:
            rest = TYPICAL_NEUTRAL if neutral is None else neutral
            mean = _TRUST * np.clip((scores - rest) / (1 - rest), 0, 1)
            if eyes_open is not None:
                mean[_GAZE_RIGHT] *= eyes_open[0]
                mean[_GAZE_LEFT] *= eyes_open[1]
            spread = _SPREAD.copy()
            spread[_JAW] = _jaw_spread(scores)
            precision = self._precision.copy()
            precision[_JAW, _JAW] += spread[_JAW] ** -2 - _SPREAD[_JAW] ** -2
            # A small cost of every unit: what the landmarks do not ask for stays at rest.
            return Prior(mean - spread**2 * _COST, precision)
        return Prior(mean, self._precision)


def _jaw_spread(scores: Array) -> float:
    """How far from its score jawOpen may be, by the scores [52].

    The head's lips part less than people's, and its smile lifts the lower lip: where lips show teeth that are shut,
    the landmarks would open the jaw. MediaPipe's score does tell the two apart. Scores that are all 0 say nothing.
    """
    if not scores.any():
        return float(_SPREAD[_JAW])
    shown = float(scores[_SMILES].mean()) / _FULL_SMILE
    clenched = np.clip(shown, 0, 1) * np.clip(1 - scores[_JAW] / _APART, 0, 1)
    return float(min(_SPREAD[_JAW], _JAW_SHUT + _JAW_OPEN * scores[_JAW]) ** (1 - clenched) * _JAW_CLENCHED**clenched)


def _by_name(default: float, **groups: float) -> Array:
    """[52] a value for each name that begins with a key, the longest key winning."""
    values = np.full(len(ARKIT52), default)
    for i, name in enumerate(ARKIT52):
        keys = [key for key in groups if name.startswith(key)]
        if keys:
            values[i] = groups[max(keys, key=len)]
    return values


# Which scores mean something was measured on renders and on real video; the others are never believed.
_TRUST = _by_name(
    0.0, jawOpen=1.0, eyeBlink=0.9, mouthSmile=0.7, eyeLook=0.9, browInnerUp=0.5, browOuterUp=0.4, mouthPucker=0.2,
    mouthFunnel=0.4, jawLeft=0.3, jawRight=0.3, mouthLeft=0.3, mouthRight=0.3, browDown=0.4, eyeSquint=0.3,
    mouthRoll=0.3, mouthPress=0.2, mouthStretch=0.2, mouthUpperUp=0.5, mouthLowerDown=0.6, mouthShrug=0.2,
)  # fmt: skip
_SPREAD = _by_name(
    0.15, eyeLook=0.25, jawOpen=0.3, eyeBlink=0.3, mouthSmile=0.25, browInnerUp=0.25, browOuterUp=0.25, browDown=0.25,
    eyeSquint=0.25, eyeWide=0.25, cheekPuff=0.05, tongueOut=0.001, noseSneer=0.12, mouthClose=0.05,
    mouthLowerDown=0.5, mouthUpperUp=0.25, mouthStretch=0.3, mouthDimple=0.12, jawForward=0.04,
)  # fmt: skip
# mouthClose: with .2 a long chin is told as a jaw that is open behind closed lips. On nine videos jawOpen was .19 on
# average where the lips are shut (now .10), and its correlation over people with MediaPipe's score .81 (now .90).
# mouthLowerDown, mouthUpperUp: so that lips part by themselves before the jaw opens. jawForward is hardly seen from the
# front, where it would lengthen any chin.
_COST = 0.5

_FULL_SMILE, _APART = 0.5, 0.25
"""Scores: of a smile that shows the teeth, and of a jaw whose teeth are apart for certain."""
_JAW_SHUT, _JAW_OPEN, _JAW_CLENCHED = 0.03, 0.2, 0.003
"""jawOpen's spread at score 0 and its growth with the score, and the spread where the teeth are shut in a smile."""

# Medians of the scores of 100 neutral studio portraits.
TYPICAL_NEUTRAL = _by_name(
    0.0, browDown=0.04, browOuterUp=0.04, eyeBlink=0.07, eyeLookDown=0.10, eyeLookUp=0.10, eyeLookInLeft=0.03,
    eyeLookInRight=0.12, eyeLookOutLeft=0.13, eyeLookOutRight=0.03, eyeSquint=0.26, mouthPress=0.05,
    mouthPucker=0.02, mouthShrugLower=0.07, mouthShrugUpper=0.02,
)  # fmt: skip

_OPPOSITES = (
    ("eyeLookUp*", "eyeLookDown*"), ("eyeLookIn*", "eyeLookOut*"), ("eyeWide*", "eyeBlink*"),
    ("eyeWide*", "eyeSquint*"), ("browDown*", "browOuterUp*"), ("browDown*", "browInnerUp"), ("jawLeft", "jawRight"),
    ("mouthLeft", "mouthRight"), ("mouthSmile*", "mouthFrown*"), ("mouthPucker", "mouthStretch*"),
    ("mouthFunnel", "mouthRollLower"), ("mouthFunnel", "mouthRollUpper"), ("mouthUpperUp*", "mouthRollUpper"),
    ("mouthLowerDown*", "mouthRollLower"), ("mouthLowerDown*", "mouthPress*"), ("mouthUpperUp*", "mouthPress*"),
)  # fmt: skip
"""Pairs that no face does at once; * stands for either side."""
_TOGETHER = (
    ("eyeLookUpLeft", "eyeLookUpRight", 0.05), ("eyeLookDownLeft", "eyeLookDownRight", 0.05),
    ("eyeLookInLeft", "eyeLookOutRight", 0.08), ("eyeLookOutLeft", "eyeLookInRight", 0.08),
    ("eyeBlinkLeft", "eyeBlinkRight", 0.3), ("browDownLeft", "browDownRight", 0.3),
    ("browOuterUpLeft", "browOuterUpRight", 0.4), ("eyeWideLeft", "eyeWideRight", 0.2),
    ("eyeSquintLeft", "eyeSquintRight", 0.2), ("cheekSquintLeft", "cheekSquintRight", 0.2),
)  # fmt: skip
"""Pairs that usually do the same, and the standard deviation of their difference."""

_JAW = INDEX["jawOpen"]
_SMILES = [INDEX["mouthSmileLeft"], INDEX["mouthSmileRight"]]
_GAZE_LEFT = [i for name, i in INDEX.items() if name.startswith("eyeLook") and name.endswith("Left")]
_GAZE_RIGHT = [i for name, i in INDEX.items() if name.startswith("eyeLook") and name.endswith("Right")]


def _arkit_precision() -> Array:
    precision = np.diag(_SPREAD**-2.0)
    for a, b in _OPPOSITES:
        for side in ("Left", "Right") if "*" in a + b else ("",):
            i, j = INDEX[a.replace("*", side)], INDEX[b.replace("*", side)]
            # (a + b)^2: of two ways to the same difference, the one in which one of them is 0 is cheapest.
            precision[np.ix_([i, j], [i, j])] += 1 / (_SPREAD[i] * _SPREAD[j])
    for a, b, spread in _TOGETHER:
        i, j = INDEX[a], INDEX[b]
        precision[np.ix_([i, j], [i, j])] += np.array([[1, -1], [-1, 1]]) / spread**2
    return precision
