"""What E_d and F_d are asked for: the truth of synthetic people, and DECA's detail losses on photographs."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from engine.head.head_model import Head
from training.data.detail.loader import DetailBatch
from training.data.detail.skins import SkinSpace
from training.losses.detail_mrf import Features, RandomFeatures, mrf_loss
from training.losses.detail_picture import detail_photometric_loss, flattened
from training.losses.detail_prior import (
    displacement_size_loss,
    shading_smoothness_loss,
    symmetry_loss,
)
from training.losses.detail_supervised import code_loss, displacement_loss
from training.models.detail import NUM_LOOKS, TRAIT_UM, DetailOutput, texture_tensor
from training.render.relief import Relief
from training.render.shade import linear_from_srgb


class DetailTerms(NamedTuple):
    """Losses of a batch, unweighted; or how much each counts."""

    displacement: Tensor | float
    traits: Tensor | float
    looks: Tensor | float
    photometric: Tensor | float
    mrf: Tensor | float
    symmetry: Tensor | float
    size: Tensor | float
    smooth: Tensor | float


WEIGHTS = DetailTerms(10.0, 0.02, 0.02, 16.0, 1e-2, 5e-3, 2.0, 5e-3)
"""A tenth of a millimetre of error counts 1. ID-MRF a fifth of DECA's: random features tell less than VGG's. Relief of
photographs must be small where it explains little: broad shapes of millimetres could explain their brightness too."""

_AVERAGE = 0.1


class DetailObjective(nn.Module):
    """Losses of the detail networks on a head's skin.

    skins: of photographs; their mean is what these have besides relief  features: of what ID-MRF compares,
    [B, 1, H, W] -> maps of two layers; RandomFeatures unless given  practice: E_d is asked for the looks of made-up
    people too. There are many of them, but theirs is paint, so in the end it must say none.
    """

    albedo: Tensor
    looks: Tensor

    def __init__(self, head: Head, skins: SkinSpace, features: Features | None = None, practice: bool = False) -> None:
        super().__init__()
        self.practice = practice
        self.relief = Relief(head)
        self.register_buffer("albedo", torch.from_numpy(skins.mean))
        self.register_buffer("looks", torch.from_numpy(skins.basis))
        self.features = features or RandomFeatures()

    def forward(self, output: DetailOutput, batch: DetailBatch) -> DetailTerms:
        known = (~batch.real).float()
        hidden = (1 - texture_tensor(batch.texture)[:, 3][batch.giver]) * (~batch.told).float()[:, None, None]
        photometric, mrf, smooth = self._pictures(output, batch)
        return DetailTerms(
            displacement=displacement_loss(output.displacement, batch.displacement, known),
            traits=code_loss(output.detail[:, :-NUM_LOOKS], batch.traits[:, :-NUM_LOOKS] / TRAIT_UM, _trust(known)),
            looks=code_loss(output.detail[:, -NUM_LOOKS:], self._looks(batch), torch.ones_like(known)),
            photometric=photometric,
            mrf=mrf,
            symmetry=symmetry_loss(output.displacement, hidden),
            size=displacement_size_loss(output.displacement[batch.real]),
            smooth=smooth,
        )

    @torch.no_grad()
    def _looks(self, batch: DetailBatch) -> Tensor:
        """[B, 24] of all pictures of each person in the batch together, so that they are no picture's expression."""
        texture = texture_tensor(batch.texture)
        mask = texture[:, 3:] * self.relief.face
        away = (flattened(linear_from_srgb(texture[:, :3]), mask).mean(1) - self.albedo) * mask[:, 0]
        each = away.flatten(1) @ self.looks.flatten(1).T
        same = (batch.person[:, None] == batch.person[None]).float()
        return same @ each / same.sum(1, keepdim=True) * (batch.real[:, None] | self.practice)

    def _pictures(self, output: DetailOutput, batch: DetailBatch) -> tuple[Tensor, Tensor, Tensor]:
        """Photometric loss, ID-MRF and smoothness of the photographs in the batch; zeros without any."""
        rows = torch.nonzero(batch.real)[:, 0]
        if not len(rows):
            zero = output.displacement.sum() * 0
            return zero, zero, zero
        texture = texture_tensor(batch.texture[rows])
        mask = texture[:, 3:] * self.relief.face
        photo = linear_from_srgb(texture[:, :3])
        displacement, light = output.displacement[rows], batch.light[rows]
        shaded = self.relief.shaded(displacement, light)
        all_of_it = torch.ones(len(rows), device=photo.device)
        found, wanted = (flattened(picture, mask).mean(1, keepdim=True) for picture in (shaded, photo))
        found = found + self.albedo * mask
        coarse = self.relief.shaded(torch.zeros_like(displacement), light)
        return (
            detail_photometric_loss(shaded, photo, self.albedo, mask, all_of_it),
            mrf_loss(found, wanted, self.features, all_of_it),
            shading_smoothness_loss(shaded, coarse, mask),
        )


def _trust(known: Tensor) -> Tensor:
    """How much traits say: nobody knows those of photographed people; probably they are near the average."""
    return known + _AVERAGE * (1 - known)


def total(terms: DetailTerms, weights: DetailTerms = WEIGHTS) -> Tensor:
    """The weighted sum."""
    return torch.stack([weight * term for weight, term in zip(weights, terms, strict=True)]).sum()
