"""What the app is told about the detail networks."""

from __future__ import annotations

from torch import Tensor, nn

from engine.detail.window import DISPLACEMENT_SIZE
from training.models.contract import Port
from training.models.detail import NUM_DETAIL, NUM_EXPRESSION, NUM_JAW, DetailDecoder, DetailEncoder

_EXPRESSION = "ARKit weights in the order of ARKIT52, [0, 1]"


class DetailEncoderGraph(nn.Module):
    """E_d as the app runs it."""

    def __init__(self, network: DetailEncoder) -> None:
        super().__init__()
        self.network = network
        size = network.size
        self.inputs = {
            "texture": Port(
                (4, size, size),
                "the photo over engine.detail.window.WINDOW, top row first: sRGB / 255, the mean colour where nothing "
                "is seen, and visibility in [0, 1]",
            ),
            "expression": Port((NUM_EXPRESSION,), f"of that photo: {_EXPRESSION}"),
        }
        self.outputs = {"detail": Port((NUM_DETAIL,), "the person's detail code")}

    def forward(self, texture: Tensor, expression: Tensor) -> Tensor:
        return self.network(texture, expression)


class DetailDecoderGraph(nn.Module):
    """F_d as the app runs it."""

    def __init__(self, network: DetailDecoder) -> None:
        super().__init__()
        self.network = network
        self.inputs = {
            "detail": Port((NUM_DETAIL,), "the person's detail code"),
            "expression": Port((NUM_EXPRESSION,), _EXPRESSION),
            "jaw_pose": Port((NUM_JAW,), "rad, axis-angle, +x opens"),
        }
        size = DISPLACEMENT_SIZE
        self.outputs = {
            "displacement": Port(
                (size, size), "m along the outward normal, over engine.detail.window.WINDOW, top row first"
            )
        }

    def forward(self, detail: Tensor, expression: Tensor, jaw_pose: Tensor) -> Tensor:
        return self.network(detail, expression, jaw_pose)
