"""Implicit diversified Markov random fields (ID-MRF): the shaded detail has the photo's texture, patch by patch.

Wang, Tao, Qi, Shen, Jia: Image inpainting via generative multi-column convolutional neural networks, 2018; DECA's
L_mrf. The features may come from any network: `RandomFeatures` are filters that need no weights, and whoever has
VGG19's may pass layers relu3_2 and relu4_2 of it, as the paper does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

_BAND, _EPSILON = 0.5, 1e-5
_MOST = 1024
"""Patches of a layer that are compared with each other: their distances are a matrix of that side."""

Features = Callable[[Tensor], Sequence[Tensor]]
"""[B, C, H, W] -> maps [B, F, h, w] of several layers."""


def mrf_loss(
    found: Tensor, wanted: Tensor, features: Features, trust: Tensor, weights: Sequence[float] = (1.0, 2.0)
) -> Tensor:
    """L_mrf: the sum over layers, by `weights`, of how far patches of `wanted` are from being found, mean by trust [B].

    found, wanted: [B, C, H, W] in one space; the second gets no gradient.
    """
    with torch.no_grad():
        targets = features(wanted.detach())
    pairs = zip(features(found), targets, weights, strict=True)
    each = torch.stack([weight * _layer(mine, theirs) for mine, theirs, weight in pairs]).sum(0)
    return (each * trust).sum() / trust.sum().clamp_min(1.0)


def _layer(found: Tensor, wanted: Tensor) -> Tensor:
    """[B] of one layer's maps [B, F, h, w]."""
    middle = wanted.mean((2, 3), keepdim=True)
    mine, theirs = (_patches(maps - middle) for maps in (found, wanted))  # [B, n, F]
    distance = (1 - theirs @ mine.transpose(1, 2)) / 2  # rows: the photo's patches
    relative = distance / (distance.amin(2, keepdim=True) + _EPSILON)
    likeness = torch.softmax((1 - relative) / _BAND, 2)
    return -torch.log(likeness.amax(1).mean(1) + _EPSILON)


def _patches(maps: Tensor) -> Tensor:
    maps = functional.normalize(maps, dim=1).flatten(2).transpose(1, 2)
    every = -(-maps.shape[1] // _MOST)
    return maps[:, ::every]


class RandomFeatures(nn.Module):
    """Two layers of oriented filters with random mixing, the same for every seed: no weights are shipped or fetched."""

    def __init__(self, channels: int = 1, widths: tuple[int, int] = (24, 48), seed: int = 0) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        self.first = nn.Conv2d(channels, widths[0], 7, stride=4, padding=3, bias=False)
        self.second = nn.Conv2d(widths[0], widths[1], 3, stride=2, padding=1, bias=False)
        for layer in (self.first, self.second):
            nn.init.orthogonal_(layer.weight.flatten(1), generator=generator)
            layer.weight.requires_grad_(False)
        with torch.no_grad():  # no filter answers to even brightness
            self.first.weight -= self.first.weight.mean((2, 3), keepdim=True)

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        fine = functional.leaky_relu(self.first(picture), 0.2)
        return fine, functional.leaky_relu(self.second(fine), 0.2)
