"""E_c, E_d and F_d in the original's layers and tensor names: Feng, Feng, Black, Bolkart 2021, section 4."""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor, nn

from training.deca.resnet import NUM_FEATURES, ResNet50

CODES = {"shape": 100, "tex": 50, "expression": 50, "global_orient": 3, "jaw_pose": 3, "cam": 3, "light": 27}
"""What the coarse encoder says, in its order; the two poses are one code of six there."""
NUM_CODES = sum(CODES.values())
NUM_DETAIL = 128
NUM_MOVING = CODES["jaw_pose"] + CODES["expression"]
UV_SIZE = 256
_HIDDEN = 1024
_WIDTHS = (128, 128, 64, 64, 32, 16)
_FIRST = 8
"""Texels a side that the codes are made into."""
_NORM_EPS = 0.8
"""Of the norms after convolutions; the first one has the usual 1e-5. Far from zero, so that it cannot be left out."""
_REACH_M = 0.01


class Encoder(nn.Module):
    """A picture [B, 3, 224, 224], sRGB / 255, as codes [B, num_codes]."""

    def __init__(self, num_codes: int) -> None:
        super().__init__()
        self.encoder = ResNet50()
        self.layers = nn.Sequential(nn.Linear(NUM_FEATURES, _HIDDEN), nn.ReLU(), nn.Linear(_HIDDEN, num_codes))

    def forward(self, picture: Tensor) -> Tensor:
        return self.layers(self.encoder(picture))


class Decoder(nn.Module):
    """jaw, expression and detail [B, 181] as displacement [B, 256, 256] m over FLAME's UV square, top row first."""

    def __init__(self) -> None:
        super().__init__()
        self.l1 = nn.Sequential(nn.Linear(NUM_MOVING + NUM_DETAIL, _WIDTHS[0] * _FIRST**2))
        layers: list[nn.Module] = [nn.BatchNorm2d(_WIDTHS[0])]
        for known, told in pairwise(_WIDTHS):
            layers.append(nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False))
            layers.append(nn.Conv2d(known, told, 3, padding=1))
            layers.append(nn.BatchNorm2d(told, _NORM_EPS))
            layers.append(nn.LeakyReLU(0.2))
        self.conv_blocks = nn.Sequential(*layers, nn.Conv2d(_WIDTHS[-1], 1, 3, padding=1), nn.Tanh())

    def forward(self, codes: Tensor) -> Tensor:
        drawn = self.conv_blocks(self.l1(codes).view(-1, _WIDTHS[0], _FIRST, _FIRST))
        return _REACH_M * drawn[:, 0]
