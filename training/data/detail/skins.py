"""What photographed skin looks like: what all people have, which stands for albedo, and in 24 numbers what one has.

DECA takes albedo from a colour model that has no wrinkles. Without any, the dark of nostrils, brows and hairline would
have to be explained by relief, which then is half a millimetre deep in a face at rest. The principal components of what
is left tell people apart; the last numbers of a detail code are asked to be these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from engine.check import Array
from engine.detail.window import DISPLACEMENT_SIZE
from training.data.detail.pairs import PictureFile, Pictures
from training.losses.detail_picture import flattened
from training.models.detail import NUM_LOOKS, texture_tensor
from training.render.shade import linear_from_srgb

_SPREAD = 4.0
"""Deviation of these numbers over people, in units of a detail code: as much as the first traits of made-up people."""
_BLUR = 5
"""Texels a side: pores and noise tell nobody apart in so few numbers."""
_S = DISPLACEMENT_SIZE


@dataclass(frozen=True, slots=True, eq=False)
class SkinSpace:
    """Of log brightness less its surroundings (`flattened`), over bare skin."""

    mean: Array  # [256, 256] float32
    basis: Array  # [24, 256, 256] float32: its products with what differs from the mean are the numbers

    @classmethod
    def of(cls, files: Sequence[PictureFile], face: Array) -> SkinSpace:
        """Of the photographs among `files`; zeros without any. face: [256, 256] in [0, 1], bare skin."""
        real = [file.rows(range(len(file))) for file in files if file.is_real and len(file)]
        if not real:
            return cls(np.zeros((_S, _S), np.float32), np.zeros((NUM_LOOKS, _S, _S), np.float32))
        mean = albedo_of([pictures[neutral_rows(pictures.person)] for pictures in real], face)
        people = np.concatenate([_people(pictures, mean, face) for pictures in real])
        return cls(mean, _components(people))


def neutral_rows(person: Array) -> Array:
    """The first row of each person [N], which is the neutral picture of people who were photographed."""
    return np.unique(person, return_index=True)[1]


def albedo_of(parts: Sequence[Pictures], face: Array) -> Array:
    """[256, 256] the mean of these pictures. A face and its mirror image count alike.

    What is around a texel depends on `face`, so it is the losses' and no other.
    """
    total, weight = np.zeros((_S, _S)), np.zeros((_S, _S))
    for pictures in parts:
        flat, seen = _flat(pictures, face)
        total, weight = total + flat.sum(0), weight + seen.sum(0)
    mean = total / (weight + 1e-3)
    return ((mean + mean[:, ::-1]) / 2).astype(np.float32)


def _people(pictures: Pictures, mean: Array, face: Array) -> Array:
    """[2 P, 256 * 256] how each person, and their mirror image, differs from the mean over all their pictures."""
    flat, seen = _flat(pictures, face)
    away = (flat - mean) * seen
    own = np.stack([away[pictures.person == one].mean(0) for one in np.unique(pictures.person)])
    return np.concatenate([own, own[:, :, ::-1]]).reshape(2 * len(own), -1)


def _components(people: Array) -> Array:
    _, spread, axes = np.linalg.svd(people.astype(np.float32), full_matrices=False)
    basis = np.zeros((NUM_LOOKS, _S * _S), np.float32)
    kept = min(NUM_LOOKS, len(people) // 2)
    basis[:kept] = _SPREAD * len(people) ** 0.5 / np.maximum(spread[:kept, None], 1e-6) * axes[:kept]
    return basis.reshape(NUM_LOOKS, _S, _S)


@torch.no_grad()
def _flat(pictures: Pictures, face: Array) -> tuple[Array, Array]:
    """[N, 256, 256] each: the brightness as it is compared, and how far it is bare skin that is seen."""
    texture = texture_tensor(torch.from_numpy(pictures.texture.copy()))
    seen = texture[:, 3:] * torch.from_numpy(face)
    flat = flattened(linear_from_srgb(texture[:, :3]), seen).mean(1, keepdim=True)
    return functional.avg_pool2d(flat, _BLUR, 1, _BLUR // 2)[:, 0].numpy(), seen[:, 0].numpy()
