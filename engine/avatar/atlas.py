"""A head's UV square seen from its texels: which triangle, where on the head, and its mirror image."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.avatar.raster import rasterise
from engine.check import Array
from engine.head.head_model import Head

SIZE = 1024
"""Side of the albedo in texels."""


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """The N texels that some triangle covers, in row order; top row first."""

    head: Head
    size: int
    index: Array  # [N] flat texel index
    triangle: Array  # [N]
    weights: Array  # [N, 3] barycentric
    position: Array  # [N, 3] m on the template
    skin: Array  # [N] bool: skin or neck, the parts that a photo shows
    mirror: Array  # [N] index among the N of the texel on the other side

    def gather(self, vertex_values: Array) -> Array:
        """[V, ...] values of vertices -> [N, ...] of texels."""
        corners = self.head.faces[self.triangle]
        if vertex_values.ndim == 1:
            return (vertex_values[corners] * self.weights).sum(1)
        return np.einsum("nk,nkc->nc", self.weights, vertex_values[corners])

    def scatter(self, values: Array, fill: float = 0.0) -> Array:
        """[N] or [N, C] values of texels -> [size, size(, C)] float32 picture."""
        picture = np.full((self.size * self.size, *values.shape[1:]), fill, np.float32)
        picture[self.index] = values
        return picture.reshape(self.size, self.size, *values.shape[1:])

    def take(self, picture: Array) -> Array:
        """[size, size(, C)] picture -> [N(, C)] values of texels."""
        return picture.reshape(self.size * self.size, *picture.shape[2:])[self.index]

    def part(self, *names: str) -> Array:
        """[N] bool: texels of these parts."""
        wanted = [i for i, name in enumerate(self.head.part_names) if name in names]
        return np.isin(self.head.parts[self.triangle], wanted)


_one_at_a_time = threading.Lock()


def atlas_of(head: Head, size: int = SIZE) -> Atlas:
    """The atlas of `head`; half a second the first time. Who asks meanwhile, on another thread, waits for the same."""
    with _one_at_a_time:
        return _atlas_of(head, size)


@lru_cache(maxsize=2)
def _atlas_of(head: Head, size: int) -> Atlas:
    points = np.column_stack([head.uv[:, 0] * size, (1 - head.uv[:, 1]) * size, np.zeros(len(head.uv))])
    a, b, c = np.moveaxis(head.uv[head.uv_faces].astype(np.float64), 1, 0)
    upright = np.flatnonzero((b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) > (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0]))
    found, weights, _ = rasterise(points, head.uv_faces[upright], (size, size))
    triangle = np.where(found >= 0, upright[found], -1)
    index = np.flatnonzero(triangle.ravel() >= 0)
    triangle, weights = triangle.ravel()[index], weights.reshape(-1, 3)[index]
    position = np.einsum("nk,nkc->nc", weights, head.v_template[head.faces[triangle]])
    skin_parts = [i for i, name in enumerate(head.part_names) if name in ("skin", "neck")]
    skin = np.isin(head.parts[triangle], skin_parts)
    return Atlas(head, size, index, triangle, weights, position, skin, _mirror(head, size, index, triangle, weights))


def _mirror(head: Head, size: int, index: Array, triangle: Array, weights: Array) -> Array:
    """[N] nearest texel to the mirrored place: through the mirror triangle, so left and right never mix."""
    twin_of: dict[tuple[int, ...], int] = {tuple(sorted(face)): i for i, face in enumerate(head.faces.tolist())}
    twin_faces = [tuple(head.mirror[face].tolist()) for face in head.faces]
    twin = np.array([twin_of.get(tuple(sorted(face)), -1) for face in twin_faces])
    # uv of the twin's corner that carries each mirrored vertex
    corner_uv = np.full((len(head.faces), 3, 2), np.nan, np.float64)
    for face, other in enumerate(twin):
        if other >= 0:
            places = [head.faces[other].tolist().index(vertex) for vertex in twin_faces[face]]
            corner_uv[face] = head.uv[head.uv_faces[other][places]]
    uv = np.einsum("nk,nkc->nc", weights, corner_uv[triangle])
    known = np.isfinite(uv[:, 0])
    x = np.where(known, uv[:, 0] * size, 0).astype(np.int64).clip(0, size - 1)
    y = np.where(known, (1 - uv[:, 1]) * size, 0).astype(np.int64).clip(0, size - 1)
    rank = np.full(size * size, -1, np.int64)
    rank[index] = np.arange(len(index))
    found = rank[y * size + x]
    return np.where(known & (found >= 0), found, np.arange(len(index)))
