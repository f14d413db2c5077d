"""The capture encoder: one aligned picture -> who it is, what the face does, and the light, for making an avatar."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from engine.check import Array
from training.models.encoder import NUM_CONTROLS, CentredHead, landmark_subset
from training.models.trunk import Trunk

CAPTURE_SIZE = 128
"""Side of the picture, px: the live crop at its own scale, with a margin that shows hair, ears and neck."""
NUM_SHAPE, NUM_TEX, NUM_LIGHT = 100, 50, 27
WIDTHS, BLOCKS = (32, 32, 64, 112), (0, 2, 2, 2)
"""A block at half the picture's size would cost as much time as all of these together."""
_SPREAD = {
    "landmarks": 0.03, "expression": 0.2, "global_orient": 0.25, "shape": 0.5, "tex": 0.5, "light": 0.5, "cam": 0.5,
}  # fmt: skip
_RESTING_CAM = (7.5, 0.0, 0.0)
"""A face in the middle of its crop: half of the crop's side is about 13 cm."""


class CaptureOutput(NamedTuple):
    """For B pictures."""

    landmarks: Tensor  # [B, L, 2] px / side of the picture, origin top left
    expression: Tensor  # [B, 52] ARKit weights, not clipped
    global_orient: Tensor  # [B, 3] rad, axis-angle in the crop's frame
    confidence: Tensor  # [B] logit
    shape: Tensor  # [B, 100]
    tex: Tensor  # [B, 50]
    light: Tensor  # [B, 9, 3] SH, linear
    cam: Tensor  # [B, 3] weak perspective (s 1/m, tx ty m) in the picture's ndc


class CaptureEncoder(nn.Module):
    """Everything that an avatar is made of, from a picture [B, 3, CAPTURE_SIZE, CAPTURE_SIZE], sRGB in [0, 1]."""

    def __init__(
        self,
        widths: tuple[int, ...] = WIDTHS,
        blocks: tuple[int, ...] = BLOCKS,
        num_features: int = 384,
    ) -> None:
        super().__init__()
        self.size = CAPTURE_SIZE
        self.trunk = Trunk(self.size, widths, blocks, num_features=num_features)
        self.num_landmarks = len(landmark_subset())
        counts = {
            "landmarks": 2 * self.num_landmarks, "expression": NUM_CONTROLS, "global_orient": 3,
            "shape": NUM_SHAPE, "tex": NUM_TEX, "light": NUM_LIGHT, "cam": 3,
        }  # fmt: skip
        self.heads = nn.ModuleDict({n: CentredHead(num_features, count, _SPREAD[n]) for n, count in counts.items()})
        self.confidence = CentredHead(num_features, 1, 1.0)
        self.heads["cam"].mean.copy_(torch.tensor(_RESTING_CAM))

    def forward(self, picture: Tensor) -> CaptureOutput:
        features = self.trunk(picture)
        values = {name: head(features) for name, head in self.heads.items()}
        return CaptureOutput(
            values["landmarks"].view(-1, self.num_landmarks, 2),
            values["expression"],
            values["global_orient"],
            self.confidence(features)[:, 0],
            values["shape"],
            values["tex"],
            values["light"].view(-1, 9, 3),
            values["cam"],
        )

    @torch.no_grad()
    def centre_on(self, landmarks: Array, expression: Array, global_orient: Array) -> None:
        """Start at these means: landmarks [L, 2], expression [52], global_orient [3]; the average person."""
        for name, mean in (("landmarks", landmarks), ("expression", expression), ("global_orient", global_orient)):
            self.heads[name].mean.copy_(torch.from_numpy(np.asarray(mean, np.float32).ravel()))
