"""Headphones as a mesh on the head at rest: two cushions and a band."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from training.data.synthetic.glasses import Solid
from training.data.synthetic.stock import PLAIN

_ROUND, _ALONG = 14, 16


def headset(vertices: Array, eyes: Array, rng: np.random.Generator) -> Solid:
    """On the shaped head `vertices` [V, 3] with the eyes' centres [2, 3] (left, right)."""
    height, behind = float(eyes[:, 1].mean()) - 0.012, float(eyes[:, 2].mean()) - 0.088
    level = (np.abs(vertices[:, 1] - height) < 0.02) & (np.abs(vertices[:, 2] - behind) < 0.02)
    wide = float(np.abs(vertices[level, 0]).max())
    top = float(vertices[:, 1].max()) + rng.uniform(0.012, 0.022)
    radius, thick, broad = rng.uniform(0.026, 0.042), rng.uniform(0.010, 0.022), rng.uniform(0.006, 0.014)
    colour = rng.uniform(0.004, 0.04) * np.ones(3) if rng.random() < 0.6 else rng.uniform(0.02, 0.8, 3)
    points, faces, normals = [], [], []
    turn = np.linspace(0, 2 * np.pi, _ROUND, endpoint=False)
    circle = np.stack([np.zeros(_ROUND), 1.15 * radius * np.sin(turn), radius * np.cos(turn)], 1)
    start = 0
    for side in (1, -1):
        middle = np.array([side * (wide - 0.004), height, behind])
        outer = middle + np.array([side * thick, 0, 0])
        ring = np.arange(_ROUND)
        after = (ring + 1) % _ROUND
        points.append(np.concatenate([circle + middle, circle * 0.85 + outer, outer[None]]))
        normals.append(np.concatenate([circle / radius, 0.4 * circle / radius + [side, 0, 0], [[side, 0, 0]]]))
        faces.append(start + np.concatenate([
            np.stack([ring, after, _ROUND + after], 1), np.stack([ring, _ROUND + after, _ROUND + ring], 1),
            np.stack([_ROUND + ring, _ROUND + after, np.full(_ROUND, 2 * _ROUND)], 1),
        ]))  # fmt: skip
        start += 2 * _ROUND + 1
    arch = np.linspace(0, np.pi, _ALONG)
    over = np.stack([(wide + 0.5 * thick) * np.cos(arch), height + (top - height) * np.sin(arch) ** 0.8,
                     np.full(_ALONG, behind)], 1)  # fmt: skip
    along = np.arange(_ALONG - 1)
    forward = np.array([0, 0, broad])
    points.append(np.concatenate([over + forward, over - forward]))
    out = np.stack([np.cos(arch), np.sin(arch), np.zeros(_ALONG)], 1)
    normals.append(np.concatenate([out, out]))
    faces.append(start + np.concatenate([
        np.stack([along, along + 1, _ALONG + along + 1], 1), np.stack([along, _ALONG + along + 1, _ALONG + along], 1),
    ]))  # fmt: skip
    joined, count = np.concatenate(normals), sum(map(len, faces))
    return Solid(
        vertices=np.float32(np.concatenate(points)),
        normals=np.float32(joined / np.linalg.norm(joined, axis=1, keepdims=True)),
        faces=np.concatenate(faces).astype(np.int32),
        material=np.full(count, PLAIN, np.uint8),
        rgb=np.tile(np.float32(colour), (count, 1)),
        uv=np.zeros((count, 3, 2), np.float32),
    )
