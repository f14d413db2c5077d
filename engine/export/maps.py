"""Detail as pictures over the UV square: a normal map for glTF and OBJ, and a displacement map."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, PngImagePlugin

from engine.avatar.raster import rasterise
from engine.check import Array
from engine.detail.window import WINDOW
from engine.export.carving import Carving
from engine.export.solid import Piece, Solid
from engine.export.tangents import Tangents

SIZE = 1024
"""Texels a side: a texel of what stays, 0.4 mm of skin, is a little more than one of these."""
UNIT_M = 1.25e-7
"""Metres of a step of the displacement map, whose level 32768 is the surface: +-4.1 mm in 16 bits."""
ZERO = 32768


def normal_map(solid: Solid, piece: Piece, tangents: Tangents, carving: Carving) -> Array:
    """[SIZE, SIZE, 3] uint8, top row first: normals in tangent space as glTF has them, +x the way u grows, +y up.

    Exact for programs that interpolate normal, tangent and bitangent over the triangles as the file gives them.
    """
    texels, corners, weights = _covered(solid, piece)
    uv = _mixed(piece.uv, corners, weights)
    right, up = carving.slopes(uv).T
    shown = solid.shown[piece.vertices][:, None] / WINDOW.side
    normal = solid.normals[piece.vertices]
    bitangent = tangents.sign[:, None] * np.cross(normal, tangents.tangent)
    # As shaders/include/relief.glsl: the slope times the gradient of the window's coordinate is taken off the normal.
    carved = _mixed(normal, corners, weights)
    carved -= right[:, None] * _mixed(shown * tangents.grow_u, corners, weights)
    carved -= up[:, None] * _mixed(shown * tangents.grow_v, corners, weights)
    axes = (_unit(_mixed(axis, corners, weights)) for axis in (tangents.tangent, bitangent, normal))
    local = np.linalg.solve(np.stack(list(axes), -1), _unit(carved)[..., None])[..., 0]
    picture = np.full((SIZE * SIZE, 3), [0.0, 0.0, 1.0])
    picture[texels] = _unit(local)
    return (picture * 127.5 + 127.5).round().astype(np.uint8).reshape(SIZE, SIZE, 3)


def displacement_map(solid: Solid, piece: Piece, carving: Carving) -> Array:
    """[SIZE, SIZE] uint16, top row first: (value - ZERO) * UNIT_M metres along the normal; 0 where nothing shows."""
    texels, corners, weights = _covered(solid, piece)
    height = carving.height(_mixed(piece.uv, corners, weights))
    height *= _mixed(solid.shown[piece.vertices][:, None], corners, weights)[:, 0]
    picture = np.full(SIZE * SIZE, ZERO, np.uint16)
    picture[texels] = (ZERO + height / UNIT_M).round().clip(0, 65535)
    return picture.reshape(SIZE, SIZE)


def png(picture: Array, note: str = "") -> bytes:
    """A picture [H, W, 3] uint8 or [H, W] uint16 as PNG, with a note that picture viewers show as its description."""
    words = PngImagePlugin.PngInfo()
    if note:
        words.add_text("Description", note)
    packed = io.BytesIO()
    Image.fromarray(picture).save(packed, "png", pnginfo=words)
    return packed.getvalue()


def _covered(solid: Solid, piece: Piece) -> tuple[Array, Array, Array]:
    """Texels [N] that detail shows on, the piece's vertices [N, 3] around each, and their weights [N, 3]."""
    faces = piece.faces[(solid.shown[piece.vertices] > 0)[piece.faces].any(1)]
    points = np.column_stack([piece.uv * [SIZE, -SIZE] + [0, SIZE], np.zeros(len(piece.uv))])
    triangle, weights, _ = rasterise(points, faces, (SIZE, SIZE))
    texels = np.flatnonzero(triangle.ravel() >= 0)
    return texels, faces[triangle.ravel()[texels]], weights.reshape(-1, 3)[texels]


def _mixed(values: Array, corners: Array, weights: Array) -> Array:
    """[n, C] values of vertices -> [N, C] of texels."""
    return np.einsum("nk,nkc->nc", weights, values[corners])


def _unit(vectors: Array) -> Array:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
