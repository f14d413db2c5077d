"""Colour of an eyeball, compiled, after shaders/eye.frag with several lights in place of one. Everything linear."""

from __future__ import annotations

import math

from engine.check import Array
from training.data.synthetic.raster import compiled

_IRIS_MM = 5.9


@compiled
def smoothstep(low: float, high: float, x: float) -> float:
    t = min(max((x - low) / (high - low), 0.0), 1.0)
    return t * t * (3 - 2 * t)


@compiled
def eyeball(
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
    rim = (1.25 - 0.45 * ring) * (1 - look[4] * smoothstep(0.72, 1.0, ring)) * (0.62 + 0.76 * fibre)
    rim *= smoothstep(pupil - blur, pupil + blur + 0.3, radius)
    white = smoothstep(_IRIS_MM - 0.25 - blur, _IRIS_MM + 0.35 + blur, radius)
    ax, ay, az = lids[1, 0] - lids[0, 0], lids[1, 1] - lids[0, 1], lids[1, 2] - lids[0, 2]
    px, py, pz = place[0] - lids[0, 0], place[1] - lids[0, 1], place[2] - lids[0, 2]
    along = (px * ax + py * ay + pz * az) / (ax * ax + ay * ay + az * az)
    height = (px - along * ax) * up[0] + (py - along * ay) * up[1] + (pz - along * az) * up[2]
    arch = (
        (lids[2, 0] - lids[0, 0] - 0.5 * ax) * up[0] + (lids[2, 1] - lids[0, 1] - 0.5 * ay) * up[1]
        + (lids[2, 2] - lids[0, 2] - 0.5 * az) * up[2]
    )  # fmt: skip
    below = 1000 * (max(4 * along * (1 - along), 0.0) * arch - height)
    opened = 1 - look[10] * (1 - smoothstep(-0.6, 4.4, below))
    opened *= 0.55 + 0.45 * smoothstep(-0.05, 0.18, along) * (1 - smoothstep(0.82, 1.05, along))
    red = look[9] * smoothstep(7.0, 13.0, radius)
    corner = 0.55 * (1 - smoothstep(0.02, 0.20, along))
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
        window = smoothstep(look[11] - 0.02, look[11], mirrored) * smoothstep(0.0, 0.8, below)
        for c in range(3):
            out[c] += colours[k, c] * (0.55 * window + 0.015 * opened * mirrored**4)
