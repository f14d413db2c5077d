"""What E_d and F_d are asked for: the detail stage (eq. 14 to 17), by the paper's weights."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.head.head_model import Head
from training.losses.detail_mrf import Features, mrf_loss
from training.losses.detail_prior import displacement_size_loss, shading_smoothness_loss, symmetry_loss
from training.losses.picture import photometric_loss
from training.paper.coarse_objective import photos
from training.paper.drawing import PosedHead, Skin
from training.paper.loader import FaceBatch
from training.paper.networks import DetailOutput
from training.paper.preset import Preset
from training.paper.unwrap import Unwrap, Unwrapped
from training.render.portrait import HeadRenderer
from training.render.shade import linear_from_srgb, shading, srgb_from_linear


class DetailTerms(NamedTuple):
    """Losses of a batch, unweighted; or how much each counts."""

    photometric: Tensor | float
    mrf: Tensor | float
    symmetry: Tensor | float
    size: Tensor | float
    smooth: Tensor | float


DETAIL = DetailTerms(photometric=2.0, mrf=5e-2, symmetry=5e-3, size=5e-3, smooth=5e-3)


class Shaded(NamedTuple):
    """Over the window, linear."""

    skin: Unwrapped
    picture: Tensor  # [B, 3, S, S] albedo times the shading of the detail
    shading: Tensor  # [B, 3, S, S] with detail
    smooth: Tensor  # [B, 3, S, S] without


class DetailObjective(nn.Module):
    """Losses of detail on a head. features: of what ID-MRF compares, [B, 3, H, W] -> maps of two layers."""

    def __init__(self, head: Head, preset: Preset, features: Features) -> None:
        super().__init__()
        self.posed, self.skin = PosedHead(head), Skin()
        self.renderer = HeadRenderer(head, preset.size)
        self.unwrap = Unwrap(head)
        self.features = features
        self.mrf_texels = preset.mrf_texels

    def forward(self, output: DetailOutput, batch: FaceBatch) -> DetailTerms:
        """batch: of tensors, on the device of `output`. All losses of both halves, L_detail and L_dc, together."""
        shaded = self.shaded(output, batch)
        photo, mask = shaded.skin.photo, shaded.skin.mask
        found, wanted = (
            functional.avg_pool2d(srgb_from_linear(picture) * mask, self.mrf_texels)
            for picture in (shaded.picture, photo)
        )
        return DetailTerms(
            photometric=photometric_loss(shaded.picture, photo, mask),
            mrf=mrf_loss(found, wanted, self.features, torch.ones(len(photo), device=photo.device)),
            symmetry=symmetry_loss(output.displacement, shaded.skin.hidden),
            size=displacement_size_loss(output.displacement),
            smooth=shading_smoothness_loss(shaded.shading, shaded.smooth, mask),
        )

    def shaded(self, output: DetailOutput, batch: FaceBatch) -> Shaded:
        """What the displacement looks like, each picture twice."""
        with torch.no_grad():
            codes = output.codes
            vertices = self.posed.vertices(codes)
            fragments = self.renderer.seen(vertices, codes.cam)
            photo, mask = linear_from_srgb(photos(batch)), batch.mask[:, None].float() / 255
            skin = self.unwrap(vertices, codes.cam, self.skin(codes.tex), photo, mask, fragments).twice()
            light = torch.cat([codes.light, codes.light])
            smooth = shading(skin.normal, light).permute(0, 3, 1, 2)
        lit = shading(skin.normals(output.displacement), light).permute(0, 3, 1, 2)
        return Shaded(skin, skin.albedo * lit, lit, smooth)
