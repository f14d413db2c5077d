"""Skin with detail under the light of a photo, over the detail window: what the detail losses compare with the photo.

Normals follow from the surface's gradient (Mikkelsen 2010), as in the shader: the height's slope is taken off the
normal of the smooth ground. Light alone hardly shows a wrinkle; what shows it is that little light reaches its bottom.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.check import Array
from engine.head.head_model import Head
from training.data.detail.region import inner_face
from training.data.wrinkles.ground import Ground, ground_of
from training.render.shade import shading, unit

CAVITY_PER_M = 900.0
"""How much darker (in the logarithm) a texel is for each metre that it lies below its surroundings."""
_DARKEST, _BRIGHTEST = -1.0, 0.3
_AROUND = 9
"""Texels a side of what counts as surroundings."""


class Relief(nn.Module):
    """A head's ground, ready to be displaced and lit. The light is in the frame of the head: SH [B, 9, 3], linear."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        ground = ground_of(head)
        across, down = duals(ground)
        self.register_buffer("normal", _tensor(ground.normal), persistent=False)  # [H, W, 3]
        self.register_buffer("across", _tensor(across), persistent=False)  # [H, W, 3] 1/m
        self.register_buffer("down", _tensor(down), persistent=False)  # [H, W, 3] 1/m
        self.register_buffer("face", _tensor(inner_face(head)), persistent=False)  # [H, W] where photos tell of relief

    def normals(self, displacement: Tensor) -> Tensor:
        """[B, H, W, 3] unit normals of the displaced skin. displacement: [B, H, W] m."""
        columns, rows = slopes(displacement)
        return unit(self.normal - columns[..., None] * self.across - rows[..., None] * self.down)

    def shaded(self, displacement: Tensor, light: Tensor) -> Tensor:
        """[B, 3, H, W] linear: white skin with this displacement, its wrinkles dark at the bottom."""
        lit = shading(self.normals(displacement), light).clamp_min(0.02)
        return (lit * cavity(displacement)[..., None]).permute(0, 3, 1, 2)


def duals(ground: Ground) -> tuple[Array, Array]:
    """[S, S, 3] each, 1/m: times the step of height to the next column and to the next row, the surface's gradient."""
    a, b, c = ground.metric[..., 0:1], ground.metric[..., 1:2], ground.metric[..., 2:3]
    return ground.tangent / a - ground.bitangent * (b / (a * c)), -ground.bitangent / c


def slopes(displacement: Tensor) -> tuple[Tensor, Tensor]:
    """Differences per texel to the next column and row, central; at the border half of the one-sided one."""
    wide = functional.pad(displacement[:, None], (1, 1, 1, 1), mode="replicate")[:, 0]
    return (wide[:, 1:-1, 2:] - wide[:, 1:-1, :-2]) / 2, (wide[:, 2:, 1:-1] - wide[:, :-2, 1:-1]) / 2


def cavity(displacement: Tensor) -> Tensor:
    """[B, H, W] share of the light that reaches each texel, 1 on level ground, a little more on a ridge."""
    low = functional.avg_pool2d(displacement[:, None], _AROUND, 1, _AROUND // 2, count_include_pad=False)[:, 0]
    return torch.exp(((displacement - low) * CAVITY_PER_M).clamp(_DARKEST, _BRIGHTEST))


def _tensor(values: Array) -> Tensor:
    return torch.from_numpy(values.astype("float32"))
