"""What the coarse encoder says of a picture, and how many numbers each part has on a head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from engine.avatar.tex_space import NUM_TEX
from engine.head.head_model import Head
from engine.light import SH_FACTORS

_NUM_SHAPE = 100
_START_SCALE = 8.5
"""Half of a crop's side is about 12 cm."""
_WHITE = float(1 / SH_FACTORS[0])
"""Of the light's constant term: shading 1."""


class Codes(NamedTuple):
    """Of B pictures. The jaw has no code of its own: it follows from the expression, as do the eyes."""

    shape: Tensor  # [B, S]
    tex: Tensor  # [B, T] engine.avatar.tex_space
    expression: Tensor  # [B, E] ARKit weights
    global_orient: Tensor  # [B, 3] rad
    cam: Tensor  # [B, 3] weak perspective: s 1/m, tx ty m
    light: Tensor  # [B, 9, 3] SH, linear


@dataclass(frozen=True, slots=True)
class CodeLayout:
    """Numbers of each part, in the encoder's order: 235 on our heads, where the paper has 236 on FLAME."""

    counts: tuple[int, ...]

    @classmethod
    def of(cls, head: Head) -> CodeLayout:
        return cls((min(_NUM_SHAPE, head.num_shape), NUM_TEX, head.num_expression, 3, 3, 27))

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
        codes = self.split(torch.zeros(1, self.num_codes))
        codes.cam[:, 0] = _START_SCALE
        codes.light[:, 0] = _WHITE
        return torch.cat([part.flatten(1) for part in codes], 1)[0]
