"""The skin under the window, texel by texel: place, frame and size of texels on the template of a head.

A person's own shape is left out everywhere in this package: lengths are the template's (a few percent off).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from scipy.ndimage import distance_transform_edt

from engine.avatar.raster import rasterise
from engine.check import Array
from engine.detail.window import DISPLACEMENT_SIZE, WINDOW
from engine.head.head_model import Head, vertex_normals

_FACETS_GONE = 1.2
"""Blur in texels of 256 after which the frames no longer show the mesh's triangles."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """[S, S] maps over the window, top row first, mirror-symmetric; where nothing is, the nearest skin continues."""

    covered: Array  # bool: some triangle of skin or neck is there
    position: Array  # [S, S, 3] m
    normal: Array  # [S, S, 3]
    tangent: Array  # [S, S, 3] unit, along +u
    bitangent: Array  # [S, S, 3] unit, upwards, normal x tangent
    metric: Array  # [S, S, 3] a, b, c: a step right is a*T m, a step up b*T + c*B m
    triangle: Array  # [S, S] int32
    weights: Array  # [S, S, 3] barycentric

    @property
    def size(self) -> int:
        """S: texels to the window's side."""
        return len(self.covered)


@lru_cache(maxsize=4)
def ground_of(head: Head, size: int = DISPLACEMENT_SIZE) -> Ground:
    """The ground of `head`; 0.3 s the first time."""
    triangle, weights = _texels(head, size)
    covered = triangle >= 0
    nearest = distance_transform_edt(~covered, return_distances=False, return_indices=True)
    triangle, weights = triangle[tuple(nearest)], weights[tuple(nearest)]
    position = _symmetric(_gathered(head, head.v_template, triangle, weights), mirrored=True)
    normal = _symmetric(_gathered(head, vertex_normals(head.v_template, head.faces), triangle, weights), mirrored=True)
    blur = _FACETS_GONE * size / 256
    position = cv2.GaussianBlur(position, (0, 0), blur)
    normal = cv2.GaussianBlur(normal, (0, 0), blur)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    right = np.gradient(position, axis=1)
    up = -np.gradient(position, axis=0)
    right -= (right * normal).sum(2, keepdims=True) * normal
    a = np.linalg.norm(right, axis=2).clip(1e-5)
    tangent = right / a[..., None]
    bitangent = np.cross(normal, tangent)
    metric = np.stack([a, (up * tangent).sum(2), (up * bitangent).sum(2).clip(1e-5)], 2)
    covered = covered & covered[:, ::-1]
    return Ground(covered, position, normal, tangent, bitangent, _symmetric_metric(metric), triangle, weights)


def _texels(head: Head, size: int) -> tuple[Array, Array]:
    """Triangle [S, S] (-1 none) and barycentrics [S, S, 3] of skin and neck."""
    skin = head.faces_of("skin", "neck")
    u, v = head.uv[:, 0], 1 - head.uv[:, 1]
    points = np.column_stack([u - WINDOW.left, v - WINDOW.top, np.zeros(len(u))]) * (size / WINDOW.side)
    found, weights, _ = rasterise(points, head.uv_faces[skin], (size, size))
    return np.where(found >= 0, skin[found], -1).astype(np.int32), weights


def _gathered(head: Head, values: Array, triangle: Array, weights: Array) -> Array:
    return np.einsum("ijk,ijkc->ijc", weights, values[head.faces[triangle]]).astype(np.float32)


def _symmetric(picture: Array, *, mirrored: bool) -> Array:
    """The mean of a picture of vectors and its mirror image."""
    sign = np.array([-1 if mirrored else 1, 1, 1], np.float32)
    return (picture + picture[:, ::-1] * sign) / 2


def _symmetric_metric(metric: Array) -> Array:
    return ((metric + metric[:, ::-1] * np.array([1, -1, 1], np.float32)) / 2).astype(np.float32)
