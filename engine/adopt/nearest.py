"""The place on a surface that is nearest to a point, for thousands of points at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array

_CANDIDATES = 12
"""Triangles looked at around each point, by their centres."""
_AGAINST = 4.0
"""A place whose normal is at right angles to the point's counts as this many times as far away."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where n points lie on a triangle mesh."""

    triangle: Array  # [n]
    weights: Array  # [n, 3] barycentric

    def carried(self, values: Array, faces: Array) -> Array:
        """[V, ...] values of the mesh's vertices -> [n, ...] at the places."""
        corners = values[faces[self.triangle]]  # [n, 3, ...]
        return np.einsum("nk,nk...->n...", self.weights, corners)


def nearest(
    points: Array,
    vertices: Array,
    faces: Array,
    among: Array | None = None,
    normals: tuple[Array, Array] | None = None,
) -> Places:
    """Places of `points` [n, 3] on the mesh `vertices` [V, 3], `faces` [F, 3].

    among: indices of the triangles that count. normals: of the points [n, 3] and of the mesh's triangles [F, 3]; an
    upper lip then finds no lower one, however near that is.
    """
    among = np.arange(len(faces)) if among is None else among
    centres = vertices[faces[among]].mean(1).astype(np.float32)
    count = min(_CANDIDATES, len(among))
    triangle, weights = np.empty(len(points), np.int64), np.empty((len(points), 3))
    for start in range(0, len(points), 1024):
        block = points[start : start + 1024]
        far = (centres**2).sum(1) - 2 * block.astype(np.float32) @ centres.T
        if normals is not None:
            far += (block.astype(np.float32) ** 2).sum(1)[:, None]
            agree = normals[0][start : start + 1024].astype(np.float32) @ normals[1][among].astype(np.float32).T
            far = np.maximum(far, 0) * (1 + (_AGAINST - 1) * (1 - agree)) ** 2
        near = among[np.argpartition(far, count - 1, axis=1)[:, :count]]  # [b, K]
        found, distance = closest(block[:, None], vertices[faces[near]])
        if normals is not None:
            agree = np.einsum("bc,bkc->bk", normals[0][start : start + 1024], normals[1][near])
            distance = (distance + 1e-4) * (1 + (_AGAINST - 1) * (1 - agree))
        best = distance.argmin(1)
        rows = np.arange(len(block))
        triangle[start : start + 1024], weights[start : start + 1024] = near[rows, best], found[rows, best]
    return Places(triangle, weights)


def closest(points: Array, corners: Array) -> tuple[Array, Array]:
    """Barycentrics [..., 3] of the nearest place in each triangle, and how far it is.

    points: [..., 3], broadcast against corners: [..., 3, 3]. Ericson: Real-time collision detection, 5.1.5: the place
    in the plane where that is inside, else the best of the three edges.
    """
    a, b, c = corners[..., 0, :], corners[..., 1, :], corners[..., 2, :]
    ab, ac, ap = b - a, c - a, points - a
    d00, d01, d11 = (ab * ab).sum(-1), (ab * ac).sum(-1), (ac * ac).sum(-1)
    d20, d21 = (ap * ab).sum(-1), (ap * ac).sum(-1)
    area = np.maximum(d00 * d11 - d01 * d01, 1e-24)
    v, w = (d11 * d20 - d01 * d21) / area, (d00 * d21 - d01 * d20) / area
    inner = np.stack([1 - v - w, v, w], -1)
    choices = [inner]
    for first, second in ((0, 1), (1, 2), (2, 0)):
        start, along = corners[..., first, :], corners[..., second, :] - corners[..., first, :]
        share = ((points - start) * along).sum(-1) / np.maximum((along * along).sum(-1), 1e-24)
        share = share.clip(0, 1)
        edge = np.zeros_like(inner)
        edge[..., first], edge[..., second] = 1 - share, share
        choices.append(edge)
    weights = np.stack(choices)  # [4, ..., 3]
    away = np.linalg.norm(np.einsum("e...k,...kc->e...c", weights, corners) - points, axis=-1)
    away[0] = np.where((inner >= -1e-9).all(-1), away[0], np.inf)
    best = away.argmin(0)[None]
    return np.take_along_axis(weights, best[..., None], 0)[0].clip(0, 1), np.take_along_axis(away, best, 0)[0]


def face_normals(vertices: Array, faces: Array) -> Array:
    """[F, 3] unit normals."""
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    normals = np.cross(b - a, c - a)
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-30)
