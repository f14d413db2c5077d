"""The rasteriser in plain torch, any device, any order of derivative: slow, and the truth for the fast ones.

A pixel at ndc (px, py) sees a triangle with clip corners (x, y, z, w) where its three edge functions agree in sign:
with q_i = (x_i - px w_i, y_i - py w_i), e_0 = q_1 x q_2 and so on round. e / sum(e) are the barycentrics, already
corrected for perspective (Olano and Greer: Triangle scan conversion using 2D homogeneous coordinates, 1997).
Neighbours compute the edge they share with opposite sign, bit for bit, so no pixel falls between them.
"""

from __future__ import annotations

import torch
from torch import Tensor

from training.render.camera import pixel_centres, pixels_from_ndc

BOUND_SLACK_PX = 1e-3
"""Bounding boxes are this much larger than computed: rounding must not cut off a pixel that the edges would take."""


def visible(v_clip: Tensor, faces: Tensor, height: int, width: int, culled: bool) -> tuple[Tensor, Tensor]:
    """Triangle [B, H, W] int32, -1 where none, and its ndc depth, inf where none.

    Of two triangles at the same depth the first of the list is seen. One with a corner behind the camera never is.
    """
    pictures = [_visible_in_one(v, faces.long(), height, width, culled) for v in v_clip.detach()]
    triangle, depth = zip(*pictures, strict=True)
    return torch.stack(triangle), torch.stack(depth)


def barycentrics(v_clip: Tensor, faces: Tensor, triangle: Tensor) -> Tensor:
    """[B, H, W, 3] weights of the corners of each pixel's triangle, 0 where none; differentiable in v_clip."""
    height, width = triangle.shape[1:]
    columns, rows = pixel_centres(height, width, v_clip)
    seen = (triangle >= 0)[..., None]
    corners = _gather(v_clip, faces[triangle.clamp_min(0).long()])  # [B, H, W, 3, 4]
    edges = _edges(corners, columns, rows[:, None])
    total = edges.sum(-1, keepdim=True)
    return torch.where(seen, edges / torch.where(seen, total, torch.ones_like(total)), torch.zeros_like(edges))


def interpolate(attributes: Tensor, faces: Tensor, triangle: Tensor, barycentric: Tensor) -> Tensor:
    """[B, H, W, C] attributes [B, N, C] at each pixel, 0 where no triangle is. faces: [F, 3] into the N."""
    corners = _gather(attributes, faces[triangle.clamp_min(0).long()])  # [B, H, W, 3, C]
    return (barycentric[..., None] * corners).sum(-2)


def _visible_in_one(v_clip: Tensor, faces: Tensor, height: int, width: int, culled: bool) -> tuple[Tensor, Tensor]:
    columns, rows = pixel_centres(height, width, v_clip)
    index, column, row = _candidates(v_clip, faces, height, width)
    corners = v_clip[faces[index]]  # [n, 3, 4]
    edges = _edges(corners, columns[column], rows[row])
    front = (edges >= 0).all(-1) & (edges.sum(-1) > 0)
    back = (edges <= 0).all(-1) & (edges.sum(-1) < 0) & (not culled)
    inside = front | back
    index, pixel, edges, corners = index[inside], (row * width + column)[inside], edges[inside], corners[inside]
    z = (edges * corners[..., 2]).sum(-1) / (edges * corners[..., 3]).sum(-1)
    nearest = v_clip.new_full((height * width,), torch.inf).scatter_reduce(0, pixel, z, "amin")
    wins = z == nearest[pixel]
    first = torch.full_like(nearest, len(faces), dtype=torch.int64)
    first = first.scatter_reduce(0, pixel[wins], index[wins], "amin")
    triangle = torch.where(first < len(faces), first, -1).to(torch.int32)
    return triangle.view(height, width), nearest.view(height, width)


def _candidates(v_clip: Tensor, faces: Tensor, height: int, width: int) -> tuple[Tensor, Tensor, Tensor]:
    """[n] triangle, column and row of every pixel in every triangle's bounding box."""
    usable = torch.nonzero((v_clip[faces][..., 3] > 0).all(-1))[:, 0]
    pixels = pixels_from_ndc(v_clip[:, :2] / v_clip[:, 3:], height, width)[faces[usable]]  # [n, 3, 2]
    size = torch.tensor([width, height], device=v_clip.device)
    first = (pixels.amin(1) - 0.5 - BOUND_SLACK_PX).ceil().clamp_min(0).long()
    last = torch.minimum((pixels.amax(1) - 0.5 + BOUND_SLACK_PX).floor().long(), size - 1)
    across, down = (last - first + 1).clamp_min(0).unbind(-1)
    owner = torch.repeat_interleave(torch.arange(len(usable), device=v_clip.device), across * down)
    start = (across * down).cumsum(0) - across * down
    place = torch.arange(len(owner), device=v_clip.device) - start[owner]
    return (
        usable[owner],
        first[owner, 0] + place % across[owner],
        first[owner, 1] + torch.div(place, across[owner], rounding_mode="floor"),
    )


def _edges(corners: Tensor, px: Tensor, py: Tensor) -> Tensor:
    """[..., 3] edge functions of corners [..., 3, 4] at ndc px, py [...]."""
    q = corners[..., :2] - torch.stack(torch.broadcast_tensors(px, py), -1)[..., None, :] * corners[..., 3:]
    after, last = q.roll(-1, -2), q.roll(-2, -2)
    return after[..., 0] * last[..., 1] - after[..., 1] * last[..., 0]


def _gather(values: Tensor, index: Tensor) -> Tensor:
    """values [B, N, C] at index [B, H, W, 3] -> [B, H, W, 3, C]; index_select is three times faster than indexing."""
    batch, count, channels = values.shape
    flat = index.long() + count * torch.arange(batch, device=values.device).view(-1, 1, 1, 1)
    return values.reshape(-1, channels).index_select(0, flat.flatten()).view(*index.shape, channels)
