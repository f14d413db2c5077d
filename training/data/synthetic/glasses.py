"""Glasses as a mesh on the face at rest: two rims, a bridge, temples, and lenses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from training.data.synthetic.stock import LENS, PLAIN

_POINTS = 20
"""Round a rim."""


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """A coloured mesh of N vertices that is rigid with the skull."""

    vertices: Array  # [N, 3] m, head at rest
    normals: Array  # [N, 3]
    faces: Array  # [M, 3] int32
    material: Array  # [M] uint8
    rgb: Array  # [M, 3] linear
    uv: Array  # [M, 3, 2]


def glasses(vertices: Array, eyes: Array, rng: np.random.Generator) -> Solid:
    """On the shaped head `vertices` [V, 3] with the eyes' centres [2, 3] (left, right)."""
    span = float(eyes[0, 0] - eyes[1, 0])
    wide, high = span * rng.uniform(0.37, 0.45), rng.uniform(0.014, 0.025)
    squareness = rng.uniform(2.0, 4.5)
    thick = float(np.exp(rng.uniform(np.log(0.0006), np.log(0.0030))))
    front = float(max(eyes[:, 2].max() + 0.019, _nose(vertices, eyes) + 0.003))
    middle_y = float(eyes[:, 1].mean()) - rng.uniform(0.001, 0.008)
    curve = rng.uniform(0.5, 2.5)  # 1/m: glasses wrap around the face a little
    level = np.abs(vertices[:, 1] - middle_y) < 0.01
    temple = float(np.abs(vertices[level & (vertices[:, 2] > eyes[:, 2].mean() - 0.075)][:, 0]).max()) + 0.001
    parts: list[tuple[Array, Array, int]] = []
    turn = np.linspace(0, 2 * np.pi, _POINTS, endpoint=False)
    round_x = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** (2 / squareness)
    round_y = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** (2 / squareness)

    def at(x: Array, y: Array) -> Array:
        return np.stack([x, y, front - curve * x * x], 1)

    for side in (1, -1):
        middle_x = side * span / 2 * 1.03
        taper = 1 - 0.08 * rng.random() * round_y
        ring = at(middle_x + wide * round_x * taper, middle_y + high * round_y)
        outer = at(middle_x + (wide + thick) * round_x * taper, middle_y + (high + thick) * round_y)
        parts.append((*_strip(ring, outer, True), PLAIN))
        parts.append((*_strip(outer, outer - [0, 0, 0.002 + thick], True), PLAIN))
        disc = np.concatenate([at(np.array([middle_x]), np.array([middle_y])), ring])
        fan = np.stack([np.zeros(_POINTS, int), 1 + np.arange(_POINTS), 1 + (np.arange(_POINTS) + 1) % _POINTS], 1)
        parts.append((disc, fan, LENS))
        hinge = at(np.array([middle_x + side * wide]), np.array([middle_y + 0.5 * high]))[0]
        ear = np.array([side * temple, middle_y + 0.4 * high, eyes[:, 2].mean() - 0.085])
        bar = np.stack([hinge, ear])
        up = np.array([0, max(thick, 0.0012), 0])
        parts.append((*_strip(bar - up, bar + up, False), PLAIN))
    bridge_x = np.linspace(-1, 1, 5) * (span / 2 * 1.03 - wide)
    bridge = at(bridge_x, middle_y + 0.35 * high + 0.002 * (1 - np.linspace(-1, 1, 5) ** 2))
    parts.append(
        (*_strip(bridge - np.array([0, thick, 0]), bridge + np.array([0, max(thick, 0.001), 0]), False), PLAIN)
    )
    return _joined(parts, _frame_colour(rng), rng.uniform(0.0, 0.15, 3))


def _nose(vertices: Array, eyes: Array) -> float:
    """Height of the nose's root in z, where glasses rest."""
    near = (np.abs(vertices[:, 0]) < 0.008) & (np.abs(vertices[:, 1] - eyes[:, 1].mean() + 0.004) < 0.008)
    return float(vertices[near, 2].max(initial=-1.0))


def _strip(one: Array, other: Array, closed: bool) -> tuple[Array, Array]:
    n = len(one)
    i = np.arange(n if closed else n - 1)
    j = (i + 1) % n
    return np.concatenate([one, other]), np.concatenate([np.stack([i, j, n + j], 1), np.stack([i, n + j, n + i], 1)])


def _frame_colour(rng: np.random.Generator) -> Array:
    if rng.random() < 0.5:
        return rng.uniform(0.004, 0.05) * np.ones(3)
    if rng.random() < 0.5:
        return np.array([0.55, 0.50, 0.42]) * rng.uniform(0.4, 1.2) * rng.uniform(0.9, 1.1, 3)  # metal
    return rng.uniform(0.01, 0.5, 3)


def _joined(parts: list[tuple[Array, Array, int]], frame: Array, lens: Array) -> Solid:
    vertices, faces, material, colours, uv = [], [], [], [], []
    start = 0
    for points, triangles, kind in parts:
        low, size = points[:, :2].min(0), np.ptp(points[:, :2], 0).max() + 1e-6
        vertices.append(points)
        faces.append(triangles + start)
        material.append(np.full(len(triangles), kind))
        colours.append(np.tile(frame if kind == PLAIN else lens, (len(triangles), 1)))
        uv.append(((points[:, :2] - low) / size)[triangles])
        start += len(points)
    points = np.concatenate(vertices)
    normals = points * [6.0, 0.5, 0] + [0, 0, 1.0]
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return Solid(
        np.float32(points), np.float32(normals), np.concatenate(faces).astype(np.int32),
        np.concatenate(material).astype(np.uint8), np.concatenate(colours).astype(np.float32),
        np.concatenate(uv).astype(np.float32),
    )  # fmt: skip
