"""The coarse stage's picture of a head: albedo times shading over the photo, as the paper renders it (eq. 3 and 4)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from engine.head.head_model import Head
from training.render.camera import clip_from_model
from training.render.rasterise import Fragments, interpolate, rasterise
from training.render.shade import sample_texture, shading, unit, vertex_normals

FACING = 0.05
"""Skin is judged where the cosine between its normal and the camera is above this: the rim is smeared in a photo."""


class Portrait(NamedTuple):
    """A batch of rendered heads, linear light, top row first."""

    picture: Tensor  # [B, 3, H, W] the head over the background
    albedo: Tensor  # [B, 3, H, W] 0 where no head is
    shading: Tensor  # [B, 3, H, W] 0 where no head is
    normals: Tensor  # [B, 3, H, W] unit, model frame, 0 where no head is
    uv: Tensor  # [B, H, W, 2] place in the albedo, (0, 0) bottom left
    visible: Tensor  # [B, 1, H, W] in {0, 1}: skin that faces the camera; no gradient
    fragments: Fragments


class HeadRenderer(nn.Module):
    """Renders posed vertices of one head. Fixed buffers only: nothing here is trained.

    The lashes are left out: without their texture they are opaque strips before the eyes. Eyes come out blank (the
    app paints irises in a shader), so eyes, teeth and mouth are never `visible` to a loss.

    square: left, top and side of the part of the uv square that albedos cover, in shares of it, top row first; beyond
    it their edge goes on.
    """

    def __init__(self, head: Head, size: int, square: tuple[float, float, float] = (0.0, 0.0, 1.0)) -> None:
        super().__init__()
        self.size = size
        """Height and width of the picture, px: the crop at any resolution."""
        kept = np.array([not name.startswith("lash") for name in head.part_names])[head.parts]
        is_skin = np.isin(np.flatnonzero(kept), head.faces_of("skin", "neck"))

        def keep(name: str, array: np.ndarray) -> None:
            self.register_buffer(name, torch.from_numpy(array.copy()), persistent=False)

        keep("all_faces", head.faces.astype(np.int64))
        keep("faces", head.faces[kept])
        left, top, side = square
        keep("uv", ((head.uv - [left, 1 - top - side]) / side).astype(head.uv.dtype))
        keep("uv_faces", head.uv_faces[kept])
        keep("is_skin", is_skin)

    def forward(self, vertices: Tensor, cam: Tensor, albedo: Tensor, light: Tensor, background: Tensor) -> Portrait:
        """vertices: [B, V, 3] m, model frame  cam: [B, 3]  light: [B, 9, 3] SH
        albedo: [B, 3, T, T] linear, over `square`  background: [B, 3, H, W] linear
        """
        fragments = self.seen(vertices, cam)
        normals = unit(interpolate(vertex_normals(vertices, self.all_faces), self.faces, fragments))
        covered = fragments.covered[..., None]
        shade = torch.where(covered, shading(normals, light), torch.zeros_like(normals))
        uv = interpolate(self.uv.to(vertices.dtype), self.uv_faces, fragments)
        skin = sample_texture(albedo, uv)
        skin = torch.where(covered, skin, torch.zeros_like(skin))
        lit, covered, normals = (values.permute(0, 3, 1, 2) for values in (skin * shade, covered, normals))
        visible = self.skin_of(fragments)[:, None] & (normals[:, 2:] > FACING)
        return Portrait(
            picture=torch.where(covered, lit, background),
            albedo=skin.permute(0, 3, 1, 2),
            shading=shade.permute(0, 3, 1, 2),
            normals=normals,
            uv=uv,
            visible=visible.to(vertices.dtype).detach(),
            fragments=fragments,
        )

    def seen(self, vertices: Tensor, cam: Tensor) -> Fragments:
        """What each pixel shows; triangles are those of `faces`. Backs are left out, as the engine does."""
        return rasterise(clip_from_model(vertices, cam), self.faces, self.size, self.size, culled=True)

    def skin_of(self, fragments: Fragments) -> Tensor:
        """[B, H, W] bool: pixels that show skin, not an eye, a tooth or the inside of the mouth."""
        return self.is_skin[fragments.triangle.clamp_min(0).long()] & fragments.covered
