"""How the UV square lies on a surface: at each vertex of a piece, which way u and v grow, and how fast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.export.solid import Piece, Solid


@dataclass(frozen=True, slots=True, eq=False)
class Tangents:
    """Of a piece's vertices; model frame."""

    tangent: Array  # [n, 3] unit, in the tangent plane, the way u grows
    sign: Array  # [n] the bitangent is sign * cross(normal, tangent): the way v grows, which is up in the picture
    grow_u: Array  # [n, 3] 1/m, gradient of u along the surface
    grow_v: Array  # [n, 3] 1/m


def tangents_of(solid: Solid, piece: Piece) -> Tangents:
    """Means over the triangles around a vertex, weighted by their area in the UV square: as engine/render/unfold.py."""
    place, normal = solid.positions[piece.vertices], solid.normals[piece.vertices]
    first, second = (place[piece.faces[:, k]] - place[piece.faces[:, 0]] for k in (1, 2))
    (u1, v1), (u2, v2) = ((piece.uv[piece.faces[:, k]] - piece.uv[piece.faces[:, 0]]).T for k in (1, 2))
    flip = np.sign(u1 * v2 - u2 * v1)[:, None]
    along_u = _gathered(flip * (v2[:, None] * first - v1[:, None] * second), piece)
    along_v = _gathered(flip * (u1[:, None] * second - u2[:, None] * first), piece)
    area = _gathered(np.abs(u1 * v2 - u2 * v1)[:, None], piece)
    along_u, along_v = (np.divide(a, area, out=np.zeros_like(a), where=area > 0) for a in (along_u, along_v))
    spread = (normal * np.cross(along_u, along_v)).sum(1, keepdims=True)
    scale = np.divide(1, spread, out=np.zeros_like(spread), where=spread != 0)
    return Tangents(
        tangent=_unit_beside(normal, along_u),
        sign=np.where(spread[:, 0] < 0, -1.0, 1.0),
        grow_u=scale * np.cross(along_v, normal),
        grow_v=scale * np.cross(normal, along_u),
    )


def _gathered(per_triangle: Array, piece: Piece) -> Array:
    """[m, C] values of triangles -> [n, C] their sums around each vertex."""
    corners = piece.faces.ravel()
    sums = (np.bincount(corners, np.repeat(column, 3), len(piece.vertices)) for column in per_triangle.T)
    return np.stack(list(sums), 1)


def _unit_beside(normal: Array, along: Array) -> Array:
    """[n, 3] unit vectors at right angles to the normals, nearest to `along`; any where that has no direction."""
    flat = along - (along * normal).sum(1, keepdims=True) * normal
    lost = np.linalg.norm(flat, axis=1) < 1e-6 * np.linalg.norm(along, axis=1).clip(1e-6)
    flat[lost] = np.cross(normal[lost], np.eye(3)[np.abs(normal[lost]).argmin(1)])
    return flat / np.linalg.norm(flat, axis=1, keepdims=True)
