"""The displacement itself, where it is known: synthetic people."""

from __future__ import annotations

from torch import Tensor

_MM = 1000.0
SLOPE_WEIGHT = 3.0
"""Of the differences between neighbours against the heights: wrinkles are narrow, and light shows slopes alone."""
_LEAST = 1e-6
"""Of the square: a root has no slope at nothing."""


def displacement_loss(displacement: Tensor, target: Tensor, trust: Tensor, slope: float = SLOPE_WEIGHT) -> Tensor:
    """Root mean square of the error in mm over each picture, `slope` times its differences to the next texels with it;
    mean by trust [B].

    displacement, target: [B, H, W] m. Not the mean absolute error, which is content with no wrinkle at all wherever
    its place is uncertain. DECA has no such term: it has no ground truth.
    """
    error = _MM * (displacement - target)
    slopes = error.diff(dim=1).square().mean((1, 2)) + error.diff(dim=2).square().mean((1, 2))
    whole = (error.square().mean((1, 2)) + slope**2 * slopes + _LEAST).sqrt() - _LEAST**0.5
    return (whole * trust).sum() / trust.sum().clamp_min(1.0)


def code_loss(detail: Tensor, wanted: Tensor, trust: Tensor) -> Tensor:
    """Squared distance of codes [B, N] from what they should be, in the same units, mean by trust [B].

    Components of traits count as much as they move the skin, so this is the square of the displacement that a code
    gets wrong, over strong expressions. DECA has no such term: nobody's code is known there.
    """
    error = (detail - wanted).square().sum(1)
    return (error * trust).sum() / trust.sum().clamp_min(1.0)
