"""Where on the detail window there is bare skin."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from engine.check import Array
from engine.detail.texture import window_of
from engine.detail.window import DISPLACEMENT_SIZE
from engine.head.head_model import Head
from engine.head.landmarks import embed
from training.data.synthetic.canvas import canvas_of
from training.data.wrinkles.ground import ground_of

_BROWS, _LIPS, _LIDS = 1, 4, 6
"""Of Canvas.masks."""
_FADE_M = 0.018
_INNER = 9
"""Texels a side."""


@lru_cache(maxsize=2)
def face_region(head: Head, size: int = DISPLACEMENT_SIZE) -> Array:
    """[size, size] in [0, 1]: skin that detail is asked of; none under brows, on lips, lids' edges and nostrils."""
    ground, masks = ground_of(head, size), canvas_of(head).masks
    hidden = [
        _wider(window_of(masks[index], size), reach)
        for index, reach in ((_BROWS, 0.012), (_LIPS, 0.008), (_LIDS, 0.010))
    ]
    x, y, z = np.abs(ground.position[..., 0]), ground.position[..., 1], ground.position[..., 2]
    front = np.clip((z + 0.002) / 0.02, 0, 1) * np.clip((0.098 - y) / 0.012, 0, 1) * np.clip((y + 0.105) / 0.012, 0, 1)
    nostrils = np.exp(-(((x - 0.004) / 0.010) ** 2 + ((y + 0.020) / 0.009) ** 2))
    aside = np.clip((0.074 - x) / 0.008, 0, 1)
    inner = cv2.erode(ground.covered.astype(np.uint8), np.ones((5, 5)))
    region = (1 - np.maximum.reduce(hidden)) * (1 - nostrils) * front * aside * inner
    soft = cv2.GaussianBlur(region.astype(np.float32), (0, 0), 1.5)
    return (soft + soft[:, ::-1]) / 2


@lru_cache(maxsize=2)
def inner_face(head: Head, size: int = DISPLACEMENT_SIZE) -> Array:
    """[size, size] in [0, 1]: `face_region` well inside of its edges, where shadows of jaw, hair and lids fall."""
    inner = cv2.erode((face_region(head, size) > 0.5).astype(np.float32), np.ones((_INNER, _INNER)))
    return cv2.GaussianBlur(inner, (0, 0), _INNER / 3)


def still_face(head: Head, size: int = DISPLACEMENT_SIZE) -> Array:
    """[size, size] in [0, 1]: `inner_face`, fading towards the top of what photographs show of foreheads (landmark 10).

    Above it nothing is taught, so relief that went on up to there would end in a step.
    """
    top = embed(head, head.v_template)[10, 1]
    height = ground_of(head, size).position[..., 1]
    fade = np.clip((top - height) / _FADE_M, 0, 1)
    return inner_face(head, size) * (fade * fade * (3 - 2 * fade))


def _wider(mask: Array, reach: float) -> Array:
    """`mask` grown by `reach` of the window's side."""
    side = max(round(reach * len(mask)), 1)
    return cv2.dilate(mask.clip(0, 1), np.ones((2 * side + 1, 2 * side + 1)))
