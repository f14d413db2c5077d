"""The imported networks as the app runs them: our names, frames and units; the translation is inside the graph."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.types import CROP_SIZE
from training.deca.checkpoint import Checkpoint
from training.deca.flame import Origin
from training.deca.networks import CODES, NUM_DETAIL, UV_SIZE, Decoder, Encoder
from training.models.contract import Port

_PICTURE = Port(
    (3, CROP_SIZE, CROP_SIZE), "upright square around the face (engine.deca.network.square_of), sRGB / 255, RGB"
)
_EXPRESSION = "FLAME's first 50 components"
_JAW = "rad, axis-angle, +x opens"


class CoarseGraph(nn.Module):
    """Who it is, what the face does, the camera and the light."""

    moved: Tensor

    def __init__(self, checkpoint: Checkpoint, origin: Origin) -> None:
        super().__init__()
        self.coarse, self.expression = checkpoint.coarse, checkpoint.expression
        self.register_buffer("moved", torch.tensor([0.0, *origin.moved[:2].tolist()]))
        self.inputs = {"picture": _PICTURE}
        self.outputs = {
            "shape": Port((CODES["shape"],), "identity, FLAME's first 100 components"),
            "tex": Port((CODES["tex"],), "the albedo model's that DECA was trained with; not engine.avatar.tex_space"),
            "expression": Port((CODES["expression"],), _EXPRESSION),
            "global_orient": Port((3,), "rad, axis-angle, +y up, +z to the camera"),
            "jaw_pose": Port((3,), _JAW),
            "cam": Port((3,), "weak perspective of the imported head: s 1/m, tx ty m, ndc = s * (xy + t), +y up"),
            "light": Port((9, 3), "spherical harmonics, engine.light; lights an sRGB albedo, as DECA shades"),
        }

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        shape, tex, expression, orient, jaw, cam, light = self.coarse(picture).split(list(CODES.values()), 1)
        if self.expression is not None:
            own = self.expression(picture)
            count = CODES["expression"]
            expression, jaw = own[:, :count], own[:, count:] if own.shape[1] > count else jaw
        # The import moves the head; the camera moves with it, so that every vertex stays where it was in the picture.
        return shape, tex, expression, orient, jaw, cam - self.moved, light.reshape(-1, 9, 3)


class DetailEncoderGraph(nn.Module):
    """E_d: the person's detail code."""

    def __init__(self, network: Encoder) -> None:
        super().__init__()
        self.network = network
        self.inputs = {"picture": _PICTURE}
        self.outputs = {"detail": Port((NUM_DETAIL,), "the person's detail code")}

    def forward(self, picture: Tensor) -> Tensor:
        return self.network(picture)


class DetailDecoderGraph(nn.Module):
    """F_d: displacement over all of FLAME's own atlas; engine.deca.layout takes it to a head's window.

    mask: [256, 256] in [0, 1], top row first; the original draws nothing outside the face.
    """

    mask: Tensor

    def __init__(self, network: Decoder, mask: Tensor | None = None) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("mask", torch.ones(UV_SIZE, UV_SIZE) if mask is None else mask)
        self.inputs = {
            "detail": Port((NUM_DETAIL,), "the person's detail code"),
            "expression": Port((CODES["expression"],), _EXPRESSION),
            "jaw_pose": Port((CODES["jaw_pose"],), _JAW),
        }
        self.outputs = {
            "displacement": Port(
                (UV_SIZE, UV_SIZE),
                "m along the outward normal, over the atlas of FLAME's head_template.obj, top row first",
            )
        }

    def forward(self, detail: Tensor, expression: Tensor, jaw_pose: Tensor) -> Tensor:
        return self.network(torch.cat([jaw_pose, expression, detail], 1)) * self.mask
