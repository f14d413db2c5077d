"""A motion as a mirror shows it: what the left side did, the right side does."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from engine.check import Array
from engine.errors import ModelMismatch
from engine.head.head_model import Head
from engine.types import Motion, replace

_TURN = np.array([1.0, -1.0, -1.0], np.float32)
"""Reflected in x, a rotation keeps its x component and reverses the others."""


def mirrored(motion: Motion, head: Head) -> Motion:
    """`motion` reflected in the head's plane of symmetry. Twice gives the motion back.

    ModelMismatch on a head whose expressions have no sides by name.
    """
    return replace(
        motion,
        expression=motion.expression[_partners(head.expression_names)],
        global_orient=motion.global_orient * _TURN,
        neck_pose=motion.neck_pose * _TURN,
        jaw_pose=motion.jaw_pose * _TURN,
        leye_pose=motion.reye_pose * _TURN,
        reye_pose=motion.leye_pose * _TURN,
    )


@lru_cache(maxsize=4)
def _partners(names: tuple[str, ...]) -> Array:
    """[E] index of each expression's partner on the other side; its own where it has none."""
    index = {name: i for i, name in enumerate(names)}
    if "mouthLeft" not in index:
        raise ModelMismatch("This head's expressions have no left and right by name, so its motion cannot be mirrored.")

    def partner(name: str) -> str:
        for side, other in (("Left", "Right"), ("Right", "Left")):
            if name.endswith(side):
                return name.removesuffix(side) + other
        return name

    return np.array([index[partner(name)] for name in names])
