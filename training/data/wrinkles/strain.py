"""How an expression stretches and squeezes the skin: Green strain, as smooth fields over the window.

Exact per triangle (no shortcut through single units: the posed mesh is cheap), then averaged over a few millimetres
onto a coarse grid: skin folds by what happens around a place, and a triangle's own strain is the mesh's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numba import njit
from scipy.sparse import csr_matrix, vstack
from scipy.spatial import cKDTree

from engine.check import Array
from engine.head.arkit import INDEX, JAW_OPEN_RAD
from engine.head.head_model import JOINTS, Head, rotations
from training.data.wrinkles.ground import ground_of

GRID = 64
"""Side of the grid: 3 mm a cell, as coarse as the averaging."""
_REACH_M = 0.0032
"""Deviation of the averaging."""
_JAW = JOINTS.index("jaw")


@dataclass(frozen=True, slots=True, eq=False)
class Elastic:
    """What strain needs of a head: its skin near the window as springs."""

    template: Array  # [n, 3] m
    basis: Array  # [E, n * 3]
    jaw_dirs: Array  # [9, n * 3]
    jaw_weight: Array  # [n]
    jaw_joint: Array  # [3]
    corners: Array  # [t, 3] int32 into the n
    texel: Array  # [S, S] int32 into the t: the ground's triangle
    frame: Array  # [t, 2, 3] orthonormal at rest, x along +u
    rest: Array  # [t, 2, 2] inverse of the rest edges in that frame
    start: Array  # [GRID * GRID + 1] rows of a sparse matrix, cells from triangles
    column: Array
    share: Array


def strain(head: Head, expression: Array) -> Array:
    """[N, 52] ARKit weights (the jaw follows them) -> [N, GRID, GRID, 3] xx, xy, yy; x along +u, y up, no unit.

    Zero at rest, negative where the skin is squeezed. On the template: a person's own shape is left out.
    """
    skin = elastic_of(head)
    moved = posed(skin, expression) - skin.template
    return _averaged(moved, skin.corners, skin.frame, skin.rest, skin.start, skin.column, skin.share)


def posed(skin: Elastic, expression: Array) -> Array:
    """[N, 52] -> [N, n, 3] m, the head itself unturned."""
    expression = np.asarray(expression, np.float32)
    turn = rotations(np.outer(expression[:, INDEX["jawOpen"]], [JAW_OPEN_RAD, 0, 0])) - np.eye(3)  # [N, 3, 3]
    turn = turn.astype(np.float32)
    vertices = expression @ skin.basis + turn.reshape(-1, 9) @ skin.jaw_dirs
    vertices = vertices.reshape(len(expression), -1, 3) + skin.template
    return vertices + skin.jaw_weight[:, None] * ((vertices - skin.jaw_joint) @ turn.transpose(0, 2, 1))


@lru_cache(maxsize=2)
def elastic_of(head: Head) -> Elastic:
    """The springs of `head`; 0.3 s the first time."""
    ground = ground_of(head)
    faces = head.faces_of("skin", "neck")
    twin = _twins(head.faces[faces], head.mirror)
    shown = np.isin(faces, ground.triangle)
    shown |= shown[twin]
    twin = (np.cumsum(shown) - 1)[twin[shown]]
    faces = faces[shown]
    used, corners = np.unique(head.faces[faces], return_inverse=True)
    corners = corners.reshape(-1, 3).astype(np.int32)
    template = head.v_template[used].astype(np.float32)
    start, column, share = _averaging(template, corners, ground.position, ground.covered, twin)
    frame, rest = _rest(template[corners].astype(np.float64), head.uv[head.uv_faces[faces]].astype(np.float64), twin)
    return Elastic(
        template=template,
        basis=np.ascontiguousarray(head.expression_basis[used].reshape(len(used) * 3, -1).T),
        jaw_dirs=np.ascontiguousarray(_jaw_dirs(head)[used].reshape(len(used) * 3, 9).T, np.float32),
        jaw_weight=head.weights[used, _JAW].astype(np.float32),
        jaw_joint=(head.J_regressor[_JAW] @ head.v_template).astype(np.float32),
        corners=corners,
        texel=np.searchsorted(faces, ground.triangle).astype(np.int32),
        frame=frame,
        rest=rest,
        start=start,
        column=column,
        share=share,
    )


def _jaw_dirs(head: Head) -> Array:
    """[V, 3, 9] the jaw's posedirs, made mirror-symmetric: on the shipped head they are not quite."""
    side = np.array([-1, 1, 1])
    dirs = head.posedirs[:, :, 9 * (_JAW - 1) : 9 * _JAW]
    return (dirs + dirs[head.mirror] * side[:, None] * np.outer(side, side).ravel()) / 2


def _rest(corners: Array, uv: Array, twin: Array) -> tuple[Array, Array]:
    """Frame [t, 2, 3] and, in it, the inverse [t, 2, 2] of both edges. corners: [t, 3, 3]  uv: [t, 3, 2]  twin: [t]."""
    e1, e2 = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    d1, d2 = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
    det = d1[:, 0] * d2[:, 1] - d2[:, 0] * d1[:, 1]
    x = (d2[:, 1:] * e1 - d1[:, 1:] * e2) / np.where(np.abs(det) < 1e-14, 1e-14, det)[:, None]
    x /= np.linalg.norm(x, axis=1, keepdims=True).clip(1e-12)
    x += x[twin] * [1, -1, -1]  # the chart is not quite the same on both sides
    x /= np.linalg.norm(x, axis=1, keepdims=True).clip(1e-12)
    normal = np.cross(e1, e2)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True).clip(1e-15)
    frame = np.stack([x, np.cross(normal, x)], 1)  # [t, 2, 3]
    edges = np.stack([(frame * e1[:, None]).sum(2), (frame * e2[:, None]).sum(2)], 2)
    return frame.astype(np.float32), np.linalg.inv(edges).astype(np.float32)


def _twins(faces: Array, mirror: Array) -> Array:
    """[t] the triangle on the other side. faces: [t, 3] of the head's vertices."""
    known = {tuple(sorted(face)): i for i, face in enumerate(faces.tolist())}
    return np.array([known[tuple(sorted(face))] for face in mirror[faces].tolist()])


def _averaging(
    template: Array, corners: Array, position: Array, covered: Array, twin: Array
) -> tuple[Array, Array, Array]:
    """A sparse matrix [GRID * GRID, t] as start, column, share: Gaussian by distance, weighted by area."""
    step = len(position) // GRID
    cells = position.reshape(GRID, step, GRID, step, 3).mean((1, 3)).reshape(-1, 3)
    inside = covered.reshape(GRID, step, GRID, step).any((1, 3)).ravel()
    points = template[corners]
    centre = points.mean(1)
    area = np.linalg.norm(np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0]), axis=1)
    # Nothing lies within three deviations of a cell on a part of the neck with large triangles: the nearest few count.
    away, near = cKDTree(centre).query(cells, 48)
    weight = np.exp(-((away / _REACH_M) ** 2) / 2) * area[near] * inside[:, None]
    weight[:, 0] += 1e-12
    weight /= weight.sum(1, keepdims=True)
    rows = np.repeat(np.arange(len(cells)), near.shape[1])
    matrix = csr_matrix((weight.ravel() * inside[rows], (rows, near.ravel())), (len(cells), len(corners)), np.float32)
    matrix.data[matrix.data < 1e-3] = 0
    matrix.eliminate_zeros()
    # Ties among neighbours must not make one side of the face differ from the other.
    cell = np.arange(GRID * GRID).reshape(GRID, GRID)
    both = vstack([matrix, matrix[:, twin]]).tocsr()
    own = np.where(np.arange(GRID) < GRID // 2, cell, cell[:, ::-1] + GRID * GRID).ravel()
    matrix = both[own]
    return matrix.indptr, matrix.indices, matrix.data


@njit(cache=True, fastmath=True)
def _averaged(
    moved: Array, corners: Array, frame: Array, rest: Array, start: Array, column: Array, share: Array
) -> Array:
    """[N, GRID, GRID, 3]. With F = frame + d, Green's (F'F - 1) / 2 is frame'd + d'd / 2: exactly zero where d is."""
    num = len(moved)
    out = np.zeros((num, GRID, GRID, 3), np.float32)
    green = np.empty((len(corners), 3), np.float32)
    for n in range(num):
        v = moved[n]
        for t in range(len(corners)):
            a, b, c = corners[t]
            xx, xy, yy = np.float32(0), np.float32(0), np.float32(0)
            for k in range(3):
                p, q = v[b, k] - v[a, k], v[c, k] - v[a, k]
                dx = p * rest[t, 0, 0] + q * rest[t, 1, 0]
                dy = p * rest[t, 0, 1] + q * rest[t, 1, 1]
                x, y = frame[t, 0, k], frame[t, 1, k]
                xx += x * dx + dx * dx / 2
                xy += (x * dy + y * dx + dx * dy) / 2
                yy += y * dy + dy * dy / 2
            # A sliver of the mesh may be stretched tenfold; skin is not.
            green[t, 0] = min(max(xx, -0.6), 0.6)
            green[t, 1] = min(max(xy, -0.6), 0.6)
            green[t, 2] = min(max(yy, -0.6), 0.6)
        for cell in range(GRID * GRID):
            i, j = cell // GRID, cell % GRID
            for m in range(start[cell], start[cell + 1]):
                w, t = share[m], column[m]
                for k in range(3):
                    out[n, i, j, k] += w * green[t, k]
    return out
