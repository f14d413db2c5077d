"""The rasteriser and its gradients on the CPU: twin of torch_raster.py, which has the formulas.

The kernels handle one picture each and release the GIL; pictures are spread over torch's threads. They are compiled
for float32 and float64 when first called, and kept on disk.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba
import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from engine.check import Array
from training.render.camera import pixel_centres, pixels_from_ndc
from training.render.torch_raster import BOUND_SLACK_PX

_compiled = numba.njit(nogil=True, cache=True, error_model="numpy")


def visible(v_clip: Tensor, faces: Tensor, height: int, width: int, culled: bool) -> tuple[Tensor, Tensor]:
    """As in torch_raster.py. v_clip: [B, V, 4] contiguous  faces: [F, 3] int32 contiguous."""
    v_clip = v_clip.detach()
    columns, rows = (ndc.numpy() for ndc in pixel_centres(height, width, v_clip))
    pixels = pixels_from_ndc(v_clip[..., :2] / v_clip[..., 3:], height, width).numpy()
    triangle = torch.full((len(v_clip), height, width), -1, dtype=torch.int32)
    depth = v_clip.new_full((len(v_clip), height, width), torch.inf)
    v, f, t, d = v_clip.numpy(), faces.numpy(), triangle.numpy(), depth.numpy()
    _each(len(v_clip), lambda i: _nearest(v[i], pixels[i], f, columns, rows, culled, t[i], d[i]))
    return triangle, depth


class Barycentrics(torch.autograd.Function):
    """torch_raster.barycentrics with its exact gradient to v_clip."""

    @staticmethod
    def forward(ctx: Any, v_clip: Tensor, faces: Tensor, triangle: Tensor) -> Tensor:
        ctx.save_for_backward(v_clip, faces, triangle)
        columns, rows = (ndc.numpy() for ndc in pixel_centres(*triangle.shape[1:], v_clip))
        weights = v_clip.new_zeros((*triangle.shape, 3))
        v, f, t, w = v_clip.detach().numpy(), faces.numpy(), triangle.numpy(), weights.numpy()
        _each(len(v), lambda i: _weigh(v[i], f, columns, rows, t[i], w[i]))
        return weights

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad_weights: Tensor) -> tuple[Tensor, None, None]:
        v_clip, faces, triangle = ctx.saved_tensors
        columns, rows = (ndc.numpy() for ndc in pixel_centres(*triangle.shape[1:], v_clip))
        grad = torch.zeros_like(v_clip)
        v, f, t, given, g = (a.detach().numpy() for a in (v_clip, faces, triangle, grad_weights.contiguous(), grad))
        _each(len(v), lambda i: _weigh_back(v[i], f, columns, rows, t[i], given[i], g[i]))
        return grad, None, None


class Interpolate(torch.autograd.Function):
    """torch_raster.interpolate with its exact gradients to attributes and barycentrics."""

    @staticmethod
    def forward(ctx: Any, attributes: Tensor, faces: Tensor, triangle: Tensor, barycentric: Tensor) -> Tensor:
        ctx.save_for_backward(attributes, faces, triangle, barycentric)
        values = attributes.new_zeros((*triangle.shape, attributes.shape[2]))
        a, f, t, w, v = (x.detach().numpy() for x in (attributes, faces, triangle, barycentric, values))
        _each(len(t), lambda i: _mix(a[i], f, t[i], w[i], v[i]))
        return values

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad_values: Tensor) -> tuple[Tensor, None, None, Tensor]:
        attributes, faces, triangle, barycentric = ctx.saved_tensors
        grad_attributes, grad_weights = torch.zeros_like(attributes), torch.zeros_like(barycentric)
        a, f, t, w = (x.detach().numpy() for x in (attributes, faces, triangle, barycentric))
        given, ga, gw = grad_values.contiguous().numpy(), grad_attributes.numpy(), grad_weights.numpy()
        _each(len(t), lambda i: _mix_back(a[i], f, t[i], w[i], given[i], ga[i], gw[i]))
        return grad_attributes, None, None, grad_weights


def _each(batch: int, work: Callable[[int], None]) -> None:
    threads = min(torch.get_num_threads(), batch)
    if threads <= 1:
        for picture in range(batch):
            work(picture)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, range(batch)))


@_compiled
def _edges(v: Array, a: int, b: int, c: int, px: float, py: float) -> tuple[float, float, float]:
    ax, ay = v[a, 0] - px * v[a, 3], v[a, 1] - py * v[a, 3]
    bx, by = v[b, 0] - px * v[b, 3], v[b, 1] - py * v[b, 3]
    cx, cy = v[c, 0] - px * v[c, 3], v[c, 1] - py * v[c, 3]
    return bx * cy - by * cx, cx * ay - cy * ax, ax * by - ay * bx


@_compiled
def _nearest(
    v: Array, pixels: Array, faces: Array, columns: Array, rows: Array, culled: bool, triangle: Array, depth: Array
) -> None:
    height, width = triangle.shape
    for index in range(len(faces)):
        a, b, c = faces[index]
        if not (v[a, 3] > 0 and v[b, 3] > 0 and v[c, 3] > 0):
            continue
        if culled:  # the edges would find out too, pixel by pixel; y runs down here, so fronts have a negative area
            ux, uy = pixels[b, 0] - pixels[a, 0], pixels[b, 1] - pixels[a, 1]
            if ux * (pixels[c, 1] - pixels[a, 1]) - uy * (pixels[c, 0] - pixels[a, 0]) > BOUND_SLACK_PX:
                continue
        left = min(pixels[a, 0], pixels[b, 0], pixels[c, 0]) - 0.5 - BOUND_SLACK_PX
        right = max(pixels[a, 0], pixels[b, 0], pixels[c, 0]) - 0.5 + BOUND_SLACK_PX
        top = min(pixels[a, 1], pixels[b, 1], pixels[c, 1]) - 0.5 - BOUND_SLACK_PX
        bottom = max(pixels[a, 1], pixels[b, 1], pixels[c, 1]) - 0.5 + BOUND_SLACK_PX
        if not (right >= 0 and bottom >= 0 and left <= width and top <= height):
            continue
        for y in range(int(np.ceil(max(top, 0.0))), int(np.floor(min(bottom, height - 1.0))) + 1):
            for x in range(int(np.ceil(max(left, 0.0))), int(np.floor(min(right, width - 1.0))) + 1):
                ea, eb, ec = _edges(v, a, b, c, columns[x], rows[y])
                total = ea + eb + ec
                front = ea >= 0 and eb >= 0 and ec >= 0 and total > 0
                back = ea <= 0 and eb <= 0 and ec <= 0 and total < 0
                if not (front or (back and not culled)):
                    continue
                z = (ea * v[a, 2] + eb * v[b, 2] + ec * v[c, 2]) / (ea * v[a, 3] + eb * v[b, 3] + ec * v[c, 3])
                if z < depth[y, x]:
                    depth[y, x] = z
                    triangle[y, x] = index


@_compiled
def _weigh(v: Array, faces: Array, columns: Array, rows: Array, triangle: Array, weights: Array) -> None:
    height, width = triangle.shape
    for y in range(height):
        for x in range(width):
            if triangle[y, x] >= 0:
                a, b, c = faces[triangle[y, x]]
                ea, eb, ec = _edges(v, a, b, c, columns[x], rows[y])
                total = ea + eb + ec
                weights[y, x, 0], weights[y, x, 1], weights[y, x, 2] = ea / total, eb / total, ec / total


@_compiled
def _weigh_back(
    v: Array, faces: Array, columns: Array, rows: Array, triangle: Array, given: Array, grad: Array
) -> None:
    height, width = triangle.shape
    for y in range(height):
        for x in range(width):
            if triangle[y, x] < 0:
                continue
            a, b, c = faces[triangle[y, x]]
            px, py = columns[x], rows[y]
            ax, ay = v[a, 0] - px * v[a, 3], v[a, 1] - py * v[a, 3]
            bx, by = v[b, 0] - px * v[b, 3], v[b, 1] - py * v[b, 3]
            cx, cy = v[c, 0] - px * v[c, 3], v[c, 1] - py * v[c, 3]
            ea, eb, ec = bx * cy - by * cx, cx * ay - cy * ax, ax * by - ay * bx
            total = ea + eb + ec
            ga, gb, gc = given[y, x]
            mean = (ga * ea + gb * eb + gc * ec) / total
            da, db, dc = (ga - mean) / total, (gb - mean) / total, (gc - mean) / total  # to the edge functions
            _spread(grad, a, dc * by - db * cy, db * cx - dc * bx, px, py)
            _spread(grad, b, da * cy - dc * ay, dc * ax - da * cx, px, py)
            _spread(grad, c, db * ay - da * by, da * bx - db * ax, px, py)


@_compiled
def _spread(grad: Array, vertex: int, dx: float, dy: float, px: float, py: float) -> None:
    grad[vertex, 0] += dx
    grad[vertex, 1] += dy
    grad[vertex, 3] -= px * dx + py * dy


@_compiled
def _mix(attributes: Array, faces: Array, triangle: Array, weights: Array, values: Array) -> None:
    height, width, channels = values.shape
    for y in range(height):
        for x in range(width):
            if triangle[y, x] >= 0:
                a, b, c = faces[triangle[y, x]]
                wa, wb, wc = weights[y, x]
                for k in range(channels):
                    values[y, x, k] = wa * attributes[a, k] + wb * attributes[b, k] + wc * attributes[c, k]


@_compiled
def _mix_back(
    attributes: Array, faces: Array, triangle: Array, weights: Array, given: Array, to_attributes: Array, to_w: Array
) -> None:
    height, width, channels = given.shape
    for y in range(height):
        for x in range(width):
            if triangle[y, x] >= 0:
                a, b, c = faces[triangle[y, x]]
                wa, wb, wc = weights[y, x]
                for k in range(channels):
                    g = given[y, x, k]
                    to_attributes[a, k] += wa * g
                    to_attributes[b, k] += wb * g
                    to_attributes[c, k] += wc * g
                    to_w[y, x, 0] += g * attributes[a, k]
                    to_w[y, x, 1] += g * attributes[b, k]
                    to_w[y, x, 2] += g * attributes[c, k]
