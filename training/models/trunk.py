"""Plain residual convolutions that keep the picture's layout: what both encoders begin with.

No depthwise convolutions: at equal size they train several times slower on CPUs and gain little there at inference.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


class Trunk(nn.Module):
    """[B, 3, H, W] in [0, 1] -> [B, num_features]. The last feature map is flattened, not averaged: where things
    are is what the heads are asked for.

    widths, blocks: channels and residual blocks of each stage; every stage halves the picture.
    size: side of the picture, px, a multiple of 2^stages. squeeze: channels of the last map. num_features: its code.
    """

    def __init__(
        self,
        size: int,
        widths: tuple[int, ...],
        blocks: tuple[int, ...],
        squeeze: int = 48,
        num_features: int = 320,
    ) -> None:
        super().__init__()
        layers: list[nn.Module] = [ConvNorm(3, widths[0], kernel=5, stride=2), nn.ReLU()]
        channels, side = widths[0], size // 2
        for stage, (width, count) in enumerate(zip(widths, blocks, strict=True)):
            for block in range(count):
                stride = 2 if stage > 0 and block == 0 else 1
                layers.append(Residual(channels, width, stride))
                channels, side = width, side // stride
        layers += [ConvNorm(channels, squeeze, kernel=1), nn.ReLU(), nn.Flatten()]
        self.layers = nn.Sequential(*layers)
        self.code = nn.Linear(squeeze * side * side, num_features)
        self.num_features = num_features

    def forward(self, picture: Tensor) -> Tensor:
        # sRGB's middle and spread over faces, near enough; inside, so that no caller can forget it.
        return functional.relu(self.code(self.layers((picture - 0.45) * 4.0)))


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
