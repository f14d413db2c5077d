"""What detail should be where no picture says otherwise: small, smooth to the light, alike on both sides."""

from __future__ import annotations

from torch import Tensor

_MM = 1000.0


def symmetry_loss(displacement: Tensor, hidden: Tensor) -> Tensor:
    """L_sym: mm by which a hidden texel differs from its mirror image, which gets no gradient; mean of the batch.

    displacement: [B, H, W] m  hidden: [B, H, W] in [0, 1], 1 where the photo shows nothing. The window is symmetric, so
    the other side is the picture turned round. The paper's mask is what is *seen*; what is seen needs no help.
    """
    other = displacement.flip(2).detach()
    weight = hidden * (1 - hidden.flip(2))  # only if the other side is seen
    return _MM * (weight * (displacement - other).abs()).mean()


def displacement_size_loss(displacement: Tensor) -> Tensor:
    """L_regD: mean absolute displacement, mm, 0 of none. [B, H, W] m."""
    return _MM * displacement.abs().sum() / max(displacement.numel(), 1)


def shading_smoothness_loss(shaded: Tensor, coarse: Tensor, mask: Tensor) -> Tensor:
    """Released code: changes of the shading that the smooth skin lacks, between neighbours, masked L1.

    shaded, coarse: [B, 3, H, W] with and without detail  mask: [B, 1, H, W]
    """
    extra = (shaded - coarse) * mask
    return extra.diff(dim=2).abs().mean() + extra.diff(dim=3).abs().mean()
