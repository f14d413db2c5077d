"""The 478 landmarks of one head carried over to another of which some are known.

The known ones stay exactly where they are given. They also bend the other head's remaining points into place (a
smooth warp in space that takes each known point to its given place), and those then settle on the nearest surface.
"""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.head.landmarks import LEFT_IRIS, RIGHT_IRIS, embed

_NEAREST = 24
"""Triangles looked at around each point, by their centres."""


def transfer(
    source: Head,
    vertices: Array,
    faces: Array,
    eyes: list[Array],
    known: Array,
    known_faces: Array,
    known_weights: Array,
) -> tuple[Array, Array]:
    """landmark_faces [478] and landmark_weights [478, 3] on `vertices`, `faces`.

    eyes: [F] masks of the left and the right eyeball. known: [n] MediaPipe's indices of the points given by
    known_faces [n] and known_weights [n, 3].
    """
    points = embed(source, source.v_template)
    given = np.einsum("lk,lkc->lc", known_weights, vertices[faces[known_faces]])
    if len(known):
        points = warp(points, points[known], given)
    among = [np.flatnonzero(~(eyes[0] | eyes[1]))] * len(points)
    for eye, iris in zip(eyes, (LEFT_IRIS, RIGHT_IRIS), strict=True):
        if eye.any():
            points[iris : iris + 5] = _on_ball(vertices[np.unique(faces[eye])], points[iris : iris + 5])
            among[iris : iris + 5] = [np.flatnonzero(eye)] * 5
    settled = [_settle(point, vertices, faces, where) for point, where in zip(points, among, strict=True)]
    where = np.array([face for face, _ in settled])
    weights = np.array([weight for _, weight in settled])
    where[known], weights[known] = known_faces, known_weights
    return where, weights


def _on_ball(ball: Array, iris: Array) -> Array:
    """Centre and rim [5, 3] of an iris, moved onto an eyeball [n, 3] that looks straight ahead."""
    centre = (ball.min(0) + ball.max(0)) / 2
    radius = np.linalg.norm(ball - centre, axis=1).mean()
    off = iris - iris[0]
    off[:, 2] = np.sqrt(np.maximum(radius**2 - off[:, 0] ** 2 - off[:, 1] ** 2, 0.0))
    return centre + off


def warp(points: Array, source: Array, target: Array) -> Array:
    """Affine plus |r| splines: takes `source` [n, 3] to `target` [n, 3] exactly, and `points` along."""

    def features(at: Array) -> Array:
        distance = np.linalg.norm(at[:, None] - source[None], axis=2)
        return np.concatenate([distance, np.ones((len(at), 1)), at], 1)

    n = len(source)
    system = np.zeros((n + 4, n + 4))
    system[:n] = features(source)
    system[n:, :n] = system[:n, n:].T
    coefficients = np.linalg.lstsq(system, np.concatenate([target, np.zeros((4, 3))]), rcond=None)[0]
    return features(points) @ coefficients


def _settle(point: Array, vertices: Array, faces: Array, among: Array) -> tuple[int, Array]:
    """The triangle of `among` nearest to the point, and barycentrics of about the nearest place in it."""
    near = among[np.linalg.norm(vertices[faces[among]].mean(1) - point, axis=1).argsort()[:_NEAREST]]
    a, b, c = np.moveaxis(vertices[faces[near]], 1, 0)
    ab, ac, ap = b - a, c - a, point - a
    d00, d01, d11 = (ab * ab).sum(1), (ab * ac).sum(1), (ac * ac).sum(1)
    d20, d21 = (ap * ab).sum(1), (ap * ac).sum(1)
    area = np.maximum(d00 * d11 - d01 * d01, 1e-24)
    v, w = (d11 * d20 - d01 * d21) / area, (d00 * d21 - d01 * d20) / area
    # Clipping lands on the triangle's edge, not always at its very nearest point: below a millimetre here.
    weights = np.clip(np.stack([1 - v - w, v, w], 1), 0, None)
    weights /= weights.sum(1, keepdims=True)
    reached = np.einsum("nk,nkc->nc", weights, vertices[faces[near]])
    best = int(np.linalg.norm(reached - point, axis=1).argmin())
    return int(near[best]), weights[best]
