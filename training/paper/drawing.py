"""From codes to what is compared with a photo: posed vertices, the 68 landmarks, and the drawn head."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from engine.avatar.tex_space import LEFT, SIDE, TOP, open_tex_space
from engine.head.head_model import Head
from engine.head.landmarks import IBUG68
from training.models.head import TorchHead, joint_turns, project
from training.paper.codes import Codes
from training.render.portrait import HeadRenderer, Portrait
from training.render.shade import linear_from_srgb, sample_texture, shading


class PosedHead(nn.Module):
    """A head as codes say. Fixed buffers only."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = TorchHead(head, num_shape=100)
        self.register_buffer("turns", torch.from_numpy(joint_turns()), persistent=False)  # [E, 5, 3] rad at weight 1
        self.register_buffer("chosen", torch.from_numpy(IBUG68.astype(np.int64)), persistent=False)

    def vertices(self, codes: Codes) -> Tensor:
        """[B, V, 3] m, model frame."""
        poses = torch.einsum("be,ejc->bjc", codes.expression, self.turns)
        poses = torch.cat([codes.global_orient[:, None], poses[:, 1:]], 1)
        return self.head(codes.shape, codes.expression, poses)

    def landmarks(self, vertices: Tensor, cam: Tensor) -> Tensor:
        """[B, 68, 2] crop ndc, +y up."""
        return project(self.head.landmarks(vertices)[:, self.chosen], cam)


class Skin(nn.Module):
    """The albedo that a tex code says, over the face's square of the atlas. Fixed buffers only."""

    def __init__(self) -> None:
        super().__init__()
        space = open_tex_space()
        self.register_buffer("mean", torch.from_numpy(space.mean).permute(2, 0, 1).contiguous(), persistent=False)
        self.register_buffer("basis", torch.from_numpy(space.basis).permute(0, 3, 1, 2).contiguous(), persistent=False)

    def forward(self, tex: Tensor) -> Tensor:
        """[B, 3, 64, 64] linear. tex: [B, T]."""
        srgb = self.mean + torch.einsum("bt,tchw->bchw", tex, self.basis)
        return linear_from_srgb(srgb.clamp(1e-3, 1.0))


class Drawn(NamedTuple):
    """A batch of heads, drawn over their photos."""

    picture: Tensor  # [B, 3, S, S] linear
    by_geometry: Tensor  # [B, 3, S, S] the same with a gradient to the geometry alone, for the identity loss
    visible: Tensor  # [B, 1, S, S] in {0, 1}: skin that faces the camera, in the square that albedo is known of
    portrait: Portrait


class Drawing(nn.Module):
    """The coarse picture: albedo times shading (eq. 3 and 4), over the photo."""

    def __init__(self, head: Head, size: int) -> None:
        super().__init__()
        self.renderer = HeadRenderer(head, size, square=(LEFT, TOP, SIDE))
        self.skin = Skin()

    def forward(self, vertices: Tensor, codes: Codes, photo: Tensor) -> Drawn:
        """photo: [B, 3, S, S] linear."""
        albedo = self.skin(codes.tex)
        portrait = self.renderer(vertices, codes.cam, albedo, codes.light, photo)
        inside = ((portrait.uv > 0) & (portrait.uv < 1)).all(3)[:, None]
        visible = portrait.visible * inside
        lit = shading(portrait.normals.permute(0, 2, 3, 1), codes.light.detach())
        again = (sample_texture(albedo.detach(), portrait.uv) * lit).permute(0, 3, 1, 2)
        return Drawn(portrait.picture, torch.where(visible > 0, again, photo), visible, portrait)
