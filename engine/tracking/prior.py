"""What MediaPipe's 52 scores say about an expression before the landmarks are asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52
from engine.head.head_model import Head
from engine.tracking.rig import Rig


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """A normal distribution of the controls."""

    mean: Array  # [K]
    precision: Array  # [K, K]


def expression_prior(head: Head, rig: Rig, scores: Array, neutral: Array | None = None) -> Prior:
    """The prior of a face with these scores [52]; `neutral` [52] are the same person's at rest."""
    mean = np.zeros(rig.num_controls)
    if head.basis == "arkit52":
        excess = np.clip(scores.astype(np.float64) - (_TYPICAL_NEUTRAL if neutral is None else neutral), 0, 1)
        mean[:] = _TRUST * excess
        spread = _SPREAD
    else:
        spread = np.ones(rig.num_controls)
        spread[head.num_expression :] = 0.3
    return Prior(mean, np.diag(spread**-2.0))


def _by_name(default: float, **groups: float) -> Array:
    """[52] a value for each name that begins with a key, the longest key winning."""
    values = np.full(len(ARKIT52), default)
    for i, name in enumerate(ARKIT52):
        keys = [key for key in groups if name.startswith(key)]
        if keys:
            values[i] = groups[max(keys, key=len)]
    return values


# Which scores mean something was measured on renders and on real video; the rest are never believed.
_TRUST = _by_name(
    0.0, jawOpen=0.8, eyeBlink=0.9, mouthSmile=0.7, eyeLook=0.9, browInnerUp=0.5, browOuterUp=0.4, mouthPucker=0.2,
    mouthFunnel=0.4, jawLeft=0.3, jawRight=0.3, mouthLeft=0.3, mouthRight=0.3, browDown=0.4, eyeSquint=0.3,
    mouthRoll=0.3, mouthPress=0.2, mouthStretch=0.2, mouthUpperUp=0.3, mouthLowerDown=0.3, mouthShrug=0.2,
)  # fmt: skip
_SPREAD = _by_name(
    0.15, eyeLook=0.3, jawOpen=0.3, eyeBlink=0.3, mouthSmile=0.25, browInnerUp=0.25, browOuterUp=0.25, browDown=0.25,
    eyeSquint=0.25, eyeWide=0.25, cheekPuff=0.05, tongueOut=0.001, noseSneer=0.12, mouthClose=0.2,
)  # fmt: skip
_TYPICAL_NEUTRAL = np.zeros(len(ARKIT52))
