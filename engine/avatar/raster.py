"""Triangles to pixels in plain numpy: for the texel map of an atlas and for the z-buffer of a photograph."""

from __future__ import annotations

import numpy as np

from engine.check import Array

_CHUNK = 100_000
"""Candidate pixels worked on at once: about 10 MB, near what a processor's cache holds."""


def rasterise(points: Array, faces: Array, size_wh: tuple[int, int]) -> tuple[Array, Array, Array]:
    """The nearest triangle at each pixel centre.

    points: [N, 3] px x, px y (down), depth (larger is nearer)  faces: [F, 3]
    ->  triangle [H, W] int32 (-1 none), barycentric [H, W, 3] float32, depth [H, W] float32 (-inf none)
    """
    width, height = size_wh
    triangle = np.full(height * width, -1, np.int32)
    weight = np.zeros((height * width, 3), np.float32)
    depth = np.full(height * width, -np.inf, np.float32)
    corners = np.asarray(points, np.float64)[faces]  # [F, 3, 3]
    low = np.floor(corners[:, :, :2].min(1) - 0.5).astype(np.int64).clip(0)
    high = np.ceil(corners[:, :, :2].max(1) + 0.5).astype(np.int64).clip(max=[width, height])
    span = (high - low).clip(0)
    area = _cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    count = np.where(area != 0, span[:, 0] * span[:, 1], 0)
    total = np.cumsum(count)
    start = 0
    while start < len(faces):
        stop = max(start + 1, int(np.searchsorted(total, total[start] - count[start] + _CHUNK)))
        which = np.repeat(np.arange(start, stop), count[start:stop])
        first = np.repeat(total[start:stop] - count[start:stop], count[start:stop])
        nth = np.arange(len(which)) + (total[start] - count[start]) - first
        x = low[which, 0] + nth % span[which, 0]
        y = low[which, 1] + nth // span[which, 0]
        centre = np.stack([x + 0.5, y + 0.5], 1)
        a, b, c = corners[which, 0], corners[which, 1], corners[which, 2]
        w0 = _cross(b[:, :2] - centre, c[:, :2] - centre) / area[which]
        w1 = _cross(c[:, :2] - centre, a[:, :2] - centre) / area[which]
        inside = np.flatnonzero((w0 >= -1e-7) & (w1 >= -1e-7) & (w0 + w1 <= 1 + 1e-7))
        w0, w1, pixel, which = w0[inside], w1[inside], (y * width + x)[inside], which[inside]
        w2 = 1 - w0 - w1
        z = w0 * a[inside, 2] + w1 * b[inside, 2] + w2 * c[inside, 2]
        # Of several writes to one pixel numpy keeps the last: far to near leaves the nearest, of equals the last.
        order = np.argsort(z, kind="stable")
        order = order[z[order] >= depth[pixel[order]]]
        pixel, which, z = pixel[order], which[order], z[order]
        depth[pixel], triangle[pixel] = z, which
        weight[pixel] = np.stack([w0, w1, w2], 1)[order]
        start = stop
    shape = (height, width)
    return triangle.reshape(shape), weight.reshape(*shape, 3), depth.reshape(shape)


def _cross(a: Array, b: Array) -> Array:
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
