"""A small z-buffer for the builder's own pictures and for painting textures."""

from __future__ import annotations

import numba
import numpy as np

from engine.check import Array


@numba.njit(cache=True)
def rasterise(points: Array, faces: Array, height: int, width: int) -> tuple[Array, Array]:
    """Triangle index [H, W] (-1 where none) and barycentric weights [H, W, 3] of the nearest triangle.

    points: [n, 3] pixel x, pixel y (down), nearness (larger is nearer). Pixel centres lie at .5.
    """
    index = np.full((height, width), -1, np.int32)
    weights = np.zeros((height, width, 3), np.float32)
    nearness = np.full((height, width), -1e30)
    for triangle in range(len(faces)):
        a, b, c = faces[triangle]
        ax, ay, bx, by, cx, cy = points[a, 0], points[a, 1], points[b, 0], points[b, 1], points[c, 0], points[c, 1]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if area == 0.0:
            continue
        x0, x1 = max(0, int(np.floor(min(ax, bx, cx)))), min(width - 1, int(np.ceil(max(ax, bx, cx))))
        y0, y1 = max(0, int(np.floor(min(ay, by, cy)))), min(height - 1, int(np.ceil(max(ay, by, cy))))
        for y in range(y0, y1 + 1):
            for x in range(x0, x1 + 1):
                px, py = x + 0.5, y + 0.5
                wa = ((bx - px) * (cy - py) - (cx - px) * (by - py)) / area
                wb = ((cx - px) * (ay - py) - (ax - px) * (cy - py)) / area
                wc = 1.0 - wa - wb
                if wa < -1e-7 or wb < -1e-7 or wc < -1e-7:
                    continue
                near = wa * points[a, 2] + wb * points[b, 2] + wc * points[c, 2]
                if near > nearness[y, x]:
                    nearness[y, x] = near
                    index[y, x] = triangle
                    weights[y, x, 0], weights[y, x, 1], weights[y, x, 2] = wa, wb, wc
    return index, weights


def sample(image: Array, uv: Array) -> Array:
    """[n, C] bilinear values of image [H, W, C] at uv [n, 2], (0, 0) bottom left."""
    height, width = image.shape[:2]
    x = np.clip(uv[:, 0] * width - 0.5, 0, width - 1.001)
    y = np.clip((1 - uv[:, 1]) * height - 0.5, 0, height - 1.001)
    x0, y0 = x.astype(int), y.astype(int)
    fx, fy = (x - x0)[:, None], (y - y0)[:, None]
    top = image[y0, x0] * (1 - fx) + image[y0, x0 + 1] * fx
    bottom = image[y0 + 1, x0] * (1 - fx) + image[y0 + 1, x0 + 1] * fx
    return top * (1 - fy) + bottom * fy
