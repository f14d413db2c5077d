"""Colour of a drawn head's pixels, compiled: texture, eyes, hair, lashes, lenses. Everything linear.

After shaders/eye.frag and lash.frag, with several lights in place of one.
"""

from __future__ import annotations

import math

import numpy as np

from engine.check import Array
from training.data.synthetic.raster import compiled

_IRIS_MM = 5.9


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
def _smoothstep(low: float, high: float, x: float) -> float:
    t = min(max((x - low) / (high - low), 0.0), 1.0)
    return t * t * (3 - 2 * t)


@compiled
def _eye(
    offset: Array, place: Array, normal: Array, diffuse: Array, lids: Array, up: Array, gaze: Array, distance: float,
    towards: Array, colours: Array, look: Array, out: Array,
) -> None:  # fmt: skip
    """Fill out [3] with the colour of a point of an eyeball.

    offset: [3] mm from its centre at rest  lids: [3, 3] inner corner, outer corner, upper lid  up, gaze: [3]
    look: [12] iris rgb, pupil's radius mm, rim, seed, white rgb, redness, shadow of the lid, sharpness of reflections
    """
    radius = math.sqrt(offset[0] ** 2 + offset[1] ** 2) if offset[2] > 0 else 12.0
    blur = 0.25
    turn = math.atan2(offset[1], offset[0])
    fibre = 0.5 + 0.22 * math.sin(turn * 31 + look[5] + 4 * math.sin(turn * 9 + look[5])) + 0.12 * math.sin(radius * 5)
    pupil = look[3]
    ring = min(max((radius - pupil) / (_IRIS_MM - pupil), 0.0), 1.0)
    rim = (1.25 - 0.45 * ring) * (1 - look[4] * _smoothstep(0.72, 1.0, ring)) * (0.62 + 0.76 * fibre)
    rim *= _smoothstep(pupil - blur, pupil + blur + 0.3, radius)
    white = _smoothstep(_IRIS_MM - 0.25 - blur, _IRIS_MM + 0.35 + blur, radius)
    ax, ay, az = lids[1, 0] - lids[0, 0], lids[1, 1] - lids[0, 1], lids[1, 2] - lids[0, 2]
    px, py, pz = place[0] - lids[0, 0], place[1] - lids[0, 1], place[2] - lids[0, 2]
    along = (px * ax + py * ay + pz * az) / (ax * ax + ay * ay + az * az)
    height = (px - along * ax) * up[0] + (py - along * ay) * up[1] + (pz - along * az) * up[2]
    arch = (
        (lids[2, 0] - lids[0, 0] - 0.5 * ax) * up[0] + (lids[2, 1] - lids[0, 1] - 0.5 * ay) * up[1]
        + (lids[2, 2] - lids[0, 2] - 0.5 * az) * up[2]
    )  # fmt: skip
    below = 1000 * (max(4 * along * (1 - along), 0.0) * arch - height)
    opened = 1 - look[10] * (1 - _smoothstep(-0.6, 4.4, below))
    opened *= 0.55 + 0.45 * _smoothstep(-0.05, 0.18, along) * (1 - _smoothstep(0.82, 1.05, along))
    red = look[9] * _smoothstep(7.0, 13.0, radius)
    corner = 0.55 * (1 - _smoothstep(0.02, 0.20, along))
    ex, ey, ez = -place[0], -place[1], distance - place[2]
    scale = 1 / math.sqrt(ex * ex + ey * ey + ez * ez)
    ex, ey, ez = ex * scale, ey * scale, ez * scale
    bulge = 0.6 * (1 - white)
    nx = normal[0] + bulge * (normal[0] - gaze[0])
    ny = normal[1] + bulge * (normal[1] - gaze[1])
    nz = normal[2] + bulge * (normal[2] - gaze[2])
    scale = 1 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
    nx, ny, nz = nx * scale, ny * scale, nz * scale
    for c in range(3):
        sclera = look[6 + c] * (1 - red * (0.06 if c == 0 else 0.35))
        sclera = sclera * (1 - corner) + corner * (0.50 if c == 0 else (0.26 if c == 1 else 0.23))
        out[c] = (look[c] * rim * (1 - white) + sclera * white) * diffuse[c] * opened
    facing = 2 * (nx * ex + ny * ey + nz * ez)
    rx, ry, rz = facing * nx - ex, facing * ny - ey, facing * nz - ez
    for k in range(len(towards)):
        mirrored = max(rx * towards[k, 0] + ry * towards[k, 1] + rz * towards[k, 2], 0.0)
        window = _smoothstep(look[11] - 0.02, look[11], mirrored) * _smoothstep(0.0, 0.8, below)
        for c in range(3):
            out[c] += colours[k, c] * (0.55 * window + 0.015 * opened * mirrored**4)


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
                _eye(
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


@compiled
def _lash_hair(along: float, out: float, seed: float) -> float:
    """How much of a strip of lashes is hair, 0..1. along: uv across the lid  out: 0 root to 1 tip."""
    phase = along * 620 + 3 * math.sin(along * 90 + seed) + 6 * out
    strand = 0.5 + 0.5 * math.sin(phase)
    tall = 0.6 + 0.4 * math.sin(along * 210 + seed)
    reach = out / (0.55 + 0.6 * tall)
    hair = 0.25 + 0.75 * _smoothstep(0.25 + 0.5 * reach, 0.55 + 0.5 * reach, strand)
    return hair * (1 - _smoothstep(0.2, 1.0, reach))


@compiled
def blend(
    points: Array, faces: Array, material: Array, corner_uv: Array, corner_rgb: Array, lit: Array, depth: Array,
    lash: Array, lash_strength: float, lens: Array, seed: float, triangle: Array, out: Array,
) -> None:  # fmt: skip
    """Lashes and lenses over what `shade` drew. lash: [N, 2]  lens: [5] opacity, reflected rgb, where it starts."""
    height, width = depth.shape
    for t in range(len(faces)):
        kind = material[t]
        if kind < 4:
            continue
        a, b, c = faces[t, 0], faces[t, 1], faces[t, 2]
        za, zb, zc = points[a, 2], points[b, 2], points[c, 2]
        ax, ay, bx, by, cx, cy = points[a, 0], points[a, 1], points[b, 0], points[b, 1], points[c, 0], points[c, 1]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-6:
            continue
        left = max(int(np.ceil(min(ax, bx, cx) - 0.5)), 0)
        right = min(int(np.floor(max(ax, bx, cx) - 0.5)), width - 1)
        top = max(int(np.ceil(min(ay, by, cy) - 0.5)), 0)
        bottom = min(int(np.floor(max(ay, by, cy) - 0.5)), height - 1)
        for y in range(top, bottom + 1):
            for x in range(left, right + 1):
                px, py = x + 0.5, y + 0.5
                wa = ((bx - px) * (cy - py) - (cx - px) * (by - py)) / area
                wb = ((cx - px) * (ay - py) - (ax - px) * (cy - py)) / area
                wc = 1 - wa - wb
                if not (wa >= 0 and wb >= 0 and wc >= 0):
                    continue
                if wa * za + wb * zb + wc * zc <= depth[y, x] * np.float32(0.9985):
                    continue
                u = wa * corner_uv[t, 0, 0] + wb * corner_uv[t, 1, 0] + wc * corner_uv[t, 2, 0]
                v = wa * corner_uv[t, 0, 1] + wb * corner_uv[t, 1, 1] + wc * corner_uv[t, 2, 1]
                if kind == 4:
                    tip = wa * lash[a, 0] + wb * lash[b, 0] + wc * lash[c, 0]
                    alpha = min(lash_strength * lash[a, 1] * _lash_hair(u, tip, seed), 1.0)
                    for k in range(3):
                        out[y, x, k] = out[y, x, k] * (1 - alpha) + corner_rgb[t, k] * alpha
                else:
                    gleam = _smoothstep(lens[4], lens[4] + 0.25, u * 0.6 + v * 0.8) * (
                        1 - _smoothstep(lens[4] + 0.35, lens[4] + 0.5, u * 0.6 + v * 0.8)
                    )
                    if lens[0] > 0.5 and triangle[y, x] < 0:  # a dark lens hides the room too
                        triangle[y, x] = t
                    for k in range(3):
                        tinted = out[y, x, k] * (1 - lens[0] * (1 - 0.3 * corner_rgb[t, k]))
                        out[y, x, k] = tinted + corner_rgb[t, k] * lens[0] * 0.15 * lit[a, k] + gleam * lens[1 + k]
