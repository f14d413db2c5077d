"""What the app is told about a network: names, shapes and meanings of inputs and outputs, as the card keeps them."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from training.models.capture import NUM_SHAPE, NUM_TEX, CaptureEncoder
from training.models.encoder import NUM_CONTROLS, LiveEncoder


class Port(NamedTuple):
    """One input or output of the exported graph."""

    shape: tuple[int, ...]  # without the batch
    meaning: str


class Graph(nn.Module):
    """An encoder as the app runs it: outputs by name, the confidence a share instead of a logit."""

    def __init__(self, network: LiveEncoder | CaptureEncoder, margin: str = "") -> None:
        super().__init__()
        self.network = network
        size = network.size
        self.inputs = {
            "picture": Port((3, size, size), f"aligned crop (engine.tracking.align){margin}, sRGB / 255, RGB")
        }
        self.outputs = {
            "landmarks": Port(
                (network.num_landmarks, 2), "px / side of the picture, origin top left, Measure.of().points"
            ),
            "expression": Port((NUM_CONTROLS,), "ARKit weights in the order of ARKIT52; clip to [0, 1]"),
            "global_orient": Port((3,), "rad, axis-angle in the frame of the crop, +y up, +z to the camera"),
            "confidence": Port((), "[0, 1]: 1 a clear face, 0 none or hidden"),
        }

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        landmarks, expression, orient, confidence, *more = self.network(picture)
        return landmarks, expression, orient, torch.sigmoid(confidence), *more


class LiveGraph(Graph):
    """Motion only."""

    def __init__(self, network: LiveEncoder) -> None:
        super().__init__(network)


class CaptureGraph(Graph):
    """Everything that an avatar is made of."""

    def __init__(self, network: CaptureEncoder) -> None:
        super().__init__(network, f" and its margin to {network.size} px at the same scale")
        self.outputs |= {
            "shape": Port((NUM_SHAPE,), "identity of the open head, in standard deviations"),
            "tex": Port((NUM_TEX,), "skin, engine.avatar.tex_space, in standard deviations"),
            "light": Port((9, 3), "spherical harmonics, linear RGB, engine.light"),
            "cam": Port((3,), "weak perspective: s 1/m, tx ty m, ndc of the picture = s * (xy + t), +y up"),
        }
