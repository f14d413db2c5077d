"""Lashes and lenses over a drawn head, compiled, after shaders/lash.frag. Everything linear."""

from __future__ import annotations

import math

import numpy as np

from engine.check import Array
from training.data.synthetic.eyeball import smoothstep
from training.data.synthetic.raster import compiled


@compiled
def _lash_hair(along: float, out: float, seed: float) -> float:
    """How much of a strip of lashes is hair, 0..1. along: uv across the lid  out: 0 root to 1 tip."""
    phase = along * 620 + 3 * math.sin(along * 90 + seed) + 6 * out
    strand = 0.5 + 0.5 * math.sin(phase)
    tall = 0.6 + 0.4 * math.sin(along * 210 + seed)
    reach = out / (0.55 + 0.6 * tall)
    hair = 0.25 + 0.75 * smoothstep(0.25 + 0.5 * reach, 0.55 + 0.5 * reach, strand)
    return hair * (1 - smoothstep(0.2, 1.0, reach))


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
                    gleam = smoothstep(lens[4], lens[4] + 0.25, u * 0.6 + v * 0.8) * (
                        1 - smoothstep(lens[4] + 0.35, lens[4] + 0.5, u * 0.6 + v * 0.8)
                    )
                    if lens[0] > 0.5 and triangle[y, x] < 0:  # a dark lens hides the room too
                        triangle[y, x] = t
                    for k in range(3):
                        tinted = out[y, x, k] * (1 - lens[0] * (1 - 0.3 * corner_rgb[t, k]))
                        out[y, x, k] = tinted + corner_rgb[t, k] * lens[0] * 0.15 * lit[a, k] + gleam * lens[1 + k]
