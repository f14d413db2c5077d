"""What the coarse encoder says of a picture, and how many numbers each part has on a head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from engine.avatar.tex_space import NUM_TEX
from engine.head.head_model import Head

_NUM_SHAPE, _NUM_FLAME_EXPRESSION = 100, 50


class Codes(NamedTuple):
    """Of B pictures."""

    shape: Tensor  # [B, S]
    tex: Tensor  # [B, T] engine.avatar.tex_space
    expression: Tensor  # [B, E] FLAME's first components, or ARKit weights
    global_orient: Tensor  # [B, 3] rad
    jaw_pose: Tensor  # [B, 3] rad; [B, 0] on heads whose jaw follows from the expression
    cam: Tensor  # [B, 3] weak perspective: s 1/m, tx ty m
    light: Tensor  # [B, 9, 3] SH, linear


@dataclass(frozen=True, slots=True)
class CodeLayout:
    """Numbers of each part, in the encoder's order: the paper's 236 on FLAME. With ARKit's 52 units the jaw's three
    are not told: it follows from the units."""

    counts: tuple[int, ...]

    @classmethod
    def of(cls, head: Head) -> CodeLayout:
        is_flame = head.basis == "flame_pca"
        expression = min(_NUM_FLAME_EXPRESSION, head.num_expression) if is_flame else head.num_expression
        return cls((min(_NUM_SHAPE, head.num_shape), NUM_TEX, expression, 3, 3 if is_flame else 0, 3, 27))

    @property
    def num_codes(self) -> int:
        return sum(self.counts)

    @property
    def num_moving(self) -> int:
        """What moves wrinkles: the jaw's rotation and the expression."""
        return 3 + self.counts[2]

    def split(self, values: Tensor) -> Codes:
        """[B, num_codes] as codes."""
        *parts, light = values.split(list(self.counts), 1)
        return Codes(*parts, light.reshape(-1, 9, 3))

    def start(self) -> Tensor:
        """[num_codes]: the average face in the middle of its crop, in white light from everywhere."""
        before_cam = sum(self.counts[:-2])
        values = torch.zeros(self.num_codes)
        values[before_cam] = _START_SCALE
        values[before_cam + 3 : before_cam + 6] = _WHITE
        return values


_START_SCALE = 8.5
"""Half of a crop's side is about 12 cm."""
_WHITE = 1 / 0.28209479
"""Of the constant term: shading 1."""
