"""SMIRK's three encoders (Retsinas et al. 2024) in its layers and tensor names, and the graph that the app runs."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.types import CROP_SIZE
from training.deca.flame import Origin
from training.deca.mobilenet import MobileNet
from training.models.contract import Port

NUM_SHAPE, NUM_EXPRESSION, NUM_LIDS, NUM_JAW, NUM_POSE, NUM_CAM = 300, 50, 2, 3, 3, 3
_JAW_SIDEWAYS = 0.2
"""rad; the jaw's other two angles stay within."""


class PoseEncoder(nn.Module):
    """The head's rotation and the camera, [B, 6]."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = MobileNet(large=False)
        self.pose_cam_layers = nn.Sequential(nn.Linear(self.encoder.num_features, NUM_POSE + NUM_CAM))

    def forward(self, picture: Tensor) -> Tensor:
        return self.pose_cam_layers(self.encoder(picture))


class ShapeEncoder(nn.Module):
    """FLAME's 300 components of identity, [B, 300]."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = MobileNet(large=True)
        self.shape_layers = nn.Sequential(nn.Linear(self.encoder.num_features, NUM_SHAPE))

    def forward(self, picture: Tensor) -> Tensor:
        return self.shape_layers(self.encoder(picture))


class ExpressionEncoder(nn.Module):
    """Expression, lids and jaw before their bounds, [B, 55]."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = MobileNet(large=True)
        told = NUM_EXPRESSION + NUM_LIDS + NUM_JAW
        self.expression_layers = nn.Sequential(nn.Linear(self.encoder.num_features, told))

    def forward(self, picture: Tensor) -> Tensor:
        return self.expression_layers(self.encoder(picture))


@dataclass(frozen=True, slots=True, eq=False)
class Smirk:
    """The three networks of a checkpoint, ready to be asked. What draws pictures in it has no use here."""

    pose: PoseEncoder
    shape: ShapeEncoder
    expression: ExpressionEncoder


class SmirkGraph(nn.Module):
    """Who it is, what the face and its lids do, and the camera."""

    moved: Tensor

    def __init__(self, networks: Smirk, origin: Origin) -> None:
        super().__init__()
        self.pose, self.shape, self.expression = networks.pose, networks.shape, networks.expression
        self.register_buffer("moved", torch.tensor([0.0, *origin.moved[:2].tolist()]))
        square = "upright square around the face (engine.deca.smirk.square_of), sRGB / 255, RGB"
        self.inputs = {"picture": Port((3, CROP_SIZE, CROP_SIZE), square)}
        self.outputs = {
            "shape": Port((NUM_SHAPE,), "identity, FLAME's first 300 components"),
            "expression": Port((NUM_EXPRESSION,), "FLAME's first 50 components"),
            "eyelids": Port((NUM_LIDS,), "how far the left and the right upper lid is down, 0 to 1"),
            "global_orient": Port((NUM_POSE,), "rad, axis-angle, +y up, +z to the camera"),
            "jaw_pose": Port((NUM_JAW,), "rad, axis-angle, +x opens"),
            "cam": Port((NUM_CAM,), "weak perspective of the imported head: s 1/m, tx ty m, ndc = s * (xy + t), +y up"),
        }

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        orient, cam = self.pose(picture).split([NUM_POSE, NUM_CAM], 1)
        expression, lids, opening, sideways = self.expression(picture).split(
            [NUM_EXPRESSION, NUM_LIDS, 1, NUM_JAW - 1], 1
        )
        jaw = torch.cat([opening.relu(), sideways.clamp(-_JAW_SIDEWAYS, _JAW_SIDEWAYS)], 1)
        # The import moves the head; the camera moves with it, so that every vertex stays where it was in the picture.
        return self.shape(picture), expression, lids.clamp(0, 1), orient, jaw, cam - self.moved
