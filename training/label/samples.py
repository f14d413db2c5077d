"""Fitted faces and places without one as training samples."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from engine.avatar.tex_space import NUM_TEX
from engine.check import Array
from engine.tracking import align, crop
from engine.tracking.placement import rotation_vector
from training.data.shards import SIZE, Samples
from training.label.clip_fit import Fitted

NOBODY = -1
"""The `person` of a sample without a face."""
_MARGIN = (SIZE - align.LIVE_SIZE) / 2


def crop_with_margin(landmarks: Array) -> Array:
    """[3, 3] from image px to px of the stored picture: the live crop in its middle, a margin around it."""
    return np.array([[1, 0, _MARGIN], [0, 1, _MARGIN], [0, 0, 1.0]]) @ align.crop_from_landmarks(landmarks)


def face_sample(
    image: Array, fitted: Fitted, shape: Array, person: int, shape_trust: float, tex: Array | None = None
) -> Samples:
    """One sample [1] of the face that `fitted` explains, cut out of `image` [H, W, 3]. tex: [NUM_TEX] where known."""
    landmarks = fitted.sighting.landmarks
    matrix = crop_with_margin(landmarks)
    points = landmarks @ matrix[:2, :2].T + matrix[:2, 2]
    orient = orient_in_crop(fitted.placement.rotation, matrix)
    sure = fitted.confidence
    return Samples(
        picture=crop.warp(image, matrix, SIZE)[None],
        landmarks=points[None],
        controls=fitted.controls[None],
        orient=orient[None],
        shape=shape[None],
        light=np.zeros((1, 9, 3)),  # not known of real pictures
        person=np.array([person]),
        confidence=np.array([sure]),
        trust=np.array([[sure, sure, sure * shape_trust]]),
        tex=np.zeros((0, NUM_TEX)) if tex is None else tex[None],
    )


def orient_in_crop(rotation: Array, crop_from_image: Array) -> Array:
    """[3] rad of the head's `rotation` [3, 3] in the frame of a crop that turns the picture."""
    turn = crop_from_image[:2, :2] / np.sqrt(np.linalg.det(crop_from_image[:2, :2]))
    upright = np.eye(3)
    upright[:2, :2] = turn * [[1, -1], [-1, 1]]  # rows count downwards, the frame's y goes up
    return rotation_vector(upright @ rotation)


def background_sample(image: Array, boxes: Sequence[Array], random: np.random.Generator) -> Samples | None:
    """One sample [1] of a place in `image` that shows none of the faces in `boxes` (x0, y0, x1, y1 px); None if full.

    A border of the face's box may be in it: hair, neck and ears alone are no face.
    """
    height, width = image.shape[:2]
    for _ in range(40):
        side = min(height, width) * random.uniform(0.2, 0.9)
        # Up to a fifth of the square may lie outside the picture, as a crop of the live path may.
        x, y = (random.uniform(-0.2 * side, length - 0.8 * side) for length in (width, height))
        if any(_covered(np.array([x, y, x + side, y + side]), box) > 0.08 for box in boxes):
            continue
        angle, zoom = random.uniform(-0.5, 0.5), SIZE / side
        turn = zoom * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        shift = SIZE / 2 - turn @ [x + side / 2, y + side / 2]
        matrix = np.array([[*turn[0], shift[0]], [*turn[1], shift[1]], [0, 0, 1.0]])
        return Samples(
            picture=crop.warp(image, matrix, SIZE)[None],
            landmarks=np.zeros((1, 478, 2)),
            controls=np.zeros((1, 52)),
            orient=np.zeros((1, 3)),
            shape=np.zeros((1, 100)),
            light=np.zeros((1, 9, 3)),
            person=np.array([NOBODY]),
            confidence=np.zeros(1),
            trust=np.zeros((1, 3)),
        )
    return None


def person_number(*names: str) -> int:
    """The same for the same names, on every machine; never NOBODY."""
    return int.from_bytes(hashlib.sha256("/".join(names).encode()).digest()[:8], "big") >> 1


def _covered(square: Array, box: Array) -> float:
    """Share of `box` that `square` covers."""
    low, high = np.maximum(square[:2], box[:2]), np.minimum(square[2:], box[2:])
    return float(np.prod(np.clip(high - low, 0, None)) / max(np.prod(box[2:] - box[:2]), 1e-9))
