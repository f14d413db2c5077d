"""The live encoder: one aligned face picture -> what moves, the landmarks that show it, and whether to believe it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from engine.check import Array
from engine.tracking.align import LIVE_SIZE
from engine.tracking.measure import Measure
from training.models.trunk import Trunk

NUM_CONTROLS = 52
_SPREAD = {"landmarks": 0.03, "expression": 0.2, "global_orient": 0.25}
"""Roughly one standard deviation of each output, so that the layer before deals in ones."""


def landmark_subset() -> Array:
    """[L] MediaPipe's indices of the landmarks that networks predict, in their order."""
    return Measure.of().points


class LiveOutput(NamedTuple):
    """For B pictures."""

    landmarks: Tensor  # [B, L, 2] crop px / LIVE_SIZE, origin top left
    expression: Tensor  # [B, 52] ARKit weights, not clipped
    global_orient: Tensor  # [B, 3] rad, axis-angle in the crop's frame
    confidence: Tensor  # [B] logit


class LiveEncoder(nn.Module):
    """Motion from a picture [B, 3, LIVE_SIZE, LIVE_SIZE], sRGB in [0, 1].

    Outputs start at means (`centre_on`), and what is learned is the difference: uncentred targets learned nothing.
    """

    def __init__(
        self,
        widths: tuple[int, ...] = (16, 32, 64, 96),
        blocks: tuple[int, ...] = (0, 1, 2, 2),
        num_features: int = 256,
    ) -> None:
        super().__init__()
        self.size = LIVE_SIZE
        self.trunk = Trunk(self.size, widths, blocks, num_features=num_features)
        self.num_landmarks = len(landmark_subset())
        self.landmarks = CentredHead(num_features, 2 * self.num_landmarks, _SPREAD["landmarks"])
        self.expression = CentredHead(num_features, NUM_CONTROLS, _SPREAD["expression"])
        self.global_orient = CentredHead(num_features, 3, _SPREAD["global_orient"])
        self.confidence = CentredHead(num_features, 1, 1.0)

    def forward(self, picture: Tensor) -> LiveOutput:
        features = self.trunk(picture)
        return LiveOutput(
            self.landmarks(features).view(-1, self.num_landmarks, 2),
            self.expression(features),
            self.global_orient(features),
            self.confidence(features)[:, 0],
        )

    @torch.no_grad()
    def centre_on(self, landmarks: Array, expression: Array, global_orient: Array) -> None:
        """Start at these means: landmarks [L, 2], expression [52], global_orient [3]."""
        for head, mean in (
            (self.landmarks, landmarks),
            (self.expression, expression),
            (self.global_orient, global_orient),
        ):
            head.mean.copy_(torch.from_numpy(np.asarray(mean, np.float32).ravel()))


class CentredHead(nn.Module):
    """A linear read-out around a mean that is set, not learned."""

    def __init__(self, num_in: int, num_out: int, spread: float) -> None:
        super().__init__()
        self.linear = nn.Linear(num_in, num_out)
        nn.init.normal_(self.linear.weight, std=0.01)
        nn.init.zeros_(self.linear.bias)
        self.spread = spread
        self.register_buffer("mean", torch.zeros(num_out))

    def forward(self, features: Tensor) -> Tensor:
        # In full precision: half precision rounds landmarks to a fifth of a pixel.
        with torch.autocast(features.device.type, enabled=False):
            return self.mean + self.spread * self.linear(features.float())
