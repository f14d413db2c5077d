"""Batches of whole people: every person once an epoch, several pictures of each; a function of seed and step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np

from engine.check import Array
from engine.errors import BadInput
from engine.tracking.align import crop_from_points
from engine.tracking.crop import warp
from training.data.faces import REACH, SIDE, FaceFile
from training.paper.preset import Draw

REACHES = (1.4, 1.8)
"""Side of a crop in mean sides of the landmarks' box: drawn from between these, as in the released configuration."""
_EYES, _MOUTH = ((36, 39), (42, 45)), (48, 54)
"""Corners, of iBUG's 68: the subject's right eye, the left one; the mouth's."""


class FaceBatch(NamedTuple):
    """B pictures; numpy arrays, or tensors once a torch loader has passed them on."""

    picture: Array  # [B, S, S, 3] uint8 sRGB
    mask: Array  # [B, S, S] uint8, 255 where skin is bare
    landmarks: Array  # [B, 68, 2] crop ndc, +y up
    person: Array  # [B] int64
    aligned: Array  # [B, 3, 3] from the crop, in ndc with y down, to px of the aligned crop (engine.tracking.align)


class FaceLoader:
    """`loader[step]` is the batch of that step of process `part` of `parts`. May be handed to other processes.

    size: side of the crops, px. All processes together draw every person once before anybody comes again; each takes
    its own share of them. Only the number of processes changes what a step sees, not how often it was begun again.
    """

    def __init__(
        self, files: Sequence[FaceFile], draw: Draw, size: int, *, seed: int = 0, part: int = 0, parts: int = 1
    ) -> None:
        self._files, self._draw, self._size = list(files), draw, size
        self._seed, self._part, self._parts = seed, part, parts
        rows = np.concatenate([np.stack([np.full(len(f), i), np.arange(len(f))], 1) for i, f in enumerate(files)])
        person = np.concatenate([file.person for file in files])
        if not len(person):
            raise BadInput("There are no faces to train on. Make some with: python -m training label FOLDER --squares")
        order = np.argsort(person, kind="stable")
        _, first = np.unique(person[order], return_index=True)
        self._people = np.split(rows[order], first[1:])

    @property
    def num_people(self) -> int:
        return len(self._people)

    @property
    def steps_per_epoch(self) -> float:
        """Steps after which all pictures have been drawn as often as they are."""
        return sum(map(len, self._people)) / (self._draw.pictures * self._parts)

    def __getitem__(self, step: int) -> FaceBatch:
        cv2.setNumThreads(1)
        rng = np.random.default_rng([self._seed, self._part, step])
        first = (step * self._parts + self._part) * self._draw.people
        faces = []
        for place in range(first, first + self._draw.people):
            rows = self._people[_order(self._seed, place // self.num_people, self.num_people)[place % self.num_people]]
            count = self._draw.per_person
            chosen = rows[rng.choice(len(rows), count, replace=len(rows) < count)]
            faces += [self._crop(file, row, rng.uniform(*REACHES)) for file, row in chosen]
        return FaceBatch(*(np.stack(values) for values in zip(*faces, strict=True)))

    def _crop(self, file: int, row: int, reach: float) -> tuple[Array, ...]:
        face = self._files[file][row]
        zoom = REACH / reach * self._size / SIDE
        edge = self._size / 2 - zoom * SIDE / 2
        matrix = np.array([[zoom, 0, edge], [0, zoom, edge], [0, 0, 1.0]])
        points = face.landmarks @ matrix[:2, :2].T + matrix[:2, 2]
        right, left = (points[list(corners)].mean(0) for corners in _EYES)
        half = self._size / 2
        from_ndc = np.array([[half, 0, half], [0, half, half], [0, 0, 1.0]])
        return (
            warp(np.ascontiguousarray(face.picture), matrix, self._size),
            warp(face.mask, matrix, self._size),
            ((points / half - 1) * [1, -1]).astype(np.float32),
            np.int64(face.person),
            (crop_from_points(right, left, points[list(_MOUTH)].mean(0)) @ from_ndc).astype(np.float32),
        )


@lru_cache(maxsize=4)
def _order(seed: int, epoch: int, num: int) -> Array:
    """[num] the people's order in an epoch, the same for all processes."""
    return np.random.default_rng([seed, epoch, num]).permutation(num)
