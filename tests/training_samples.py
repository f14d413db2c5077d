"""Samples for tests: flat faces whose landmarks are drawn as dots, so that a crop can be compared with its labels."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.tracking.measure import Measure
from training.data.shards import SIZE, Samples

METADATA = {"kind": "synthetic", "seed": "3", "head": "open-1"}


def face_points(num: int, rng: np.random.Generator) -> Array:
    """[num, 478, 2] px: points on a disc, stretched and sheared a little from face to face."""
    angle = np.arange(478) * 2.399963
    disc = np.stack([np.cos(angle), np.sin(angle)], 1) * np.sqrt(np.arange(478) / 478)[:, None] * 40
    return (disc @ (np.eye(2) + rng.normal(0, 0.03, (num, 2, 2))) + SIZE / 2).astype(np.float32)


def samples(num: int = 12, seed: int = 0, nobody: int = 0) -> Samples:
    """`num` faces and `nobody` pictures without one."""
    rng = np.random.default_rng(seed)
    total = num + nobody
    points = face_points(total, rng)
    picture = np.full((total, SIZE, SIZE, 3), 90, np.uint8)
    for image, landmarks in zip(picture[:num], points, strict=False):
        for x, y in landmarks[Measure.of().points].astype(int):
            image[y, x] = (240, 200, 160)
    face = np.arange(total) < num
    return Samples(
        picture=picture,
        landmarks=points,
        controls=rng.random((total, 52)) * 0.5,
        orient=rng.normal(0, 0.2, (total, 3)),
        shape=rng.normal(size=(total, 100)),
        light=rng.normal(size=(total, 9, 3)),
        person=np.where(face, np.arange(total) // 3, -1),
        confidence=face,
        trust=np.repeat(face[:, None], 3, 1),
    )
