"""Who: random faces brought to one size and place, eyes and lips mended, and their principal components."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg

from engine.check import Array
from training.head_builder.eyes import EYE_MIDPOINT, PUPIL_DISTANCE, Lids, eye_centres
from training.head_builder.lid_fit import Followers, open_lids, rest_on_balls
from training.head_builder.lips import Lips, close
from training.head_builder.sampling import average_displacement, sample_displacements
from training.head_builder.selection import Selection, triangles
from training.head_builder.targets import Targets

BALLS = EYE_MIDPOINT + np.array([[PUPIL_DISTANCE / 2, 0, 0], [-PUPIL_DISTANCE / 2, 0, 0]])
"""Left and right: the same in every face, so that size, roll and yaw are no part of identity."""
_PART_WEIGHT = {
    "skin": 1.0, "neck": 0.12, "mouth": 0.05, "tongue": 0.05, "socket_l": 0.05, "socket_r": 0.05,
    "lash_l1": 0.15, "lash_l2": 0.15, "lash_r1": 0.15, "lash_r2": 0.15, "teeth_u": 0.15, "teeth_l": 0.15,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Anatomy:
    """The grids of one selection that later steps move by."""

    selection: Selection
    lids: tuple[Lids, Lids]  # left, right
    lashes: tuple[Followers, Followers]
    lips: Lips


@dataclass(frozen=True, slots=True, eq=False)
class Identities:
    """The average face, what people differ by, and a few samples with their joints for the joint regressor."""

    template: Array  # [V, 3] m, exactly mirror-symmetric
    basis: Array  # [V, 3, S] metres per standard deviation
    scale: float  # metres of this head per metre of MakeHuman's body
    samples: Array  # [n, V + extra, 3] some aligned faces with the extra (joint) vertices that were asked for
    held_out_mm: float  # mean error on the face of people who were not in the analysis


def align(anatomy: Anatomy, faces: Array) -> Array:
    """[N] scales. Every face [N, n, 3] to one size and place, in place; then lids and lips are mended.

    The balls fix everything but the nod, which is turned so that the skin lies nearest to the average.
    """
    centres, scale = eye_centres(anatomy.lids, faces)
    middle = centres.mean(1)
    across = centres[:, 0] - centres[:, 1]
    right = across / np.linalg.norm(across, axis=1, keepdims=True)
    forward = np.cross(right, [0.0, 1.0, 0.0])
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    axes = np.stack([right, np.cross(forward, right), forward], 1) * scale[:, None, None]
    faces[:] = np.einsum("nij,nvj->nvi", axes, faces - middle[:, None])
    skin = anatomy.selection.ids("skin")
    weight = np.where(np.abs(faces[:, skin, 0].mean(0)) > 0.078, 0.1, 1.0)  # ears stand off at any angle
    for _ in range(3):
        mean = faces[:, skin].mean(0)
        y, z = faces[:, skin, 1], faces[:, skin, 2]
        sine = (weight * (mean[:, 2] * y - mean[:, 1] * z)).sum(1)
        cosine = (weight * (mean[:, 1] * y + mean[:, 2] * z)).sum(1)
        angle = np.arctan2(sine, cosine)[:, None]
        turned_y = np.cos(angle) * faces[:, :, 1] - np.sin(angle) * faces[:, :, 2]
        faces[:, :, 2] = np.sin(angle) * faces[:, :, 1] + np.cos(angle) * faces[:, :, 2]
        faces[:, :, 1] = turned_y
    faces += EYE_MIDPOINT
    before = faces[:, : len(anatomy.selection.base_ids)].copy()
    for grid, lashes, ball in zip(anatomy.lids, anatomy.lashes, BALLS, strict=True):
        open_lids(grid, faces)
        rest_on_balls(grid, ball, faces)
        faces[:, lashes.ids] += lashes.follow(faces[:, : before.shape[1]] - before)
    close(anatomy.lips, faces)
    _calm_skull(faces)
    return scale


def _calm_skull(faces: Array) -> None:
    """Skulls vary by a quarter less than MakeHuman's sliders make them: no pointed or flat crowns. In place."""
    mean = faces.mean(0)
    behind = np.clip(-mean[:, 2] / 0.07, 0, 1)
    above = np.clip((mean[:, 1] - 0.07) / 0.05, 0, 1)
    in_head = np.clip((mean[:, 1] + 0.08) / 0.05, 0, 1)
    share = 1 - 0.25 * np.maximum(behind, above) * in_head
    faces[:] = mean + share[:, None] * (faces - mean)


def identities(
    anatomy: Anatomy, targets: Targets, base: Array, num_samples: int, num_shape: int, seed: int = 7
) -> Identities:
    """Sample people and analyse them. base: [n, 3] the selection's vertices, then extra (joint) vertices."""
    num = len(anatomy.selection.base_ids)
    faces = base.astype(np.float32) + sample_displacements(targets, num_samples, np.random.default_rng(seed))
    scale = align(anatomy, faces)
    mirror = anatomy.selection.mirror
    mean = faces[:, :num].mean(0, dtype=np.float64)
    template = (mean + mean[mirror] * [-1, 1, 1]) / 2
    weight = vertex_weights(anatomy.selection, template)
    root = np.sqrt(np.repeat(weight, 3)).astype(np.float32)

    num_train = int(num_samples * 0.92)
    away = (faces[:, :num] - template.astype(np.float32)).reshape(num_samples, -1)
    away -= away[:num_train].mean(0)
    # Even and odd parts apart: the same as giving the analysis every person's mirror image as well.
    train = away[:num_train].reshape(num_train, num, 3)
    mirrored = train[:, mirror] * np.array([-1, 1, 1], np.float32)
    parts = [_components(((train + sign * mirrored) / 2).reshape(num_train, -1), root, num_shape) for sign in (1, -1)]
    variance, basis = (np.concatenate(values, -1) for values in zip(*parts, strict=True))
    basis = basis[:, np.argsort(-variance, kind="stable")[:num_shape]]

    held_out = away[num_train:]
    solved = np.linalg.lstsq(basis * root[:, None], (held_out * root).T, rcond=None)[0]
    error = np.linalg.norm((held_out - (basis @ solved).T).reshape(len(held_out), num, 3), axis=2)
    basis = basis.reshape(num, 3, num_shape)
    basis[anatomy.selection.ids("eye_l", "eye_r")] = 0
    return Identities(
        template,
        basis.astype(np.float64),
        float(scale.mean()),
        faces[:: max(num_samples // 600, 1)].astype(np.float64),
        float(error[:, face_vertices(anatomy.selection, template)].mean() * 1000),
    )


def _components(away: Array, root: Array, num: int) -> tuple[Array, Array]:
    """Variances [num] and components [3V, num] (m per standard deviation) of centred faces [N, 3V].

    Distances are weighed with root [3V]; the N x N side of the problem is the small one.
    """
    weighted = away * root
    gram = (weighted @ weighted.T / len(away)).astype(np.float64)
    variance, vectors = scipy.linalg.eigh(gram, subset_by_index=[len(away) - num, len(away) - 1])
    codes = (vectors[:, ::-1] * np.sqrt(len(away))).astype(np.float32)  # unit variance
    basis = away.T @ codes / len(away)
    basis *= np.sign(basis[np.abs(basis).argmax(0), np.arange(num)])  # an eigenvector's sign is arbitrary
    return variance[::-1], basis


def average_face(anatomy: Anatomy, targets: Targets, base: Array) -> Array:
    """[n, 3] the calibrated average without sampling, aligned and mended: what the templates are checked against."""
    face = (base + average_displacement(targets))[None].astype(np.float64)
    align(anatomy, face)
    return face[0]


def face_vertices(selection: Selection, template: Array) -> Array:
    """[n] skin of the face proper, hairline to chin."""
    skin = selection.ids("skin")
    return skin[(template[skin, 2] > 0.01) & (template[skin, 1] < 0.085)]


def vertex_weights(selection: Selection, template: Array) -> Array:
    """[V] what an error at each vertex costs in the analysis: the face most, neck and insides little; by area."""
    weight = np.zeros(len(template))
    for part, value in _PART_WEIGHT.items():
        weight[selection.ids(part)] = np.maximum(weight[selection.ids(part)], value)
    weight[face_vertices(selection, template)] = 1.6
    skin, neck = selection.ids("skin"), selection.ids("neck")
    weight[skin[np.abs(template[skin, 0]) > 0.074]] = 0.5
    weight[neck] = 0.12
    weight[neck[template[neck, 1] < -0.13]] = 0.03
    faces = triangles(selection.quads)
    corners = template[faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 6
    area = np.bincount(faces.ravel(), np.repeat(area, 3), len(template))
    return weight * np.sqrt(np.clip(area / np.median(area), 0.15, 4))
