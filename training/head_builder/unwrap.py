"""Flattens a disc: Tutte's map, then SLIM, then a solve that gives the face more texels than the back.

Deterministic: no random numbers, and every step starts from the one before.
"""

from __future__ import annotations

import igl
import numpy as np
from scipy.sparse import coo_matrix, diags
from scipy.sparse import eye as identity_matrix
from scipy.sparse.linalg import splu, spsolve

from engine.check import Array
from training.head_builder.cut import Disc

_SLIM_ROUNDS = 40
_ROUNDS = 700
_MEMORY = 20


def flatten(disc: Disc, density: Array) -> Array:
    """[n, 2] positions without flipped triangles, upright; texels per metre follow density [n]."""
    laplacian = _laplacian(disc)
    start = _tutte(disc, laplacian)
    slim = igl.slim_precompute(
        np.asfortranarray(disc.vertices),
        np.asfortranarray(disc.faces.astype(np.int32)),
        np.asfortranarray(start),
        igl.MappingEnergyType.SYMMETRIC_DIRICHLET,
        np.zeros(0, np.int32),
        np.zeros((0, 2), order="F"),
        0.0,
    )
    isometric = np.ascontiguousarray(igl.slim_solve(slim, _SLIM_ROUNDS)[:, :2])
    return _relax(disc, density, laplacian, 1.3 * isometric)


def signed_areas(points: Array, faces: Array) -> Array:
    """[m] area of 2D triangles, positive where counter-clockwise."""
    a, b, c = (points[faces[:, k]] for k in range(3))
    return ((b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])) / 2


def _laplacian(disc: Disc) -> coo_matrix:
    num = len(disc.vertices)
    edges = np.concatenate([disc.faces[:, [0, 1]], disc.faces[:, [1, 2]], disc.faces[:, [2, 0]]])
    graph = coo_matrix((np.ones(len(edges)), edges.T), shape=(num, num)).tocsr()
    graph = ((graph + graph.T) > 0).astype(np.float64)
    return (diags(np.asarray(graph.sum(1)).ravel()) - graph).tocsr()


def _tutte(disc: Disc, laplacian: coo_matrix) -> Array:
    """Injective by construction: the boundary on a circle by arc length, the front of the neck at the bottom."""
    loop = disc.boundary
    along = np.linalg.norm(disc.vertices[np.roll(loop, -1)] - disc.vertices[loop], axis=1)
    angle = 2 * np.pi * np.concatenate([[0], np.cumsum(along)[:-1]]) / along.sum()
    front = np.argmax(disc.vertices[loop, 2] - 10 * np.abs(disc.vertices[loop, 0]))
    angle -= angle[front] + np.pi / 2
    flat = np.zeros((len(disc.vertices), 2))
    flat[loop] = np.stack([np.cos(angle), np.sin(angle)], 1)
    inner = np.setdiff1d(np.arange(len(flat)), loop)
    flat[inner] = spsolve(laplacian[inner][:, inner].tocsc(), -(laplacian[inner][:, loop] @ flat[loop]))
    areas = signed_areas(flat, disc.faces)
    if (areas < 0).sum() > len(areas) / 2:
        flat[:, 0] *= -1
    corners = disc.vertices[disc.faces]
    surface = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum() / 2
    return flat * np.sqrt(surface / np.pi)


class _Dirichlet:
    """Symmetric Dirichlet energy of a map against rest triangles whose sides are scaled by the density."""

    def __init__(self, disc: Disc, density: Array) -> None:
        self.faces = disc.faces
        corners = disc.vertices[disc.faces]
        first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
        length = np.linalg.norm(first, axis=1)
        along = (second * first).sum(1) / length
        height = np.maximum(np.linalg.norm(second - (along / length)[:, None] * first, axis=1), 1e-7)
        scale = density[disc.faces].mean(1)
        rest = np.zeros((len(disc.faces), 2, 2))
        rest[:, 0, 0], rest[:, 0, 1], rest[:, 1, 1] = length * scale, along * scale, height * scale
        self.inverse = np.linalg.inv(rest)
        area = length * height * scale**2 / 2
        weight = area / area.sum()
        if disc.num_fill:
            weight[-disc.num_fill :] *= 0.02
        self.weight = weight

    def __call__(self, flat: Array) -> tuple[float, Array]:
        """Energy and gradient [n, 2]; infinite where a triangle is flipped."""
        points = flat[self.faces]
        edges = np.stack([points[:, 1] - points[:, 0], points[:, 2] - points[:, 0]], 2)  # columns
        map_ = edges @ self.inverse
        determinant = map_[:, 0, 0] * map_[:, 1, 1] - map_[:, 0, 1] * map_[:, 1, 0]
        if not (determinant > 0).all():
            return np.inf, flat
        squared = (map_**2).sum((1, 2))
        inverse_square = 1 / determinant**2
        energy = float((self.weight * squared * (1 + inverse_square)).sum())
        cofactor = np.empty_like(map_)
        cofactor[:, 0, 0], cofactor[:, 1, 1] = map_[:, 1, 1], map_[:, 0, 0]
        cofactor[:, 0, 1], cofactor[:, 1, 0] = -map_[:, 1, 0], -map_[:, 0, 1]
        slope = 2 * map_ * (1 + inverse_square)[:, None, None]
        slope -= (2 * squared * inverse_square / determinant)[:, None, None] * cofactor
        per_edge = (self.weight[:, None, None] * slope) @ self.inverse.transpose(0, 2, 1)
        gradient = np.zeros_like(flat)
        for axis in range(2):
            for corner, value in ((1, per_edge[:, axis, 0]), (2, per_edge[:, axis, 1])):
                gradient[:, axis] += np.bincount(self.faces[:, corner], value, len(flat))
                gradient[:, axis] -= np.bincount(self.faces[:, 0], value, len(flat))
        return energy, gradient


def _relax(disc: Disc, density: Array, laplacian: coo_matrix, flat: Array) -> Array:
    """L-BFGS with the Laplacian as first guess of the curvature; a step that flips a triangle is halved."""
    energy_of = _Dirichlet(disc, density)
    solve = splu((laplacian + 1e-6 * identity_matrix(len(flat))).tocsc()).solve
    energy, gradient = energy_of(flat)
    steps: list[tuple[Array, Array]] = []
    for _ in range(_ROUNDS):
        direction, factors = gradient.copy(), []
        for step, change in reversed(steps):
            factor = (step * direction).sum() / (step * change).sum()
            factors.append(factor)
            direction -= factor * change
        direction = solve(direction)
        if steps:
            step, change = steps[-1]
            direction *= (step * change).sum() / (change * solve(change)).sum()
        else:
            direction *= 1e-2
        for (step, change), factor in zip(steps, reversed(factors), strict=True):
            direction += step * (factor - (change * direction).sum() / (step * change).sum())
        size, descent = 1.0, -(gradient * direction).sum()
        while size > 1e-8:
            new_energy, new_gradient = energy_of(flat - size * direction)
            if new_energy < energy + 1e-4 * size * descent:
                break
            size /= 2
        else:
            break
        step, change = -size * direction, new_gradient - gradient
        if (step * change).sum() > 1e-14:
            steps = [*steps, (step, change)][-_MEMORY:]
        done = energy - new_energy < 1e-7 * energy
        flat, energy, gradient = flat + step, new_energy, new_gradient
        if done:
            break
    return flat
