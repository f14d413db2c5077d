"""ResNet-50 up to its mean features, with the tensor names of the usual checkpoints."""

from __future__ import annotations

from torch import Tensor, nn

NUM_FEATURES = 2048
_STAGES = ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2))
"""Inner width, bottlenecks, and the stride of the first: He, Zhang, Ren, Sun 2016, table 1."""
_EXPANSION = 4


class ResNet50(nn.Module):
    """[B, 3, 224, 224] -> [B, 2048]. Strides sit in the 3x3 convolutions, as in all common checkpoints."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.pool = nn.MaxPool2d(3, 2, 1)
        known = 64
        for number, (inner, depth, stride) in enumerate(_STAGES, 1):
            first = Bottleneck(known, inner, stride)
            known = inner * _EXPANSION
            self.add_module(
                f"layer{number}", nn.Sequential(first, *(Bottleneck(known, inner) for _ in range(1, depth)))
            )

    def forward(self, picture: Tensor) -> Tensor:
        x = self.pool(self.bn1(self.conv1(picture)).relu())
        for number in range(1, len(_STAGES) + 1):
            x = self.get_submodule(f"layer{number}")(x)
        return x.mean((2, 3))


class Bottleneck(nn.Module):
    """Narrow, look around, widen, and add what came in; `downsample` fits that to a new shape."""

    def __init__(self, known: int, inner: int, stride: int = 1) -> None:
        super().__init__()
        told = inner * _EXPANSION
        self.conv1, self.bn1 = nn.Conv2d(known, inner, 1, bias=False), nn.BatchNorm2d(inner)
        self.conv2, self.bn2 = nn.Conv2d(inner, inner, 3, stride, 1, bias=False), nn.BatchNorm2d(inner)
        self.conv3, self.bn3 = nn.Conv2d(inner, told, 1, bias=False), nn.BatchNorm2d(told)
        self.downsample = (
            nn.Sequential(nn.Conv2d(known, told, 1, stride, bias=False), nn.BatchNorm2d(told))
            if known != told or stride > 1
            else nn.Identity()
        )

    def forward(self, x: Tensor) -> Tensor:
        inner = self.bn1(self.conv1(x)).relu()
        inner = self.bn2(self.conv2(inner)).relu()
        return (self.bn3(self.conv3(inner)) + self.downsample(x)).relu()
