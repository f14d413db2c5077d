"""Faces whose motion is known: the head's own landmarks, posed and projected as a detector would see them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.head.arkit import expression_from
from engine.head.head_model import Head, rotations, shaped
from engine.head.landmarks import project
from engine.tracking.rig import Person, Rig, posed
from engine.types import Face, Frame

SIZE = 640
MakeFace = Callable[..., Face]


@pytest.fixture
def make_face(open_head: Head) -> MakeFace:
    """face(weights, shape, orient, scores, time) seen in a 640 px picture, with the tracker's own landmarks."""
    rig = Rig.of(open_head)
    image = np.zeros((SIZE, SIZE, 3), np.uint8)

    def make(
        weights: dict[str, float] | None = None,
        shape: np.ndarray | None = None,
        orient: tuple[float, float, float] = (0.0, 0.0, 0.0),
        scores: dict[str, float] | None = None,
        time: float = 0.0,
        noise_px: float = 0.0,
    ) -> Face:
        expression = expression_from(weights or {})
        who = np.zeros(rig.num_shape) if shape is None else shape
        points = posed(Person.of(rig, who), expression).points.T
        root = shaped(open_head, who)[1][0]
        turned = (points - root) @ rotations(np.array(orient)).T + root
        crop = np.array([[224 / SIZE, 0, 0], [0, 224 / SIZE, 0], [0, 0, 1]])
        pixels = project(turned, np.array([6.0, 0.01, -0.02]), crop)
        pixels = pixels + np.random.default_rng(round(time * 1000)).normal(0, 1, pixels.shape) * noise_px
        depth = -turned[:, 2] * 6.0 * SIZE / 2
        seen = expression_from(weights or {} if scores is None else scores)
        return Face(Frame(image, round(time * 30), time), pixels, depth - depth.mean(), seen, 1.0)

    return make
