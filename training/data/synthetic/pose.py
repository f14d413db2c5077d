"""Posed vertices in front of the camera, and their normals: the head's equations, compiled, for one picture."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from training.data.synthetic.raster import compiled


@compiled
def pose(
    rest: Array, moved: Array, weights: Array, bones: Array, rotation: Array, middle: Array, distance: float,
    zoom: Array, out: Array, points: Array,
) -> None:  # fmt: skip
    """Fill out [V, 3] (m, camera frame, origin at `middle` of the head) and points [V, 3] (px, px, 1 / distance).

    rest: [V, 3] identity  moved: [v, 3] what expressions add to the first of them
    bones: [5, 3, 4] head from rest  rotation: [3, 3]
    zoom: [2, 3] picture from (x / distance, y / distance), y upwards
    """
    for i in range(len(rest)):
        x, y, z = rest[i, 0], rest[i, 1], rest[i, 2]
        if i < len(moved):
            x += moved[i, 0]
            y += moved[i, 1]
            z += moved[i, 2]
        hx, hy, hz = np.float32(0), np.float32(0), np.float32(0)
        for j in range(5):
            w = weights[i, j]
            if w > 0:
                b = bones[j]
                hx += w * (b[0, 0] * x + b[0, 1] * y + b[0, 2] * z + b[0, 3])
                hy += w * (b[1, 0] * x + b[1, 1] * y + b[1, 2] * z + b[1, 3])
                hz += w * (b[2, 0] * x + b[2, 1] * y + b[2, 2] * z + b[2, 3])
        hx -= middle[0]
        hy -= middle[1]
        hz -= middle[2]
        out[i, 0] = rotation[0, 0] * hx + rotation[0, 1] * hy + rotation[0, 2] * hz
        out[i, 1] = rotation[1, 0] * hx + rotation[1, 1] * hy + rotation[1, 2] * hz
        out[i, 2] = rotation[2, 0] * hx + rotation[2, 1] * hy + rotation[2, 2] * hz
        near = 1 / max(distance - out[i, 2], 0.02)
        points[i, 0] = (zoom[0, 0] * out[i, 0] + zoom[0, 1] * out[i, 1]) * near + zoom[0, 2]
        points[i, 1] = (zoom[1, 0] * out[i, 0] + zoom[1, 1] * out[i, 1]) * near + zoom[1, 2]
        points[i, 2] = near


@compiled
def normals(vertices: Array, faces: Array, out: Array, area: Array) -> None:
    """Fill out [V, 3] with unit normals, area-weighted, and area [V] with what surrounds a vertex, in any unit."""
    out[:] = 0
    for t in range(len(faces)):
        a, b, c = faces[t, 0], faces[t, 1], faces[t, 2]
        ux, uy, uz = vertices[b, 0] - vertices[a, 0], vertices[b, 1] - vertices[a, 1], vertices[b, 2] - vertices[a, 2]
        vx, vy, vz = vertices[c, 0] - vertices[a, 0], vertices[c, 1] - vertices[a, 1], vertices[c, 2] - vertices[a, 2]
        nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        for k in (a, b, c):
            out[k, 0] += nx
            out[k, 1] += ny
            out[k, 2] += nz
    for i in range(len(out)):
        area[i] = np.sqrt(out[i, 0] ** 2 + out[i, 1] ** 2 + out[i, 2] ** 2) + np.float32(1e-20)
        scale = 1 / area[i]
        out[i, 0] *= scale
        out[i, 1] *= scale
        out[i, 2] *= scale
