"""The photo, and the smooth skin under it, laid out over the detail window: what the detail losses compare."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.avatar.tex_space import LEFT, SIDE, TOP
from engine.check import Array
from engine.detail.window import DISPLACEMENT_SIZE, WINDOW
from engine.head.head_model import Head
from training.data.detail.region import face_region
from training.data.wrinkles.ground import ground_of
from training.models.head import project
from training.render.portrait import FACING
from training.render.rasterise import Fragments
from training.render.relief import slopes
from training.render.shade import sample_texture, unit, vertex_normals

_FAR_M = 10.0
_BEHIND_M = 0.006
"""How far behind the drawn surface a texel may lie and still be seen: the picture has few pixels."""


class Unwrapped(NamedTuple):
    """Over the window, top row first."""

    photo: Tensor  # [B, 3, S, S] linear
    albedo: Tensor  # [B, 3, S, S] linear
    mask: Tensor  # [B, 1, S, S] in [0, 1]: bare skin of the face that the photo shows
    normal: Tensor  # [B, S, S, 3] unit, of the smooth skin, model frame
    across: Tensor  # [B, S, S, 3] 1/m: times the step of height to the next column, the surface's gradient
    down: Tensor  # [B, S, S, 3] 1/m: the same to the next row

    @property
    def hidden(self) -> Tensor:
        """[B, S, S] in [0, 1]."""
        return 1 - self.mask[:, 0]

    def twice(self) -> Unwrapped:
        """The batch after itself."""
        return Unwrapped(*(torch.cat([value, value]) for value in self))

    def normals(self, displacement: Tensor) -> Tensor:
        """[B, S, S, 3] unit normals of the displaced skin. displacement: [B, S, S] m."""
        columns, rows = slopes(displacement)
        return unit(self.normal - columns[..., None] * self.across - rows[..., None] * self.down)


class Unwrap(nn.Module):
    """Of one head. Fixed buffers only; nothing here has a gradient, because the coarse stage is frozen."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        ground = ground_of(head, DISPLACEMENT_SIZE)

        def keep(name: str, array: Array, kind: torch.dtype = torch.float32) -> None:
            self.register_buffer(name, torch.from_numpy(np.array(array)).to(kind), persistent=False)

        keep("corners", head.faces[ground.triangle].reshape(-1), torch.int64)
        keep("weights", ground.weights)
        keep("faces", head.faces, torch.int64)
        keep("region", face_region(head, DISPLACEMENT_SIZE))
        keep("uv", _places_in_albedo())

    @torch.no_grad()
    def forward(
        self, vertices: Tensor, cam: Tensor, albedo: Tensor, photo: Tensor, mask: Tensor, fragments: Fragments
    ) -> Unwrapped:
        """vertices: [B, V, 3] m  albedo: [B, 3, 64, 64] linear  photo: [B, 3, H, W] linear  mask: [B, 1, H, W] bare
        skin  fragments: of the rasterised head, in a picture of the photo's size"""
        position = self._gathered(vertices)
        normal = unit(self._gathered(vertex_normals(vertices, self.faces)))
        size = position.shape[1]
        grid = project(position.flatten(1, 2), cam).unflatten(1, (size, size)) * position.new_tensor([1.0, -1.0])
        seen = _at(mask, grid) * self._is_seen(position, normal, grid, fragments.depth)
        right, below = _steps(position)
        across, down = _duals(right, below)
        return Unwrapped(
            photo=_at(photo, grid),
            albedo=sample_texture(albedo, self.uv.expand(len(photo), -1, -1, -1)).permute(0, 3, 1, 2),
            mask=seen * self.region,
            normal=normal,
            across=across,
            down=down,
        )

    def _gathered(self, values: Tensor) -> Tensor:
        """[B, S, S, 3] of values at vertices [B, V, 3]."""
        size = len(self.weights)
        return (values[:, self.corners].unflatten(1, (size, size, 3)) * self.weights[..., None]).sum(3)

    def _is_seen(self, position: Tensor, normal: Tensor, grid: Tensor, depth: Tensor) -> Tensor:
        """[B, 1, S, S] in {0, 1}."""
        nearest = functional.grid_sample(
            depth.nan_to_num(posinf=-_FAR_M)[:, None], grid, "nearest", align_corners=False
        )
        inside = (grid.abs() < 1).all(3)
        return ((-position[..., 2] < nearest[:, 0] + _BEHIND_M) & (normal[..., 2] > FACING) & inside).float()[:, None]


def _at(values: Tensor, grid: Tensor) -> Tensor:
    return functional.grid_sample(values, grid, "bilinear", align_corners=False)


def _steps(position: Tensor) -> tuple[Tensor, Tensor]:
    """[B, S, S, 3] m each: from the texel to the left to the one to the right, halved; the same downwards."""
    maps = position.permute(0, 3, 1, 2)
    right, below = slopes(maps.flatten(0, 1))
    return (step.view_as(maps).permute(0, 2, 3, 1) for step in (right, below))  # type: ignore[return-value]


def _duals(right: Tensor, below: Tensor) -> tuple[Tensor, Tensor]:
    """The basis in the tangent plane in which the surface's gradient has the height's differences for components."""
    a, b, c = ((one * other).sum(-1, keepdim=True) for one, other in ((right, right), (right, below), (below, below)))
    area = (a * c - b * b).clamp_min(1e-14)
    return (c * right - b * below) / area, (a * below - b * right) / area


def _places_in_albedo() -> Array:
    """[S, S, 2] of the window's texels in the square that albedos cover, (0, 0) bottom left."""
    steps = (np.arange(DISPLACEMENT_SIZE) + 0.5) / DISPLACEMENT_SIZE * WINDOW.side
    u, top = (WINDOW.left + steps - LEFT) / SIDE, (WINDOW.top + steps - TOP) / SIDE
    return np.stack(np.meshgrid(u, 1 - top), 2)
