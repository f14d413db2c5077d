"""Batches for training: drawn from synthetic and real shards, jittered, mirrored, and seen by a worse camera.

A batch is a function of the seed and its step alone: a resumed training sees what an uninterrupted one would have
seen, and so does one with more worker processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from engine.check import Array
from training.data.augment import AugmentConfig, augmented, next_frame, occluded, torn
from training.data.batch import Batch, crop_batch
from training.data.columns import joined
from training.data.jitter import JitterConfig, both, draw_jitter, nearby
from training.data.pools import Pools
from training.data.shards import Shard


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
    seed: of every draw. part: this process's number among those that train together; each draws its own batches.
    BadInput where the shards hold no samples.
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
        self._pools = Pools.of(shards, config.crowd)
        self._mild = config.augment.for_synthetic()

    def __getitem__(self, step: int) -> Batch:
        cv2.setNumThreads(1)
        rng = np.random.default_rng([*self._seed, step])
        config = self._config
        twins = round(config.twins * config.batch)
        first = config.batch - twins
        samples, real = self._pools.draw(first, config.real, config.negative, config.per_person, rng)
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
