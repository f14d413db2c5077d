"""Light and colour on a rasterised head: torch twins of `engine.light` and of the head's normals; textures."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from engine.light import SH_FACTORS


def vertex_normals(vertices: Tensor, faces: Tensor) -> Tensor:
    """[B, V, 3] unit normals, area-weighted; (0, 0, 1) where a vertex has no triangle. faces: [F, 3]."""
    corners = faces.T.flatten()  # all first corners, all second, all third
    rows = vertices.transpose(0, 1).contiguous()  # [V, B, 3]: whole rows move, twice as fast as batch by batch
    a, b, c = rows.index_select(0, corners).unflatten(0, (3, -1)).unbind(0)
    face_normals = torch.linalg.cross(b - a, c - a)
    total = torch.zeros_like(rows).index_add(0, corners, face_normals.repeat(3, 1, 1)).transpose(0, 1)
    squared = (total**2).sum(-1, keepdim=True)
    flat = squared < 1e-38  # no direction, and no gradient either
    upright = total.new_tensor([0.0, 0.0, 1.0]).expand_as(total)
    return torch.where(flat, upright, total * torch.where(flat, torch.ones_like(squared), squared).rsqrt())


def unit(vectors: Tensor) -> Tensor:
    """[..., 3] scaled to length 1; zero stays zero, with a finite gradient."""
    return vectors * (vectors * vectors).sum(-1, keepdim=True).clamp_min(1e-12).rsqrt()


def sh_basis(normals: Tensor) -> Tensor:
    """[..., 3] unit normals, model frame -> [..., 9]."""
    x, y, z = normals.unbind(-1)
    terms = [torch.ones_like(x), x, y, z, x * y, x * z, y * z, x * x - y * y, 3 * z * z - 1]
    return torch.stack(terms, -1) * torch.as_tensor(SH_FACTORS, dtype=normals.dtype, device=normals.device)


def shading(normals: Tensor, light: Tensor) -> Tensor:
    """What white skin looks like: normals [B, H, W, 3], light [B, 9, 3] SH -> [B, H, W, 3] linear, may be negative.

    The sum of eq. 3 of Feng et al. 2021; the same numbers as `engine.light.shading` and include/sh.glsl.
    """
    return (sh_basis(normals).flatten(1, 2) @ light).view_as(normals)


def sample_texture(texture: Tensor, uv: Tensor) -> Tensor:
    """[B, H, W, C] bilinear colours of textures [B, C, T, T], top row first, at uv [B, H, W, 2], (0, 0) bottom left.

    Beyond the edge the edge goes on.
    """
    # Rows go down as v goes up; grid_sample's own range is [-1, 1] over the texture's edges.
    grid = torch.stack([2 * uv[..., 0] - 1, 1 - 2 * uv[..., 1]], -1)
    found = functional.grid_sample(texture, grid, mode="bilinear", padding_mode="border", align_corners=False)
    return found.permute(0, 2, 3, 1)


def linear_from_srgb(srgb: Tensor) -> Tensor:
    """[0, 1] sRGB -> [0, 1] linear (IEC 61966-2-1)."""
    return torch.where(srgb <= 0.04045, srgb / 12.92, ((srgb.clamp_min(0.04045) + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(linear: Tensor) -> Tensor:
    """[0, 1] linear -> [0, 1] sRGB. Outside of [0, 1] the value is clipped and the gradient zero."""
    linear = linear.clamp(0.0, 1.0)
    # Each branch stays where its derivative is finite: the root's is infinite at 0.
    return torch.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear.clamp_min(0.0031308) ** (1 / 2.4) - 0.055)
