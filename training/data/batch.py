"""A batch: pictures cut as a jittered crop sees them, and labels that move with them."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from engine.check import Array
from engine.tracking.crop import warp
from training.data import mirror
from training.data.jitter import Jitter, moved_controls, moved_landmarks, moved_orient, no_jitter
from training.data.shards import Samples

_MARGIN = 48
"""px that a stored picture goes on beyond its edge."""
_BORDERS = (cv2.BORDER_REFLECT_101, cv2.BORDER_REFLECT_101, cv2.BORDER_REPLICATE, cv2.BORDER_CONSTANT)
"""Drawn from: the mirrored kind twice as often as each other."""


class Batch(NamedTuple):
    """B pictures and what is known of them; numpy arrays, or tensors once a torch loader has passed them on."""

    picture: Array  # [B, S, S, 3] uint8 sRGB
    landmarks: Array  # [B, L, 2] in shares of the crop's side
    controls: Array  # [B, 52]
    orient: Array  # [B, 3] rad in the crop's frame
    shape: Array  # [B, 100]
    light: Array  # [B, 9, 3]
    person: Array  # [B] int64
    confidence: Array  # [B]
    trust: Array  # [B, 4] controls, orient, shape, landmarks
    real: Array  # [B] bool
    tex: Array | None = None  # [B, NUM_TEX] see engine.avatar.tex_space
    trust_tex: Array | None = None  # [B] 0 where it is not known
    twin: Array | None = None  # [B] int64: the row with the same face in the same moment, its own if there is none


def crop_batch(
    samples: Samples,
    real: Array,
    jitter: Jitter,
    landmarks: Array,
    size: int,
    shape_signs: Array,
    rng: np.random.Generator | None = None,
) -> Batch:
    """The crops of `samples` and their labels, mirrored where `jitter` says so.

    real: [B] bool. landmarks: [L] MediaPipe's indices to give out. size: side of the crops, px.
    shape_signs: [100] what a mirror does to the head's shapes (`training.data.mirror.shape_signs`).
    rng: chooses what lies beyond the stored pictures, black without.
    """
    pictures = np.stack(
        [_cut(picture, matrix, size, rng) for picture, matrix in zip(samples.picture, jitter.matrix, strict=True)]
    )
    mirrored = jitter.mirrored
    # A face that is known at all has its landmarks; without one there is nothing to learn but the doubt.
    trust = np.concatenate([samples.trust, samples.trust.max(1, keepdims=True) > 0], 1)
    return Batch(
        picture=pictures,
        landmarks=(moved_landmarks(samples.landmarks, jitter, landmarks) / size).astype(np.float32),
        controls=moved_controls(samples.controls, jitter).astype(np.float32),
        orient=moved_orient(samples.orient, jitter).astype(np.float32),
        shape=np.where(mirrored[:, None], samples.shape * shape_signs, samples.shape).astype(np.float32),
        light=np.where(mirrored[:, None, None], samples.light * mirror.LIGHT[:, None], samples.light),
        person=samples.person,
        confidence=(samples.confidence * jitter.sight).astype(np.float32),
        trust=(trust * jitter.sight[:, None]).astype(np.float32),
        real=real,
        tex=np.where(mirrored[:, None], samples.tex * mirror.tex_signs(), samples.tex).astype(np.float32),
        trust_tex=(trust[:, 2] * samples.tex.any(1) * jitter.sight).astype(np.float32),
        twin=np.arange(len(real)),
    )


def whole_batch(samples: Samples, real: bool, landmarks: Array, size: int, shape_signs: Array) -> Batch:
    """All of `samples` as they are, for validation; arguments as of `crop_batch`."""
    return crop_batch(samples, np.full(len(samples), real), no_jitter(len(samples), size), landmarks, size, shape_signs)


def _cut(picture: Array, matrix: Array, size: int, rng: np.random.Generator | None) -> Array:
    """[size, size, 3]. Mostly the picture goes on beyond its edge: a black edge would betray where the crop lies."""
    if rng is None:
        return warp(np.asarray(picture), matrix, size)
    border = _BORDERS[rng.integers(len(_BORDERS))]
    wider = cv2.copyMakeBorder(np.asarray(picture), _MARGIN, _MARGIN, _MARGIN, _MARGIN, border)
    shifted = matrix.copy()
    shifted[:2, 2] -= matrix[:2, :2] @ np.full(2, _MARGIN)
    return warp(wider, shifted, size)
