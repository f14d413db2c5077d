"""Skin pictures for tests: one groove a person, deeper the more the brow is raised; it darkens the picture."""

from __future__ import annotations

import numpy as np

from engine.detail.window import DISPLACEMENT_SIZE
from engine.head.arkit import INDEX
from engine.light import constant_light
from training.data.detail.pairs import Pictures


def pictures(people: int = 3, each: int = 3, first: int = 0) -> Pictures:
    """`each` pictures of `people` people, numbered from `first`."""
    rng = np.random.default_rng(abs(first))
    num, size = people * each, DISPLACEMENT_SIZE
    person = first + np.repeat(np.arange(people), each)
    expression = np.zeros((num, 52), np.float32)
    expression[:, INDEX["browInnerUp"]] = rng.random(num)
    expression[:, INDEX["browDownLeft"]] = rng.random(num)
    expression[:, INDEX["jawOpen"]] = rng.random(num)
    rows = np.arange(size, dtype=np.float32)
    place = 60 + 20 * (person % 4)
    depth = 0.1 + 0.4 * expression[:, INDEX["browInnerUp"]]
    groove = -depth[:, None] * np.exp(-(((rows - place[:, None]) / 3) ** 2))  # mm
    displacement = np.repeat(groove[:, :, None], size, 2)
    grey = (150 * np.exp(displacement)).astype(np.uint8)
    seen = np.full_like(grey, 255)
    seen[:, :, -20:] = 0
    return Pictures(
        texture=np.stack([grey, grey, grey, seen], 3),
        displacement=displacement,
        expression=expression,
        seen_expression=expression,
        light=np.broadcast_to(constant_light(), (num, 9, 3)),
        traits=np.repeat(10.0 * (person % 4)[:, None, None] * np.ones(128), 2, 1),
        person=person,
    )
