"""The displacement itself, where it is known: synthetic people."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

_MM = 1000.0
SLOPE_WEIGHT = 3.0
"""Of the differences between neighbours against the heights: wrinkles are narrow, and light shows slopes alone."""


_DEEP_M, _MOST = 1e-4, 4.0
"""A texel counts once more for each of these depths that its truth has, up to so many times."""


def displacement_loss(displacement: Tensor, target: Tensor, trust: Tensor, slope: float = SLOPE_WEIGHT) -> Tensor:
    """L1 of height in mm, and `slope` times that of its differences to the next texels, mean by trust [B].

    displacement, target: [B, H, W] m. Where the truth is deep an error counts more: most of a face is smooth, and L1
    is content with none of a wrinkle whose place is uncertain. DECA has no such term: it has no ground truth.
    """
    weight = 1 + (target.abs() / _DEEP_M).clamp_max(_MOST)
    error = _MM * (displacement - target)
    height = (weight * error.abs()).mean((1, 2))
    slopes = error.diff(dim=1).abs().mean((1, 2)) + error.diff(dim=2).abs().mean((1, 2))
    return ((height + slope * slopes) * trust).sum() / trust.sum().clamp_min(1.0)


def envelope_loss(envelope: Tensor, displacement: Tensor, person: Tensor, trust: Tensor) -> Tensor:
    """L1 between how wrinkled a code says that its person is and how their pictures are, mean by trust [B].

    envelope: [B, h, w] root of mm  displacement: [B, H, W] m, the truth of each picture  person: [B] int
    The mean depth over cells and over the person's pictures in the batch: who somebody is, whatever the face does.
    """
    cell = displacement.shape[1] // envelope.shape[1]
    depth = functional.avg_pool2d(_MM * displacement.abs()[:, None], cell)[:, 0]
    same = (person[:, None] == person[None]).to(depth.dtype)
    mean = (same / same.sum(1, keepdim=True)) @ depth.flatten(1)
    error = (envelope.flatten(1) - mean.sqrt()).abs().mean(1)
    return (error * trust).sum() / trust.sum().clamp_min(1.0)
