"""What the app is told about a network: names, shapes and meanings of inputs and outputs, as the card keeps them."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from training.models.encoder import LiveEncoder


class Port(NamedTuple):
    """One input or output of the exported graph."""

    shape: tuple[int, ...]  # without the batch
    meaning: str


class LiveGraph(nn.Module):
    """The live encoder as the app runs it: outputs by name, the confidence a share instead of a logit."""

    def __init__(self, network: LiveEncoder) -> None:
        super().__init__()
        self.network = network
        size = network.size
        self.inputs = {"picture": Port((3, size, size), "aligned crop (engine.tracking.align), sRGB / 255, RGB")}
        self.outputs = {
            "landmarks": Port(
                (network.num_landmarks, 2), "px / side of the crop, origin top left, Measure.of().points"
            ),
            "expression": Port((52,), "ARKit weights in the order of ARKIT52; clip to [0, 1]"),
            "global_orient": Port((3,), "rad, axis-angle in the frame of the crop, +y up, +z to the camera"),
            "confidence": Port((), "[0, 1]: 1 a clear face, 0 none or hidden"),
        }

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        output = self.network(picture)
        return *output[:3], torch.sigmoid(output.confidence)
