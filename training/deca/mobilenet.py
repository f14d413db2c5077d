"""MobileNetV3 "minimalistic" up to its last features, with the tensor names of the usual checkpoints."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn.functional import pad

_STEM = 16
_EPS = 1e-3
"""Of the norms, as where these networks were trained first."""
_SMALL = (
    ((16, 16, 2),),
    ((72, 24, 2), (88, 24, 1)),
    ((96, 40, 2), (240, 40, 1), (240, 40, 1)),
    ((120, 48, 1), (144, 48, 1)),
    ((288, 96, 2), (576, 96, 1), (576, 96, 1)),
    ((96, 576, 1),),
)
_LARGE = (
    ((16, 16, 1),),
    ((64, 24, 2), (72, 24, 1)),
    ((72, 40, 2), (120, 40, 1), (120, 40, 1)),
    ((240, 80, 2), (200, 80, 1), (184, 80, 1), (184, 80, 1)),
    ((480, 112, 1), (672, 112, 1)),
    ((672, 160, 2), (960, 160, 1), (960, 160, 1)),
    ((160, 960, 1),),
)
"""Stages of blocks: inner width, width and stride. Howard et al. 2019, tables 1 and 2, with 3x3 kernels everywhere and
neither squeeze-and-excite nor hard swish; the first stage is depthwise alone, the last a 1x1 convolution."""


class MobileNet(nn.Module):
    """[B, 3, 224, 224] -> [B, num_features], the mean over what the last stage sees."""

    def __init__(self, *, large: bool) -> None:
        super().__init__()
        first, *middle, [(_, told, _)] = _LARGE if large else _SMALL
        self.conv_stem = nn.Conv2d(3, _STEM, 3, 2, bias=False)
        self.bn1 = nn.BatchNorm2d(_STEM, _EPS)
        stages = [nn.Sequential(Depthwise(_STEM, stride)) for _, _, stride in first]
        known = _STEM
        for stage in middle:
            blocks = []
            for inner, out, stride in stage:
                blocks.append(Bottleneck(known, inner, out, stride))
                known = out
            stages.append(nn.Sequential(*blocks))
        self.blocks = nn.Sequential(*stages, nn.Sequential(Widening(known, told)))
        self.num_features = told

    def forward(self, picture: Tensor) -> Tensor:
        x = self.bn1(self.conv_stem(_beyond(picture))).relu()
        return self.blocks(x).mean((2, 3))


class Depthwise(nn.Module):
    """Look around in each channel, then mix them."""

    def __init__(self, width: int, stride: int) -> None:
        super().__init__()
        self.conv_dw = _around(width, stride)
        self.bn1 = nn.BatchNorm2d(width, _EPS)
        self.conv_pw = nn.Conv2d(width, width, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width, _EPS)
        self.halves = stride == 2

    def forward(self, x: Tensor) -> Tensor:
        around = self.bn1(self.conv_dw(_beyond(x) if self.halves else x)).relu()
        told = self.bn2(self.conv_pw(around))
        return told if self.halves else told + x


class Bottleneck(nn.Module):
    """Widen, look around, narrow; what came in is added where it has the same shape."""

    def __init__(self, known: int, inner: int, told: int, stride: int) -> None:
        super().__init__()
        self.conv_pw, self.bn1 = nn.Conv2d(known, inner, 1, bias=False), nn.BatchNorm2d(inner, _EPS)
        self.conv_dw, self.bn2 = _around(inner, stride), nn.BatchNorm2d(inner, _EPS)
        self.conv_pwl, self.bn3 = nn.Conv2d(inner, told, 1, bias=False), nn.BatchNorm2d(told, _EPS)
        self.halves, self.adds = stride == 2, stride == 1 and known == told

    def forward(self, x: Tensor) -> Tensor:
        inner = self.bn1(self.conv_pw(x)).relu()
        inner = self.bn2(self.conv_dw(_beyond(inner) if self.halves else inner)).relu()
        told = self.bn3(self.conv_pwl(inner))
        return told + x if self.adds else told


class Widening(nn.Module):
    """The last 1x1 convolution."""

    def __init__(self, known: int, told: int) -> None:
        super().__init__()
        self.conv, self.bn1 = nn.Conv2d(known, told, 1, bias=False), nn.BatchNorm2d(told, _EPS)

    def forward(self, x: Tensor) -> Tensor:
        return self.bn1(self.conv(x)).relu()


def _around(width: int, stride: int) -> nn.Conv2d:
    return nn.Conv2d(width, width, 3, stride, 0 if stride == 2 else 1, groups=width, bias=False)


def _beyond(x: Tensor) -> Tensor:
    """Zeros right and below: where these networks halve an even side, they count from the upper left corner."""
    return pad(x, (0, 1, 0, 1))
