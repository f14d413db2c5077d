"""Losses between the shaded detail and the photo, both over the detail window (DECA's detail stage)."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

FLAT_TEXELS = 8
"""What is wider than about two of these is light and complexion, which the photo's own blur stands for."""


def flattened(picture: Tensor, seen: Tensor) -> Tensor:
    """[B, C, H, W] each texel's logarithm less the mean around it: all that detail can explain of a picture.

    picture: [B, C, H, W] linear  seen: [B, 1, H, W] in [0, 1]; what is not seen takes no part and becomes 0
    """
    bright = torch.log(picture.clamp_min(0.0) + 0.01)
    around = _blurred(bright * seen) / (_blurred(seen) + 1e-3)
    return (bright - around) * seen


def _blurred(x: Tensor) -> Tensor:
    coarse = functional.avg_pool2d(functional.avg_pool2d(x, FLAT_TEXELS), 3, 1, 1, count_include_pad=False)
    return functional.interpolate(coarse, scale_factor=FLAT_TEXELS, mode="bilinear", align_corners=False)


def detail_photometric_loss(shaded: Tensor, photo: Tensor, albedo: Tensor, mask: Tensor, trust: Tensor) -> Tensor:
    """L_phoD: masked L1 between albedo times shaded detail and the photo, mean by trust [B].

    shaded: [B, 3, H, W] linear, white skin  photo: [B, 3, H, W] linear  mask: [B, 1, H, W] in [0, 1], visible bare skin
    albedo: [H, W] log brightness less its surroundings, of skin in general (training.data.detail.skins): nose, lips
    and hairline are no relief. What is wide is left out on both sides, which stands for light and complexion.
    """
    wanted = flattened(photo, mask).mean(1).detach()
    found = flattened(shaded, mask).mean(1) + albedo
    error = (mask[:, 0] * (found - wanted).abs()).sum((1, 2)) / mask.sum((1, 2, 3)).clamp_min(1.0)
    return (error * trust).sum() / trust.sum().clamp_min(1.0)
