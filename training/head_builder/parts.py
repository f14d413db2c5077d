"""The parts that replace MakeHuman's helpers: round eyeballs, and teeth with gums."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from engine.check import Array
from training.head_builder.eyes import RADIUS

_POLAR_DEG = (10, 20, 29.5, 40, 52, 64, 77, 90, 105, 120)
"""Rings from the pupil backwards; the iris ends at 29.5 degrees. The back is open: nobody sees it."""
_EQUATOR = 7
_SEGMENTS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A mesh of its own: name, vertices [n, 3] m, faces [m, 3], uv [n, 2] in its own unit square."""

    name: str
    vertices: Array
    faces: Array
    uv: Array


def eyeball(name: str, centre: Array) -> tuple[Part, Array]:
    """A ball around centre [3], and [n] weights whose sum over its vertices is exactly the centre."""
    polar = np.radians(_POLAR_DEG)[:, None]
    turn = np.linspace(0, 2 * np.pi, _SEGMENTS, endpoint=False)[None]
    rings = np.stack([np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), np.cos(polar) + 0 * turn], 2)
    unit = np.concatenate([[[0.0, 0.0, 1.0]], rings.reshape(-1, 3)])
    share = (np.radians([0, *np.repeat(_POLAR_DEG, _SEGMENTS)]) / np.radians(_POLAR_DEG[-1]))[:, None]
    flat = unit[:, :2] / np.maximum(np.linalg.norm(unit[:, :2], axis=1, keepdims=True), 1e-12)
    uv = 0.5 + 0.5 * np.sqrt(share) * flat  # the square root gives the iris more texels

    index = np.arange(len(unit) - 1).reshape(len(_POLAR_DEG), _SEGMENTS) + 1
    following = np.roll(index, -1, 1)
    fan = np.stack([np.zeros(_SEGMENTS, int), index[0], following[0]], 1)
    first = np.stack([index[:-1], index[1:], following[1:]], 2).reshape(-1, 3)
    second = np.stack([index[:-1], following[1:], following[:-1]], 2).reshape(-1, 3)
    weights = np.zeros(len(unit))
    weights[index[_EQUATOR]] = 1 / _SEGMENTS
    return Part(name, unit * RADIUS + centre, np.concatenate([fan, first, second]), uv), weights


def arches() -> list[Part]:
    """teeth_l, teeth_u, gums_u, gums_l in the frame of MakeHuman's neutral body, m."""
    text = files("training.head_builder").joinpath("art/teeth.obj").read_text()
    parts = []
    start = 0
    for block in text.split("\ng ")[1:]:
        name, *lines = block.splitlines()
        vertices = np.array([line.split()[1:] for line in lines if line.startswith("v ")], float) / 1000
        faces = np.array([line.split()[1:] for line in lines if line.startswith("f ")], int) - 1 - start
        start += len(vertices)
        middle = vertices[:, 2].max() - 0.028
        along = np.arctan2(vertices[:, 0], vertices[:, 2] - middle)
        uv = np.stack([along, vertices[:, 1]], 1)
        uv = (uv - uv.min(0)) / np.ptp(uv, axis=0)
        parts.append(Part(name, vertices, faces, uv))
    return parts
