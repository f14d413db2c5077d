"""How freely an avatar acts what the performer does: more or less of each region, and which of them keep still."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from engine.avatar.retarget import axis_angle, turned
from engine.check import Array
from engine.head.arkit import JAW_OPEN_RAD
from engine.head.head_model import Head, rotations
from engine.head.regions import REGIONS, Region, region
from engine.types import Motion, replace

MAX_GAIN = 2.0
FURTHEST = np.array([math.radians(80.0), JAW_OPEN_RAD, math.radians(26.0), math.radians(26.0)])
"""rad: beyond this a gain turns neither head, jaw nor eyes; a performer who does is followed."""
Alone = Literal["breathe", "rest", "hold"]
ALONE: tuple[Alone, ...] = get_args(Alone)


@dataclass(frozen=True, slots=True)
class Manner:
    """What a person chose; the default changes nothing while a face is seen."""

    brows: float = 1.0
    """0 is still, 1 as tracked, up to MAX_GAIN."""
    eyes: float = 1.0
    """Lids and gaze."""
    mouth: float = 1.0
    """Mouth, jaw, cheeks and nose."""
    head: float = 1.0
    held: frozenset[Region] = field(default_factory=frozenset)
    """These stay as they were shown when they were added."""
    alone: Alone = "breathe"
    """Without a face: go to rest and breathe, go to rest, or hold the last expression."""

    def __post_init__(self) -> None:
        for name in REGIONS:
            if not 0 <= getattr(self, name) <= MAX_GAIN:
                raise ValueError(f"Manner.{name} must lie within 0 and {MAX_GAIN:g}, got {getattr(self, name)}")

    @property
    def plain(self) -> bool:
        """A seen face is shown as it is."""
        return not self.held and all(getattr(self, name) == 1 for name in REGIONS)


class Regions:
    """The values [E + 12] of a head's motions as one vector: expression, then head, jaw, left and right eye, rad."""

    def __init__(self, head: Head) -> None:
        turns: list[Region] = ["head", "mouth", "eyes", "eyes"]
        of = [region(name) for name in head.expression_names] + [one for one in turns for _ in range(3)]
        self._of = np.array([REGIONS.index(one) for one in of])
        self.lids = np.array([name.startswith("eyeBlink") for name in head.expression_names])
        self.num_expression = head.num_expression
        self.head = slice(head.num_expression, head.num_expression + 3)
        """Where the head's turn is."""
        self.size = len(of)

    def where(self, held: frozenset[Region]) -> Array:
        """[E + 12] bool: the values of these regions."""
        return np.isin(self._of, [REGIONS.index(one) for one in held])

    def values(self, motion: Motion) -> Array:
        """[E + 12] float64. The head's turn is root and neck together, so that it is one value to change."""
        whole = axis_angle(rotations(motion.global_orient) @ rotations(motion.neck_pose))
        turns = (whole, motion.jaw_pose, motion.leye_pose, motion.reye_pose)
        return np.concatenate([motion.expression, *turns], dtype=np.float64)

    def motion(self, values: Array, like: Motion) -> Motion:
        """The motion of these values; what they do not say is that of `like`."""
        e = self.num_expression
        head, jaw, left, right = values[e:].reshape(4, 3)
        motion = replace(like, expression=values[:e], jaw_pose=jaw, leye_pose=left, reye_pose=right)
        return turned(motion, rotations(head))

    def scaled(self, values: Array, manner: Manner) -> Array:
        """`values` with each region's gain. Lids that shut still shut at a smaller gain; a full weight stays full."""
        e = self.num_expression
        gain = np.array([getattr(manner, name) for name in REGIONS])[self._of]
        scaled = gain * values
        calmer = self.lids & (gain[:e] < 1) & (gain[:e] > 0)
        # Half shut at every blink looks drowsy: the lids' middle comes down instead of their end.
        scaled[:e][calmer] = np.clip(values[:e][calmer], 0, 1) ** (1 / gain[:e][calmer])
        scaled[:e] = np.clip(scaled[:e], np.minimum(values[:e], 0), np.maximum(values[:e], 1))
        turns, before = scaled[e:].reshape(4, 3), values[e:].reshape(4, 3)
        angle = np.maximum(np.linalg.norm(turns, axis=1), 1e-9)
        most = np.maximum(np.linalg.norm(before, axis=1), FURTHEST)
        turns *= np.minimum(1, most / angle)[:, None]
        return scaled
