"""Colour of a drawn head's pixels, compiled: texture, eyes, hair, lashes, lenses. Everything linear.

After shaders/eye.frag and lash.frag, with several lights in place of one.
"""

from __future__ import annotations

import numpy as np

from engine.check import Array
from training.data.synthetic.eyeball import eyeball
from training.data.synthetic.raster import compiled


@compiled
def _bilinear(texture: Array, linear: Array, u: float, v: float, out: Array) -> None:
    """Fill out [3] with linear colour from texture [T, T, 3] uint8 sRGB. u, v in 0..1, v downwards."""
    size = texture.shape[0]
    half, zero, last = np.float32(0.5), np.float32(0), np.float32(size - 1.001)
    x = min(max(u * np.float32(size) - half, zero), last)
    y = min(max(v * np.float32(size) - half, zero), last)
    j, i = int(x), int(y)
    fx, fy = x - np.float32(j), y - np.float32(i)
    for c in range(3):
        top, bottom = linear[texture[i, j, c]], linear[texture[i + 1, j, c]]
        top += (linear[texture[i, j + 1, c]] - top) * fx
        bottom += (linear[texture[i + 1, j + 1, c]] - bottom) * fx
        out[c] = top + (bottom - top) * fy


@compiled
def shade(
    triangle: Array, weights: Array, faces: Array, material: Array, corner_uv: Array, corner_rgb: Array, lit: Array,
    vertices: Array, normals: Array, eye: Array, lids: Array, up: Array, gaze: Array, distance: float,
    towards: Array, colours: Array, look: Array, texture: Array, linear: Array, strands: Array,
    wrinkles: Array, depths: Array, out: Array,
) -> None:  # fmt: skip
    """Fill out [H, W, 3], linear, where `triangle` [H, W] has one, and 0 elsewhere.

    wrinkles: [W, W, K] uint8  depths: [2, K] light that the deepest take, right and left side
    lit: [N, 6] of vertex_light  corner_rgb: [F, 3] colour of plain triangles and of hair  linear: [256]
    """
    height, width = triangle.shape
    base = np.empty(3, np.float32)
    place = np.empty(3, np.float32)
    normal = np.empty(3, np.float32)
    offset = np.empty(3, np.float32)
    diffuse = np.empty(3, np.float32)
    rows, columns = strands.shape[:2]
    half, one = np.float32(0.5), np.float32(1)
    for y in range(height):
        for x in range(width):
            t = triangle[y, x]
            if t < 0:
                out[y, x, 0] = out[y, x, 1] = out[y, x, 2] = 0
                continue
            wa, wb = weights[y, x, 0], weights[y, x, 1]
            wc = one - wa - wb
            a, b, c = faces[t, 0], faces[t, 1], faces[t, 2]
            kind = material[t]
            if kind == 1:
                for k in range(3):
                    place[k] = wa * vertices[a, k] + wb * vertices[b, k] + wc * vertices[c, k]
                    normal[k] = wa * normals[a, k] + wb * normals[b, k] + wc * normals[c, k]
                    offset[k] = 1000 * (wa * eye[a, k] + wb * eye[b, k] + wc * eye[c, k])
                    diffuse[k] = wa * lit[a, k] + wb * lit[b, k] + wc * lit[c, k]
                side = int(eye[a, 3])
                eyeball(
                    offset, place, normal, diffuse, lids[side], up, gaze[side], distance, towards, colours, look,
                    out[y, x],
                )  # fmt: skip
                continue
            u = wa * corner_uv[t, 0, 0] + wb * corner_uv[t, 1, 0] + wc * corner_uv[t, 2, 0]
            v = wa * corner_uv[t, 0, 1] + wb * corner_uv[t, 1, 1] + wc * corner_uv[t, 2, 1]
            sheen = np.float32(1)
            if kind == 0:
                _bilinear(texture, linear, u, v, base)
                i, j = int(v * wrinkles.shape[0]), int(u * wrinkles.shape[1])
                side = 1 if u > half else 0
                taken = np.float32(0)
                for k in range(depths.shape[1]):
                    taken += depths[side, k] * wrinkles[i, j, k]
                if taken > 0:
                    level = one - min(taken, np.float32(0.8))
                    base[0] *= half + half * level  # blood under thin skin: red is darkened least
                    base[1] *= level
                    base[2] *= level
            else:
                level = np.float32(1)
                if kind == 2:
                    i, j = min(max(int(v * rows), 0), rows - 1), min(max(int(u * columns), 0), columns - 1)
                    strand = strands[i, j, 0] * np.float32(2.2222 / 255)
                    level = np.float32(0.25) + np.float32(0.75) * strand
                    sheen = strand * strand
                for k in range(3):
                    base[k] = corner_rgb[t, k] * level
            for k in range(3):
                light = wa * lit[a, k] + wb * lit[b, k] + wc * lit[c, k]
                gloss = wa * lit[a, 3 + k] + wb * lit[b, 3 + k] + wc * lit[c, 3 + k]
                out[y, x, k] = base[k] * light + gloss * sheen
