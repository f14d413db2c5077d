"""Batches of skin: several pictures of each person, mirrored and seen by worse cameras; a function of seed and step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np

from engine.check import Array
from engine.detail.texture import filled
from engine.errors import BadInput
from engine.head.arkit import INDEX, JAW_OPEN_RAD
from training.data import mirror
from training.data.augment import AugmentConfig, augmented
from training.data.columns import joined
from training.data.detail.pairs import PictureFile, Pictures
from training.losses.detail_consistency import code_givers

CAMERAS = AugmentConfig(
    clean=0.6, light_from_side=0.1, grey=0.02, blur=0.15, motion_blur=0, low_resolution=0, noise=0.2, jpeg=0.2
)
"""Much milder than for tracking: a wrinkle must survive it, and avatars are made of good photos."""
EXCHANGE = 0.75
TOLD = 0.5
_NUM_HIDDEN = 3
"""At most, things that hide skin."""


class DetailBatch(NamedTuple):
    """B pictures; numpy arrays, or tensors once a torch loader has passed them on."""

    texture: Array  # [B, 256, 256, 4] uint8 sRGB and visibility
    displacement: Array  # [B, 256, 256] float32 m
    expression: Array  # [B, 52]
    seen_expression: Array  # [B, 52]
    jaw_pose: Array  # [B, 3] rad
    light: Array  # [B, 9, 3]
    traits: Array  # [B, 128] micrometres
    person: Array  # [B] int64, negative for real people
    giver: Array  # [B] int64: the picture of the same person whose code explains this one
    real: Array  # [B] bool
    told: Array  # [B] bool: explained by the traits instead, of which no real person's are known


@dataclass(frozen=True, slots=True)
class DetailLoaderConfig:
    """What a batch is made of."""

    people: int = 9
    per_person: int = 2
    """The paper takes 6 people x 3 pictures; people are what there is least of."""
    real_people: int = 2
    """Of the people, if there are any; they have two pictures each."""
    real_chance: float = 1.0
    """Share of batches with real people."""
    exchange: float = EXCHANGE
    """Share of pictures explained by the code of another picture of their person (L_dc); 0 for the ablation."""
    told: float = TOLD
    """Share of made-up people's pictures explained by the true traits of their person."""
    cameras: AugmentConfig = CAMERAS


class DetailLoader:
    """`loader[step]` is the batch of that step. May be handed to other processes."""

    def __init__(self, files: Sequence[PictureFile], config: DetailLoaderConfig, *, seed: int = 0, part: int = 0):
        if not any(len(file) for file in files):
            raise BadInput("There are no detail pictures to train on. Make some with: python -m training detail-pairs")
        self._config = config
        self._seed = seed, part
        self._files = list(files)
        self._synthetic, self._real = ([_People.of(i, f) for i, f in enumerate(files) if f.is_real is real]
                                       for real in (False, True))  # fmt: skip

    def __getitem__(self, step: int) -> DetailBatch:
        cv2.setNumThreads(1)
        rng = np.random.default_rng([*self._seed, step])
        config = self._config
        with_real = bool(self._real) and rng.random() < config.real_chance
        num_real = min(config.real_people, config.people) if with_real else 0
        parts = [self._draw(self._synthetic, config.per_person, rng) for _ in range(config.people - num_real)]
        parts += [self._draw(self._real, 2, rng) for _ in range(num_real)]
        seen = [_moved(part, config.cameras, rng) for part in parts]
        giver, first = [], 0
        for part in parts:
            giver.append(first + code_givers(len(part), config.exchange, rng))
            first += len(part)
        real = np.repeat(np.arange(len(parts)) >= config.people - num_real, [len(part) for part in parts])
        told = ~real & (rng.random(len(real)) < config.told)
        return whole_batch(joined(seen), real, np.concatenate(giver), told)

    def _draw(self, pool: list[_People], num: int, rng: np.random.Generator) -> Pictures:
        people = pool[rng.integers(len(pool))]
        rows = people.rows[rng.integers(len(people.rows))]
        return self._files[people.file].rows(rng.choice(rows, num, replace=len(rows) < num))


@dataclass(frozen=True, slots=True, eq=False)
class _People:
    file: int
    rows: tuple[Array, ...]  # of each person

    @classmethod
    def of(cls, number: int, file: PictureFile) -> _People:
        return cls(number, tuple(np.flatnonzero(file.person == one) for one in np.unique(file.person)))


def whole_batch(pictures: Pictures, real: Array, giver: Array | None = None, told: Array | None = None) -> DetailBatch:
    """`pictures` as they are."""
    jaw = np.zeros((len(pictures), 3), np.float32)
    jaw[:, 0] = JAW_OPEN_RAD * pictures.expression[:, INDEX["jawOpen"]]
    return DetailBatch(
        texture=pictures.texture,
        displacement=pictures.displacement.astype(np.float32) * np.float32(1e-3),
        expression=pictures.expression,
        seen_expression=pictures.seen_expression,
        jaw_pose=jaw,
        light=pictures.light,
        traits=np.ascontiguousarray(pictures.traits[:, 0]),
        person=pictures.person,
        giver=np.arange(len(pictures)) if giver is None else giver,
        real=real,
        told=np.zeros_like(real) if told is None else told,
    )


def _moved(pictures: Pictures, cameras: AugmentConfig, rng: np.random.Generator) -> Pictures:
    """One person's pictures, all mirrored or none, each by its own camera and with something before it."""
    if rng.random() < 0.5:
        pictures = mirrored(pictures)
    texture = np.stack([_seen(picture, cameras, rng) for picture in pictures.texture])
    return replace(pictures, texture=texture)


def mirrored(pictures: Pictures) -> Pictures:
    """Everybody's other self."""
    return Pictures(
        texture=pictures.texture[:, :, ::-1],
        displacement=pictures.displacement[:, :, ::-1],
        expression=pictures.expression[:, mirror.CONTROLS],
        seen_expression=pictures.seen_expression[:, mirror.CONTROLS],
        light=pictures.light * mirror.LIGHT[:, None],
        traits=pictures.traits[:, ::-1],
        person=pictures.person,
    )


def _seen(picture: Array, cameras: AugmentConfig, rng: np.random.Generator) -> Array:
    colour, seen = np.ascontiguousarray(picture[..., :3]), picture[..., 3].copy()
    colour = augmented(colour, cameras, rng)
    size = len(colour)
    for _ in range(rng.integers(_NUM_HIDDEN + 1) if rng.random() < 0.3 else 0):
        centre = tuple(map(float, rng.uniform(0, size, 2)))
        axes = tuple(map(float, size * np.exp(rng.uniform(np.log(0.05), np.log(0.4), 2))))
        cv2.ellipse(seen, (centre, axes, float(rng.uniform(0, 180))), 0, -1)
    return hidden(colour, seen)


def hidden(colour: Array, seen: Array) -> Array:
    """[S, S, 4] uint8 of colour [S, S, 3] and visibility [S, S], uint8: the mean colour where nothing is seen."""
    mixed = filled(colour.astype(np.float32), seen.astype(np.float32) / 255)
    return np.dstack([(mixed + 0.5).astype(np.uint8), seen])
