"""Texture coordinates for an imported head: from its .obj template, or a cylinder unrolled on the spot."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.check import Array
from engine.errors import AssetMissing, ModelMismatch

_EYE_SIDE = 0.1
"""Side of the square that each eyeball gets in a lower corner of the unrolled cylinder."""


def uv_of(path: Path, faces: Array) -> tuple[Array, Array]:
    """uv [T, 2] and uv_faces [F, 3] of head_template.obj, or of FLAME_texture.npz (its `vt` and `ft`)."""
    return _uv_of_npz(path, faces) if path.suffix.lower() == ".npz" else uv_of_obj(path, faces)


def _uv_of_npz(path: Path, faces: Array) -> tuple[Array, Array]:
    if not path.is_file():
        raise AssetMissing(f"There is no file {path}. FLAME_texture.npz comes with FLAME's texture space.")
    try:
        with np.load(path, allow_pickle=False) as file:
            uv, uv_faces = file["vt"].astype(np.float64), file["ft"].astype(np.int64)
    except (ValueError, KeyError, OSError, EOFError) as error:
        raise ModelMismatch(f"{path.name} is not FLAME's texture space ({error}).") from error
    fits = uv.ndim == 2 and uv.shape[1] == 2 and uv_faces.shape == faces.shape
    if not fits or uv_faces.min() < 0 or uv_faces.max() >= len(uv):
        raise ModelMismatch(f"{path.name} has other triangles than the model: it belongs to another one.")
    return uv, uv_faces


def uv_of_obj(path: Path, faces: Array) -> tuple[Array, Array]:
    """uv [T, 2] and uv_faces [F, 3] of a Wavefront file whose triangles are `faces` in the same order."""
    if not path.is_file():
        raise AssetMissing(f"There is no file {path}. FLAME's head_template.obj comes with its texture space.")
    uv, corners = [], []
    try:
        for line in path.read_text("utf-8", errors="replace").splitlines():
            word, _, rest = line.partition(" ")
            if word == "vt":
                uv.append([float(number) for number in rest.split()[:2]])
            elif word == "f":
                corners.append([[int(index) for index in corner.split("/")[:2]] for corner in rest.split()])
        indices = np.array(corners) - 1  # [F, 3, 2]
        if indices.shape != (len(faces), 3, 2) or not np.array_equal(indices[:, :, 0], faces):
            raise ModelMismatch(f"{path.name} has other triangles than the model: it belongs to another one.")
        coordinates = np.array(uv, np.float64).reshape(-1, 2)
    except ValueError as error:
        raise ModelMismatch(f"{path.name} is not a triangle mesh with texture coordinates ({error}).") from error
    return coordinates, indices[:, :, 1]


def cylindrical_uv(vertices: Array, faces: Array, eyes: list[Array]) -> tuple[Array, Array]:
    """A cylinder about the head's upright middle axis, cut at the back; each eyeball lies flat in a corner.

    eyes: [F] masks of the eyeballs' triangles. Upper side of crown and under side of chin are stretched: it is meant
    to be usable, not beautiful.
    """
    middle = (vertices.min(0) + vertices.max(0)) / 2
    low, high = vertices[:, 1].min(), vertices[:, 1].max()
    around = np.arctan2(vertices[:, 0] - middle[0], vertices[:, 2] - middle[2]) / (2 * np.pi) + 0.5
    up = _EYE_SIDE + (1 - _EYE_SIDE) * (vertices[:, 1] - low) / (high - low)
    uv, uv_faces = np.stack([around, up], 1), faces.copy()

    corner_u = uv[faces, 0]
    crosses = np.ptp(corner_u, axis=1) > 0.5
    beyond = crosses[:, None] & (corner_u < 0.5)  # these corners continue to the right of the cut
    repeated, place = np.unique(faces[beyond], return_inverse=True)
    uv_faces[beyond] = len(uv) + place
    uv = np.concatenate([uv, uv[repeated] + [1.0, 0.0]])
    uv[:, 0] /= max(1.0, uv[:, 0].max())

    for number, eye in enumerate(eyes):
        ball, place = np.unique(faces[eye], return_inverse=True)
        if not len(ball):
            continue
        flat = vertices[ball, :2]
        flat = (flat - flat.min(0)) / np.ptp(flat, axis=0) * 0.9 * _EYE_SIDE + [number * (1 - _EYE_SIDE), 0.0]
        uv_faces[eye] = len(uv) + place.reshape(-1, 3)
        uv = np.concatenate([uv, flat])
    return uv, uv_faces
