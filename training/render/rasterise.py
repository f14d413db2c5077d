"""Which triangle each pixel shows, where in it, and what vertex attributes are there."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from engine.errors import DeviceError
from training.render import torch_raster


class Fragments(NamedTuple):
    """What the pixels of a batch of pictures show, top row first."""

    triangle: Tensor  # [B, H, W] int32, -1 where none
    barycentric: Tensor  # [B, H, W, 3] perspective-correct, 0 where none; differentiable in the positions
    depth: Tensor  # [B, H, W] ndc, smaller is nearer, inf where none; no gradient

    @property
    def covered(self) -> Tensor:
        """[B, H, W] bool."""
        return self.triangle >= 0


def rasterise(v_clip: Tensor, faces: Tensor, height: int, width: int, *, culled: bool = False) -> Fragments:
    """The nearest triangle of every pixel.

    v_clip: [B, V, 4] or [V, 4] OpenGL clip space  faces: [F, 3], counter-clockwise from the front
    culled: leave out triangles that show their back. There is no near or far plane, but a triangle with a corner
    behind the camera (w <= 0) is left out. Works in float32 or float64, not in the half precisions.
    """
    if v_clip.dim() == 2:
        v_clip = v_clip[None]
    if v_clip.dim() != 3 or v_clip.shape[2] != 4 or faces.dim() != 2 or faces.shape[1] != 3:
        raise ValueError(
            f"v_clip must have shape [B,V,4] and faces [F,3], got {list(v_clip.shape)} and {list(faces.shape)}"
        )
    if v_clip.dtype not in (torch.float32, torch.float64):
        raise ValueError(f"v_clip must be float32 or float64, got {v_clip.dtype}: leave geometry out of autocast")
    v_clip, faces = v_clip.contiguous(), faces.to(torch.int32).contiguous()
    if v_clip.is_cuda:
        triangle, depth = _visible_on_cuda(v_clip, faces, height, width, culled)
        return Fragments(triangle, torch_raster.barycentrics(v_clip, faces, triangle), depth)
    from training.render import numba_raster

    triangle, depth = numba_raster.visible(v_clip, faces, height, width, culled)
    return Fragments(triangle, numba_raster.Barycentrics.apply(v_clip, faces, triangle), depth)


def interpolate(attributes: Tensor, faces: Tensor, fragments: Fragments) -> Tensor:
    """[B, H, W, C] attributes at each pixel, 0 where nothing is.

    attributes: [B, N, C], or [N, C] of all pictures  faces: [F, 3] into the N, e.g. uv_faces with uv.
    Gradients reach the attributes and, through the barycentrics, the positions.
    """
    triangle, barycentric, _ = fragments
    if attributes.dim() == 2:
        attributes = attributes.expand(len(triangle), *attributes.shape)
    attributes, faces = attributes.contiguous(), faces.to(torch.int32).contiguous()
    if attributes.is_cuda:
        return torch_raster.interpolate(attributes, faces, triangle, barycentric)
    from training.render import numba_raster

    return numba_raster.Interpolate.apply(attributes, faces, triangle, barycentric)


def _visible_on_cuda(v_clip: Tensor, faces: Tensor, height: int, width: int, culled: bool) -> tuple[Tensor, Tensor]:
    try:
        from training.render import triton_raster
    except ModuleNotFoundError as error:
        raise DeviceError(
            "Rasterising on CUDA needs Triton, which comes with torch's CUDA builds: install it, or train on the CPU."
        ) from error
    return triton_raster.visible(v_clip, faces, height, width, culled)
