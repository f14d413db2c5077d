"""Batches for training: drawn from synthetic and real shards, jittered, mirrored, and seen by a worse camera.

A batch is a function of the seed and its step alone: a resumed training sees what an uninterrupted one would have
seen, and so does one with more worker processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import cv2
import numpy as np

from engine.check import Array
from engine.errors import BadInput
from engine.tracking.crop import warp
from training.data import mirror
from training.data.augment import AugmentConfig, augmented, next_frame, occluded, torn
from training.data.jitter import (
    Jitter,
    JitterConfig,
    both,
    draw_jitter,
    moved_controls,
    moved_landmarks,
    moved_orient,
    nearby,
    no_jitter,
)
from training.data.shards import Samples, Shard, joined


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


@dataclass(frozen=True, slots=True)
class LoaderConfig:
    """What a batch is made of."""

    batch: int = 64
    real: float = 0.35
    """Share of real pictures, if there are any."""
    negative: float = 0.05
    """Share of pictures without a face, if there are any."""
    per_person: int = 1
    """Pictures of each person that is drawn: more than one where shapes are to be exchanged between them."""
    crowd: float = 0.25
    """Of N frames of a real person each is drawn N^-crowd as often as a single picture: with 1, people are drawn and
    not frames; at 0.25 no one is learned by heart."""
    twins: float = 0.0
    """Share of pictures that show a face of the batch a second time, as the next frame would."""
    jitter: JitterConfig = field(default_factory=JitterConfig)
    augment: AugmentConfig = field(default_factory=AugmentConfig)


class Loader:
    """`loader[step]` is the batch of that step. May be handed to other processes.

    landmarks: [L] MediaPipe's indices to give out. size: side of the pictures, px. shape_signs: [100] of the head.
    part: this process's number among those that train together; each draws its own batches.
    """

    def __init__(
        self,
        shards: Sequence[Shard],
        config: LoaderConfig,
        landmarks: Array,
        size: int,
        shape_signs: Array,
        *,
        seed: int = 0,
        part: int = 0,
    ) -> None:
        self._config = config
        self._landmarks = landmarks
        self._size = size
        self._shape_signs = shape_signs
        self._seed = seed, part
        self._pools = _Pools.of(shards, config.crowd)
        self._mild = config.augment.for_synthetic()

    def __getitem__(self, step: int) -> Batch:
        cv2.setNumThreads(1)
        rng = np.random.default_rng([*self._seed, step])
        config = self._config
        twins = round(config.twins * config.batch)
        first = config.batch - twins
        samples, real = self._pools.draw(replace(config, batch=first), rng)
        alike = samples.person if config.per_person > 1 else None
        jitter = draw_jitter(first, self._size, config.jitter, rng, alike)
        twin = np.arange(config.batch)
        if twins:
            faces = np.flatnonzero(samples.trust.max(1) > 0)
            twin[first:] = rng.choice(faces if len(faces) else first, twins)
            samples, real = joined([samples, samples[twin[first:]]]), real[twin]
            jitter = both(jitter, nearby(jitter, twin[first:], self._size, rng))
        batch = crop_batch(samples, real, jitter, self._landmarks, self._size, self._shape_signs, rng)
        batch = batch._replace(twin=twin)
        fates = {}
        for i in range(first):
            fates[i] = rng.bit_generator.state
            self._spoil(batch, i, batch.picture[i - 1], rng)
        again = np.random.default_rng()
        for i in range(first, config.batch):
            again.bit_generator.state = fates[twin[i]]
            self._spoil(batch, i, batch.picture[twin[i] - 1], again)
            batch.picture[i] = next_frame(batch.picture[i], config.augment, rng)
        return batch

    def _spoil(self, batch: Batch, i: int, filling: Array, rng: np.random.Generator) -> None:
        """Let camera, light and things in front of the face happen to picture `i`."""
        augment = self._config.augment if batch.real[i] else self._mild
        image, fate = batch.picture[i], rng.random()
        if fate < augment.torn:
            image = torn(image, rng)
            batch.confidence[i] = batch.trust[i] = batch.trust_tex[i] = 0
        elif fate < augment.torn + augment.occluded:
            image, hidden = occluded(image, filling, batch.landmarks[i] * self._size, rng)
            # A tenth may be hidden without harm; with six tenths gone the rest is guesswork.
            batch.confidence[i] *= np.clip((0.6 - hidden) / 0.5, 0, 1)
        batch.picture[i] = augmented(image, augment, rng)


def crop_batch(
    samples: Samples,
    real: Array,
    jitter: Jitter,
    landmarks: Array,
    size: int,
    shape_signs: Array,
    rng: np.random.Generator | None = None,
) -> Batch:
    """The crops of `samples` and their labels. rng: chooses what lies beyond the stored pictures, black without."""
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
    """All of `samples` as they are, for validation."""
    return crop_batch(samples, np.full(len(samples), real), no_jitter(len(samples), size), landmarks, size, shape_signs)


_MARGIN = 48
_BORDERS = (cv2.BORDER_REFLECT_101, cv2.BORDER_REFLECT_101, cv2.BORDER_REPLICATE, cv2.BORDER_CONSTANT)


def _cut(picture: Array, matrix: Array, size: int, rng: np.random.Generator | None) -> Array:
    """[size, size, 3]. Mostly the picture goes on beyond its edge: a black edge would betray where the crop lies."""
    if rng is None:
        return warp(np.asarray(picture), matrix, size)
    border = _BORDERS[rng.integers(len(_BORDERS))]
    wider = cv2.copyMakeBorder(np.asarray(picture), _MARGIN, _MARGIN, _MARGIN, _MARGIN, border)
    shifted = matrix.copy()
    shifted[:2, 2] -= matrix[:2, :2] @ np.full(2, _MARGIN)
    return warp(wider, shifted, size)


@dataclass(frozen=True, slots=True, eq=False)
class _Pool:
    """Samples to draw from."""

    shards: tuple[Shard, ...]
    rows: Array  # [n, 2] shard, row
    upto: Array  # [n] cumulative probability
    by_person: Array  # [n] the rows ordered by person
    first: Array  # [n] where in `by_person` each row's person begins
    place: Array  # [n] where each row is among its person's
    count: Array  # [n] how many rows that person has

    @classmethod
    def of(cls, shards: tuple[Shard, ...], rows: Array, weights: Array, person: Array) -> _Pool:
        upto = np.cumsum(weights, dtype=np.float64)
        _, which, count = np.unique(person, return_inverse=True, return_counts=True)
        first = np.cumsum(count) - count
        order = np.argsort(which, kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        place -= first[which]
        return cls(shards, rows, upto / upto[-1] if len(upto) else upto, order, first[which], place, count[which])

    def draw(self, num: int, per_person: int, rng: np.random.Generator) -> list[Samples]:
        """`num` samples, those of each person one after the other: the first at random, the rest its other pictures."""
        chosen = np.searchsorted(self.upto, rng.random(-(-num // per_person)), side="right")
        if per_person > 1:
            count = self.count[chosen, None]
            further = 1 + (rng.random((len(chosen), per_person - 1)) * (count - 1)).astype(np.int64)
            others = self.by_person[self.first[chosen, None] + (self.place[chosen, None] + further) % count]
            chosen = np.concatenate([chosen[:, None], others], 1).ravel()
        return [self.shards[shard].samples[row : row + 1] for shard, row in self.rows[chosen[:num]]]


@dataclass(frozen=True, slots=True, eq=False)
class _Pools:
    synthetic: _Pool
    real: _Pool
    negative: _Pool

    @classmethod
    def of(cls, shards: Sequence[Shard], crowd: float) -> _Pools:
        if not any(len(shard) for shard in shards):
            raise BadInput("There are no samples to train on. Make some with: python -m training synthesize")
        rows = np.concatenate([np.stack([np.full(len(s), i), np.arange(len(s))], 1) for i, s in enumerate(shards)])
        real = np.concatenate([np.full(len(shard), shard.is_real) for shard in shards])
        person = np.concatenate([shard.samples.person for shard in shards])
        negative = np.concatenate([shard.samples.trust.max(1) <= 0 for shard in shards])
        _, which, count = np.unique(np.stack([person, real], 1), axis=0, return_inverse=True, return_counts=True)
        weights = np.where(real, count[which.ravel()] ** -crowd, 1.0)
        pools = (
            _Pool.of(tuple(shards), rows[chosen], weights[chosen], person[chosen])
            for chosen in (~real & ~negative, real & ~negative, negative)
        )
        return cls(*pools)

    def draw(self, config: LoaderConfig, rng: np.random.Generator) -> tuple[Samples, Array]:
        """A batch of samples, and which are real."""
        shares = np.array([1 - config.real - config.negative, config.real, config.negative])
        shares *= [len(pool.rows) > 0 for pool in (self.synthetic, self.real, self.negative)]
        counts = np.bincount(rng.choice(3, config.batch, p=shares / shares.sum()), minlength=3)
        parts = self.synthetic.draw(counts[0], config.per_person, rng)
        parts += self.real.draw(counts[1], config.per_person, rng)
        parts += self.negative.draw(counts[2], 1, rng)
        return joined(parts), np.arange(config.batch) >= counts[0]
