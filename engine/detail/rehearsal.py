"""Expressions that a decoder is asked for while it is distilled: a few units at a time, both sides mostly alike."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52, INDEX, joint_poses

_OTHER_SIDE = {
    i: INDEX[name[: -len("Left")] + "Right"]
    for name, i in INDEX.items()
    if name.endswith("Left") and name not in ("jawLeft", "mouthLeft") and "Look" not in name
}


def rehearsal(num: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """[num, 52] ARKit weights in [0, 1] and [num, 3] the jaw poses that belong to them; the first one is rest."""
    expression = np.zeros((num, len(ARKIT52)), np.float32)
    for one in expression[1:]:
        for unit in rng.choice(len(ARKIT52), rng.integers(1, 9), replace=False):
            one[unit] = rng.beta(1.2, 1.2)
        for left, right in _OTHER_SIDE.items():
            if (one[left] or one[right]) and rng.random() < 0.75:
                one[[left, right]] = max(one[left], one[right]) * rng.uniform(0.8, 1.0, 2)
        if rng.random() < 0.3:
            one[INDEX["jawOpen"]] = rng.beta(1, 1.6)
    return expression, np.stack([joint_poses(one)[0] for one in expression])
