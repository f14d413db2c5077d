"""Triangles to pixels, compiled: which triangle each pixel shows and where in it. Rows count downwards."""

from __future__ import annotations

import numba
import numpy as np

from engine.check import Array

compiled = numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
"""One thread: whoever wants more cores runs more processes."""
_STRANDS = 2  # stock.STRANDS; a global of a compiled function
_LEVEL = np.float32(1e-9)
"""A weight that changes less from pixel to pixel is constant along its row."""


@compiled
def _open(depth: Array, x: float, y: float, z: float) -> bool:
    """Whether nothing that is drawn already hides a point by 2 mm or more; its own neighbours hide it by less."""
    i, j = int(y), int(x)
    z += np.float32(0.002) * z * z
    return 0 <= i < depth.shape[0] and 0 <= j < depth.shape[1] and x >= 0 and y >= 0 and z > depth[i, j]


@compiled
def _inverse(slope: float) -> float:
    return np.float32(1) / slope if abs(slope) > _LEVEL else np.float32(0)


@compiled
def _narrowed(first: float, last: float, start: float, slope: float, inverse: float) -> tuple[float, float]:
    """The part of the steps first..last along a row in which a corner's weight, start + step * slope, is positive."""
    if slope > _LEVEL:
        return max(first, -start * inverse), last
    if slope < -_LEVEL:
        return first, min(last, -start * inverse)
    return first, last if start >= 0 else np.float32(-1)


@compiled
def rasterise(
    points: Array,
    faces: Array,
    one_sided: Array,
    inner: Array,
    material: Array,
    corner_uv: Array,
    strands: Array,
    blended_from: int,
    triangle: Array,
    weights: Array,
    depth: Array,
) -> None:
    """Fill triangle [H, W] (-1 none), weights [H, W, 2] of its first two corners and depth [H, W], nearer is larger.

    points: [N, 3] px x, y and 1 / distance  strands: [h, w, 2] uint8 lightness and opacity of hair
    inner: [F] triangles behind the skin, which come after it and are left out where all their corners are hidden
    Materials from `blended_from` on are left out. Hair covers a pixel with a chance of its opacity.
    """
    height, width = triangle.shape
    triangle[:] = -1
    depth[:] = 0.0
    rows, columns = strands.shape[:2]
    zero, half, one = np.float32(0), np.float32(0.5), np.float32(1)
    for t in range(len(faces)):
        if material[t] >= blended_from:
            continue
        a, b, c = faces[t, 0], faces[t, 1], faces[t, 2]
        za, zb, zc = points[a, 2], points[b, 2], points[c, 2]
        if za <= 0 or zb <= 0 or zc <= 0:
            continue
        ax, ay, bx, by, cx, cy = points[a, 0], points[a, 1], points[b, 0], points[b, 1], points[c, 0], points[c, 1]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if (one_sided[t] and area >= 0) or abs(area) < 1e-6:
            continue
        if max(ax, bx, cx) <= 0 or max(ay, by, cy) <= 0:
            continue
        # Centres at or right of the smallest x; int() rounds down what is not negative.
        left = int(max(min(ax, bx, cx) + half, 0))
        top = int(max(min(ay, by, cy) + half, 0))
        right = min(int(max(ax, bx, cx) + half) - 1, width - 1)
        bottom = min(int(max(ay, by, cy) + half) - 1, height - 1)
        if left > right or top > bottom:
            continue
        if inner[t] and not (_open(depth, ax, ay, za) or _open(depth, bx, by, zb) or _open(depth, cx, cy, zc)):
            continue
        inverse = one / area
        a_x, b_x = (by - cy) * inverse, (cy - ay) * inverse
        a_y, b_y = (cx - bx) * inverse, (ax - cx) * inverse
        px, py = left + half - cx, top + half - cy
        row_a, row_b = px * a_x + py * a_y, px * b_x + py * b_y
        c_x, c_y = -a_x - b_x, -a_y - b_y
        row_c = one - row_a - row_b
        # Along a row, each corner's weight turns positive or negative at one place.
        turn_a, turn_b, turn_c = _inverse(a_x), _inverse(b_x), _inverse(c_x)
        hair = material[t] == _STRANDS
        for y in range(top, bottom + 1):
            first, last = zero, np.float32(right - left)
            first, last = _narrowed(first, last, row_a, a_x, turn_a)
            first, last = _narrowed(first, last, row_b, b_x, turn_b)
            first, last = _narrowed(first, last, row_c, c_x, turn_c)
            start = int(first + np.float32(0.9999))
            for step in range(start, int(last + np.float32(1.0001))):
                wa, wb = row_a + step * a_x, row_b + step * b_x
                z = zc + wa * (za - zc) + wb * (zb - zc)
                x = left + step
                if z > depth[y, x]:
                    if hair:
                        u = wa * corner_uv[t, 0, 0] + wb * corner_uv[t, 1, 0] + (one - wa - wb) * corner_uv[t, 2, 0]
                        v = wa * corner_uv[t, 0, 1] + wb * corner_uv[t, 1, 1] + (one - wa - wb) * corner_uv[t, 2, 1]
                        i = min(max(int(v * rows), 0), rows - 1)
                        j = min(max(int(u * columns), 0), columns - 1)
                        chance = (((x * 73856093) ^ (y * 19349663) ^ (t * 83492791)) >> 3) & 127
                        if strands[i, j, 1] <= 70 + chance:
                            continue
                    depth[y, x] = z
                    triangle[y, x] = t
                    weights[y, x, 0] = wa
                    weights[y, x, 1] = wb
            row_a += a_y
            row_b += b_y
            row_c += c_y


@compiled
def _nearest(points: Array, faces: Array, depth: Array) -> None:
    height, width = depth.shape
    for t in range(len(faces)):
        a, b, c = faces[t, 0], faces[t, 1], faces[t, 2]
        ax, ay, bx, by, cx, cy = points[a, 0], points[a, 1], points[b, 0], points[b, 1], points[c, 0], points[c, 1]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-9:
            continue
        for y in range(max(int(min(ay, by, cy) - 0.5), 0), min(int(max(ay, by, cy) + 0.5), height - 1) + 1):
            for x in range(max(int(min(ax, bx, cx) - 0.5), 0), min(int(max(ax, bx, cx) + 0.5), width - 1) + 1):
                px, py = x + 0.5, y + 0.5
                wa = ((bx - px) * (cy - py) - (cx - px) * (by - py)) / area
                wb = ((cx - px) * (ay - py) - (ax - px) * (cy - py)) / area
                if wa >= 0 and wb >= 0 and wa + wb <= 1:
                    z = wa * points[a, 2] + wb * points[b, 2] + (1 - wa - wb) * points[c, 2]
                    depth[y, x] = max(depth[y, x], z)


def depth_map(points: Array, faces: Array, size: int) -> Array:
    """[size, size] the largest third coordinate at each pixel, -inf where there is nothing. points: [N, 3]."""
    depth = np.full((size, size), -np.inf, np.float32)
    _nearest(points, faces, depth)
    return depth
