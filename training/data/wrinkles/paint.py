"""What a photograph shows of a face's skin, laid out in the window: albedo, folds and light made into a texture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit

from engine.check import Array
from engine.detail.window import DISPLACEMENT_SIZE
from engine.head.head_model import Head
from engine.light import SH_FACTORS, linear_from_srgb, srgb_from_linear
from training.data.wrinkles.ground import ground_of
from training.data.wrinkles.strain import elastic_of, posed

_CAVITY_M = 0.0009
"""Depth below the skin around it at which a valley has lost most of its light (1 - 1/e)."""
_CAVITY_TEXELS = 2.5
_SHINE = 0.035
_SHINE_POWER = np.float32(14.0)
_LEVELS = 4096
_TO_LINEAR = linear_from_srgb(np.arange(256) / 255).astype(np.float32)
_TO_SRGB = srgb_from_linear(np.arange(_LEVELS + 1) / _LEVELS).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """Light in the model frame; a photo's from the side of the face."""

    sh: Array  # [9, 3] as in engine.light
    key: Array  # [3] linear colour of the key light
    direction: Array  # [3] unit, towards the key light


def paint(
    head: Head, albedo: Array, height: Array, expression: Array, light: Light, factor: Array | None = None
) -> Array:
    """[256, 256, 3] float32 sRGB in 0..1: the window of a photo of this skin.

    albedo: [256, 256, 3] uint8 sRGB  height: [256, 256] m, displacement and residual together (see `at_window`)
    expression: [52], for the normals of the posed mesh  factor: [256, 256, 3] of the linear albedo
    """
    skin, ground = elastic_of(head), ground_of(head)
    normals = _vertex_normals(posed(skin, np.asarray(expression)[None])[0], skin.corners)
    cavity = np.maximum(cv2.GaussianBlur(height, (0, 0), _CAVITY_TEXELS) - height, 0)
    sh = (light.sh * SH_FACTORS[:, None]).astype(np.float32)
    direction = np.asarray(light.direction, np.float32)
    half = direction + np.array([0, 0, 1], np.float32)
    return _painted(
        albedo, height.astype(np.float32), np.exp(cavity / -_CAVITY_M).astype(np.float32),
        np.ones((1, 1, 3), np.float32) if factor is None else factor.astype(np.float32), normals, skin.corners,
        skin.texel, ground.weights, ground.tangent, ground.metric, sh, np.asarray(light.key, np.float32), direction,
        half / np.linalg.norm(half).clip(1e-6), _TO_LINEAR, _TO_SRGB,
    )  # fmt: skip


def at_window(residual: Array) -> Array:
    """[512, 512(, C)] -> [256, 256(, C)], averaged."""
    return cv2.resize(residual, (DISPLACEMENT_SIZE, DISPLACEMENT_SIZE), interpolation=cv2.INTER_AREA)


@njit(cache=True, fastmath=True)
def _vertex_normals(vertices: Array, corners: Array) -> Array:
    """[n, 3] not normalised, area-weighted."""
    out = np.zeros_like(vertices)
    for t in range(len(corners)):
        a, b, c = corners[t]
        p, q = vertices[b] - vertices[a], vertices[c] - vertices[a]
        x, y, z = p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]
        for v in (a, b, c):
            out[v, 0] += x
            out[v, 1] += y
            out[v, 2] += z
    for v in range(len(out)):
        out[v] /= np.sqrt(out[v, 0] ** 2 + out[v, 1] ** 2 + out[v, 2] ** 2) + np.float32(1e-20)
    return out


@njit(cache=True, fastmath=True)
def _painted(
    albedo: Array, height: Array, open_: Array, factor: Array, normals: Array, corners: Array, texel: Array,
    weights: Array, tangent: Array, metric: Array, sh: Array, key: Array, direction: Array, half: Array,
    to_linear: Array, to_srgb: Array,
) -> Array:  # fmt: skip
    """The normal is the mesh's interpolated one less the surface gradient of the height (design.md, section 6)."""
    size = len(height)
    out = np.empty((size, size, 3), np.float32)
    plain = len(factor) == 1
    basis = np.empty(9, np.float32)
    for i in range(size):
        above, below = max(i - 1, 0), min(i + 1, size - 1)
        for j in range(size):
            before, after = max(j - 1, 0), min(j + 1, size - 1)
            x, y, z = np.float32(0), np.float32(0), np.float32(0)
            for k in range(3):
                v, w = corners[texel[i, j], k], weights[i, j, k]
                x += w * normals[v, 0]
                y += w * normals[v, 1]
                z += w * normals[v, 2]
            scale = 1 / np.sqrt(x * x + y * y + z * z + np.float32(1e-12))
            x, y, z = x * scale, y * scale, z * scale
            # the rest frame's tangent, turned into the posed surface
            tx, ty, tz = tangent[i, j, 0], tangent[i, j, 1], tangent[i, j, 2]
            dot = tx * x + ty * y + tz * z
            tx, ty, tz = tx - dot * x, ty - dot * y, tz - dot * z
            scale = 1 / np.sqrt(tx * tx + ty * ty + tz * tz + np.float32(1e-12))
            tx, ty, tz = tx * scale, ty * scale, tz * scale
            bx, by, bz = y * tz - z * ty, z * tx - x * tz, x * ty - y * tx
            right = (height[i, after] - height[i, before]) / (after - before)
            up = (height[above, j] - height[below, j]) / (below - above)
            gx = right / metric[i, j, 0]
            gy = (up - metric[i, j, 1] * gx) / metric[i, j, 2]
            x, y, z = x - gx * tx - gy * bx, y - gx * ty - gy * by, z - gx * tz - gy * bz
            scale = 1 / np.sqrt(x * x + y * y + z * z)
            x, y, z = x * scale, y * scale, z * scale
            basis[0], basis[1], basis[2], basis[3] = 1, x, y, z
            basis[4], basis[5], basis[6], basis[7], basis[8] = x * y, x * z, y * z, x * x - y * y, 3 * z * z - 1
            lit = max(x * direction[0] + y * direction[1] + z * direction[2], np.float32(0))
            shine = max(x * half[0] + y * half[1] + z * half[2], np.float32(0)) ** _SHINE_POWER * np.float32(_SHINE)
            for c in range(3):
                soft = np.float32(0)
                for m in range(9):
                    soft += sh[m, c] * basis[m]
                colour = to_linear[albedo[i, j, c]] * (factor[0, 0, c] if plain else factor[i, j, c])
                value = (colour * (max(soft, np.float32(0)) + key[c] * lit) + shine * key[c]) * open_[i, j]
                out[i, j, c] = to_srgb[int(min(value, np.float32(1)) * _LEVELS)]
    return out
