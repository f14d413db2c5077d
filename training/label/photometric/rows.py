"""How a drawn picture changes with the fit's unknowns, as rows of a least squares problem.

A pixel changes by the picture's slope times the movement of what it shows (Loper and Black: OpenDR, 2014). At an edge
where a lid lies over an eye or a lip over teeth, what moves is the nearer of the two.
"""

from __future__ import annotations

import cv2
import numba
import numpy as np

from engine.check import Array
from engine.tracking.placement import Placement
from training.label.photometric.drawing import Seen
from training.label.photometric.look import Look
from training.label.photometric.surface import Stance, Surface

EDGE_M = 0.0015
"""Depths that differ by more are an edge of one thing over another."""
_compiled = numba.njit(nogil=True, cache=True, error_model="numpy", fastmath=True)


def pixel_rows(
    surface: Surface, stance: Stance, placement: Placement, look: Look, seen: Seen, slope: Array, error: Array,
    weight: Array,
) -> tuple[Array, Array]:  # fmt: skip
    """Rows [R, K + 6] and errors [R], two of each for a pixel of any weight: controls, then `own_slopes`' six.

    slope: [2, S, S, 3] of the drawn picture by x and y, per px  error: [S, S, 3] real less drawn  weight: [S, S]
    """
    y, x = np.nonzero(weight > 0)
    rows = np.zeros((2 * len(x), surface.basis.shape[2] + 6), np.float32)
    errors = np.zeros(2 * len(x), np.float32)
    _rows(
        x, y, seen.triangle, seen.corners, seen.depth, surface.faces, seen.turned, stance.turns, stance.swings,
        surface.basis, surface.angles.astype(np.float32), placement.rotation.astype(np.float32),
        np.float32(placement.scale), look.crop_from_uv[:, :2].astype(np.float32), slope, error, weight, rows, errors,
    )  # fmt: skip
    return rows, errors


def picture_slope(picture: Array) -> Array:
    """[2, S, S, 3] by x and y, per px."""
    return np.stack([cv2.Scharr(picture, -1, 1, 0), cv2.Scharr(picture, -1, 0, 1)]) / 32


@_compiled
def _rows(
    xs: Array, ys: Array, triangle: Array, corners: Array, depth: Array, faces: Array, turned: Array, turns: Array,
    swings: Array, basis: Array, angles: Array, rotation: Array, scale: float, close: Array, slope: Array,
    error: Array, weight: Array, rows: Array, errors: Array,
) -> None:  # fmt: skip
    size, num = len(triangle), basis.shape[2]
    for i in range(len(xs)):
        x, y = xs[i], ys[i]
        # What is nearest around here, where that is another thing than what the pixel shows.
        at_x, at_y = x, y
        for ny in range(max(y - 1, 0), min(y + 2, size)):
            for nx in range(max(x - 1, 0), min(x + 2, size)):
                if depth[ny, nx] < depth[at_y, at_x] and depth[ny, nx] < depth[y, x] - EDGE_M:
                    at_x, at_y = nx, ny
        # The colours' slopes as a 2 x 2 tensor and its Cholesky factor.
        xx, xy, yy, ex, ey = 1e-9, 0.0, 1e-9, 0.0, 0.0
        for c in range(3):
            gx, gy, e = slope[0, y, x, c], slope[1, y, x, c], error[y, x, c]
            xx += gx * gx
            xy += gx * gy
            yy += gy * gy
            ex -= gx * e
            ey -= gy * e
        root = np.sqrt(weight[y, x])
        a = np.sqrt(xx)
        b = xy / a
        d = np.sqrt(max(yy - b * b, 1e-9))
        errors[2 * i] = root * ex / a
        errors[2 * i + 1] = root * (ey - b * ex / a) / d
        face = triangle[at_y, at_x]
        px, py, pz = 0.0, 0.0, 0.0
        for k in range(3):
            v, w = faces[face, k], corners[at_y, at_x, k]
            px += w * turned[v, 0]
            py += w * turned[v, 1]
            pz += w * turned[v, 2]
        for r in range(2):
            row = rows[2 * i + r]
            qx, qy = (root * a, root * b) if r == 0 else (0.0, root * d)
            u = close[0, 0] * qx + close[1, 0] * qy  # the same by picture units
            v_ = close[0, 1] * qx + close[1, 1] * qy
            hx = scale * (rotation[0, 0] * u + rotation[1, 0] * v_)  # by metres of the head's own frame
            hy = scale * (rotation[0, 1] * u + rotation[1, 1] * v_)
            hz = scale * (rotation[0, 2] * u + rotation[1, 2] * v_)
            for k in range(3):
                v, w = faces[face, k], corners[at_y, at_x, k]
                t = turns[v]
                bx = w * (t[0, 0] * hx + t[1, 0] * hy + t[2, 0] * hz)
                by = w * (t[0, 1] * hx + t[1, 1] * hy + t[2, 1] * hz)
                bz = w * (t[0, 2] * hx + t[1, 2] * hy + t[2, 2] * hz)
                for j in range(num):
                    row[j] += bx * basis[v, 0, j] + by * basis[v, 1, j] + bz * basis[v, 2, j]
                for n in range(len(angles)):
                    swing = w * (hx * swings[v, 0, n] + hy * swings[v, 1, n] + hz * swings[v, 2, n])
                    if swing != 0:
                        for j in range(num):
                            row[j] += swing * angles[n, j]
            row[num] = -scale * v_ * pz
            row[num + 1] = scale * u * pz
            row[num + 2] = scale * (v_ * px - u * py)
            row[num + 3] = scale * (u * px + v_ * py)
            row[num + 4] = u
            row[num + 5] = v_
