"""Plain residual convolutions that keep the picture's layout: what both encoders begin with.

No depthwise convolutions: at equal size they train several times slower on CPUs and gain little there at inference.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

STEM_STRIDE = 2


class Trunk(nn.Module):
    """[B, channels, H, W] in [0, 1] -> [B, num_features]. The last two stages' maps are flattened, not averaged: where
    things are is what the heads are asked for, and an iris is lost on the coarser one.

    widths, blocks: channels and residual blocks of each stage; every stage but the first halves the map.
    normed: keep features alive that a first common step of thousands of weights would push below zero for ever.
    size: side of the picture, px, a multiple of 2^stages. fine, coarse: channels kept of the last two stages' maps.
    """

    def __init__(
        self,
        size: int,
        widths: tuple[int, ...],
        blocks: tuple[int, ...],
        fine: int = 16,
        coarse: int = 24,
        num_features: int = 256,
        channels: int = 3,
        normed: bool = False,
    ) -> None:
        super().__init__()
        self.stem = nn.Sequential(ConvNorm(channels, widths[0], kernel=5, stride=STEM_STRIDE), nn.ReLU())
        stages = []
        for stage, (width, count) in enumerate(zip(widths, blocks, strict=True)):
            before = widths[max(stage - 1, 0)]
            strides = [2 if stage > 0 and block == 0 else 1 for block in range(count)]
            stages.append(
                nn.Sequential(*(Residual(before if i == 0 else width, width, s) for i, s in enumerate(strides)))
            )
        self.early = nn.Sequential(*stages[:-1])
        self.late = stages[-1]
        self.fine = _kept(widths[-2], fine)
        self.coarse = _kept(widths[-1], coarse)
        self.num_stages = len(widths)
        side = size // STEM_STRIDE // 2 ** (len(widths) - 1)
        self.code = nn.Linear((4 * fine + coarse) * side * side, num_features)
        self.norm = nn.BatchNorm1d(num_features) if normed else nn.Identity()
        self.num_features = num_features

    def forward(self, picture: Tensor) -> Tensor:
        # sRGB's middle and spread over faces, near enough; inside, so that no caller can forget it.
        early = self.early(self.stem((picture - 0.45) * 4.0))
        maps = torch.cat([self.fine(early), self.coarse(self.late(early))], 1)
        return functional.relu(self.norm(self.code(maps)))


def _kept(channels: int, kept: int) -> nn.Sequential:
    return nn.Sequential(ConvNorm(channels, kept, kernel=1), nn.ReLU(), nn.Flatten())


class ConvNorm(nn.Sequential):
    """A convolution and its batch normalisation, which export folds into one."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int = 3, stride: int = 1) -> None:
        super().__init__(
            nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, bias=False),
            nn.BatchNorm2d(channels_out),
        )


class Residual(nn.Module):
    """Two 3x3 convolutions beside a shortcut. A new block is the shortcut alone (its second norm starts at zero)."""

    def __init__(self, channels_in: int, channels_out: int, stride: int = 1) -> None:
        super().__init__()
        self.first = ConvNorm(channels_in, channels_out, stride=stride)
        self.second = ConvNorm(channels_out, channels_out)
        same = channels_in == channels_out and stride == 1
        self.shortcut = nn.Identity() if same else ConvNorm(channels_in, channels_out, kernel=1, stride=stride)
        nn.init.zeros_(self.second[1].weight)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.shortcut(x) + self.second(functional.relu(self.first(x))))
