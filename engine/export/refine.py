"""A surface with its detail in the mesh itself: triangles split until wrinkles fit, vertices moved out and in."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.check import Array
from engine.detail.window import WINDOW
from engine.export.carving import Carving
from engine.export.solid import Piece, Solid
from engine.export.tangents import tangents_of

EDGE_M = 0.0012
"""No edge that shows detail is longer; most are half as long, less than a texel of what moves."""
_ROUND = 1 / 8
"""A quarter of the share in Phong tessellation (Boubekeur and Alexa 2008) that puts an arc's middle on the arc."""


@dataclass(frozen=True, slots=True, eq=False)
class Refined:
    """A finer solid. Its first vertices are the coarse ones'."""

    solid: Solid
    parents: tuple[Array, ...]  # [n, 2] each: the vertices between which those of a round were put

    def grown(self, values: Array) -> Array:
        """[..., V, C] values of the coarse vertices -> [..., V', C] of all."""
        for pair in self.parents:
            middle = (values[..., pair[:, 0], :] + values[..., pair[:, 1], :]) / 2
            values = np.concatenate([values, middle], -2)
        return values


def refined(solid: Solid, carving: Carving, edge_m: float = EDGE_M) -> Refined:
    """`solid` with the detail in its skin: no longer an edge than `edge_m` where any shows, and no cracks."""
    piece, parents, fine = solid.pieces[0], [], solid
    corners = piece.vertices[piece.faces]
    near = np.zeros(len(solid.shown), bool)
    near[corners[(solid.shown[corners] > 0).any(1)]] = True
    while True:
        pair, piece = _split(fine, piece, near, edge_m)
        if not len(pair):
            break
        parents.append(pair)
        fine = _with_middles(fine, pair)
        near = np.concatenate([near, np.ones(len(pair), bool)])
    uv = np.zeros((len(fine.positions), 2))
    uv[piece.vertices] = piece.uv
    raised = fine.positions + (fine.shown * carving.height(uv))[:, None] * fine.normals
    pieces = (piece, *solid.pieces[1:])
    result = Refined(replace(fine, positions=raised, pieces=pieces), tuple(parents))
    return replace(result, solid=replace(result.solid, normals=_carved(solid, result, carving.slopes(uv))))


def _carved(coarse: Solid, fine: Refined, slopes: Array) -> Array:
    """[V', 3] the normals that the renderer draws there: those of the triangles would show where coarse ones met."""
    piece = coarse.pieces[0]
    tangents = tangents_of(coarse, piece)
    normals = fine.solid.normals
    for slope, grow in zip(slopes.T, (tangents.grow_u, tangents.grow_v), strict=True):
        gradient = np.zeros_like(coarse.positions)
        gradient[piece.vertices] = coarse.shown[piece.vertices][:, None] / WINDOW.side * grow
        normals = normals - slope[:, None] * fine.grown(gradient)
    return normals / np.linalg.norm(normals, axis=1, keepdims=True)


def _split(solid: Solid, piece: Piece, near: Array, edge_m: float) -> tuple[Array, Piece]:
    """The pairs [n, 2] of vertices to put one between, and the piece with them: two to four triangles for one.

    Long edges are split between vertices that are `near` [V]. That depends on the ends alone, so neighbours agree,
    across a cut of the texture as well.
    """
    ends = np.stack([piece.faces, np.roll(piece.faces, -1, 1)], -1)  # [m, 3, 2]
    place = solid.positions[piece.vertices]
    length = np.linalg.norm(place[ends[..., 0]] - place[ends[..., 1]], axis=-1)
    long = (length > edge_m) & near[piece.vertices[ends]].all(-1)
    edges, number = np.unique(np.sort(ends[long], -1), axis=0, return_inverse=True)
    pair, vertex = np.unique(np.sort(piece.vertices[edges], -1), axis=0, return_inverse=True)
    middle = np.full(long.shape, -1)
    middle[long] = len(piece.vertices) + number.ravel()
    return pair, replace(
        piece,
        vertices=np.concatenate([piece.vertices, len(solid.positions) + vertex.ravel()]),
        uv=np.concatenate([piece.uv, piece.uv[edges].mean(1)]),
        faces=_with_cut_edges(piece.faces, middle),
    )


def _with_cut_edges(faces: Array, middle: Array) -> Array:
    """[m, 3] -> [m', 3]. middle [m, 3]: the vertex between a corner and the next one; -1 where the edge stays."""
    count = (middle >= 0).sum(1)
    # Turned so that one cut edge comes first, and the uncut one of three comes last.
    first = np.where(count == 1, (middle >= 0).argmax(1), np.where(count == 2, (middle < 0).argmax(1) + 1, 0))
    order = (first[:, None] + np.arange(3)) % 3
    (a, b, c), (ab, bc, ca) = (np.take_along_axis(each, order, 1).T for each in (faces, middle))
    patterns = (
        [(a, b, c)],
        [(a, ab, c), (ab, b, c)],
        [(ab, b, bc), (a, ab, bc), (a, bc, c)],
        [(a, ab, ca), (ab, b, bc), (bc, c, ca), (ab, bc, ca)],
    )
    return np.concatenate(
        [np.stack(triangle, 1)[count == cuts] for cuts, triangles in enumerate(patterns) for triangle in triangles]
    )


def _with_middles(solid: Solid, pair: Array) -> Solid:
    """`solid` with a vertex between each pair [n, 2], on the curved surface that the normals tell of."""
    (p, q), (n, m) = (values[pair].swapaxes(0, 1) for values in (solid.positions, solid.normals))
    chord = q - p
    bulge = (chord * n).sum(1, keepdims=True) * n - (chord * m).sum(1, keepdims=True) * m
    normal = n + m
    return replace(
        solid,
        positions=np.concatenate([solid.positions, (p + q) / 2 - _ROUND * bulge]),
        normals=np.concatenate([solid.normals, normal / np.linalg.norm(normal, axis=1, keepdims=True).clip(1e-9)]),
        neck=np.concatenate([solid.neck, solid.neck[pair].mean(1)]),
        shown=np.concatenate([solid.shown, solid.shown[pair].mean(1)]),
    )
