"""Faces that are not where the crop looks for them, and pictures that end within it."""

from __future__ import annotations

import cv2
import numpy as np

from engine.check import Array
from training.data.shards import SIZE


def misplaced(rng: np.random.Generator) -> Array:
    """[3, 3] that takes a face far off the crop: beside it, much too large, too small, or upside down."""
    kind = rng.integers(4)
    zoom, turn, shift = 1.0, 0.0, rng.normal(0, 6, 2)
    if kind == 0:
        direction = rng.uniform(0, 2 * np.pi)
        shift = np.array([np.cos(direction), np.sin(direction)]) * rng.uniform(75, 110)
    elif kind == 1:
        zoom = rng.uniform(2.6, 5.0)
        shift = rng.normal(0, 60, 2)
    elif kind == 2:
        zoom = rng.uniform(0.1, 0.32)
        shift = rng.normal(0, 35, 2)
    else:
        turn = np.pi + rng.normal(0, 0.6)
    linear = zoom * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    out = np.eye(3)
    out[:2, :2] = linear
    out[:2, 2] = SIZE / 2 - linear @ [SIZE / 2, SIZE / 2] + shift
    return out


def cut(picture: Array, hidden: Array, rng: np.random.Generator) -> None:
    """Black where the source has no picture: a side or a corner, turned by the crop."""
    direction = rng.choice(4, p=[0.2, 0.5, 0.2, 0.1]) * np.pi / 2 + rng.normal(0, 0.25)
    away = np.array([np.cos(direction), np.sin(direction)])
    along = np.array([-away[1], away[0]])
    edge = np.array([SIZE / 2, SIZE / 2]) + away * rng.uniform(35, 75) - 25 * (rng.random() < 0.2)
    corners = np.array(
        [edge + along * 300, edge - along * 300, edge - along * 300 + away * 300, edge + along * 300 + away * 300]
    )
    corners = np.round(corners).astype(np.int32)
    cv2.fillConvexPoly(picture, corners, (0, 0, 0))
    cv2.fillConvexPoly(hidden, corners, 1.0)
