"""From the model frame to a picture: torch twin of `engine.head.landmarks.project`, and the one flip of y."""

from __future__ import annotations

import torch
from torch import Tensor

from training.models.head import project

_DEPTH_RANGE = 1.0
"""Metres in front of and behind the root that fit into ndc depth, as in the engine's Overlay camera."""


def clip_from_model(vertices: Tensor, cam: Tensor) -> Tensor:
    """Weak perspective: model frame, metres -> OpenGL clip space with w = 1. [B, V, 3], cam [B, 3] -> [B, V, 4].

    x and y are the crop's ndc, so the picture of the crop may have any size.
    """
    depth = -vertices[..., 2:] / _DEPTH_RANGE
    return torch.cat([project(vertices, cam), depth, torch.ones_like(depth)], -1)


def pixels_from_ndc(ndc: Tensor, height: int, width: int) -> Tensor:
    """[..., 2] ndc, +y up -> [..., 2] px, origin top left, centres at .5. The one place where y is flipped."""
    return torch.stack([(1 + ndc[..., 0]) * (width / 2), (1 - ndc[..., 1]) * (height / 2)], -1)


def ndc_from_pixels(pixels: Tensor, height: int, width: int) -> Tensor:
    """The way back: [..., 2] px -> [..., 2] ndc."""
    return torch.stack([pixels[..., 0] * (2 / width) - 1, 1 - pixels[..., 1] * (2 / height)], -1)


def pixel_centres(height: int, width: int, like: Tensor) -> tuple[Tensor, Tensor]:
    """ndc of the columns [W] and of the rows [H], of the dtype and on the device of `like`."""
    steps = torch.arange(max(height, width), device=like.device, dtype=torch.float64) + 0.5
    ndc = ndc_from_pixels(torch.stack([steps, steps], -1), height, width).to(like.dtype)
    return ndc[:width, 0].contiguous(), ndc[:height, 1].contiguous()
