"""The displacement itself, where it is known: synthetic people."""

from __future__ import annotations

from torch import Tensor

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


def traits_loss(detail: Tensor, traits: Tensor, trust: Tensor) -> Tensor:
    """Distance of codes [B, 128] from the true ones, in the same units, mean by trust [B].

    Components count as much as they move the skin, so this is the root mean square of the displacement that a code
    gets wrong, over strong expressions; no square, since some people are ten times as wrinkled as others. DECA has no
    such term: nobody's code is known there.
    """
    error = (detail - traits).square().sum(1).add(1e-6).sqrt()
    return (error * trust).sum() / trust.sum().clamp_min(1.0)
