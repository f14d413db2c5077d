"""What is behind a face: rooms out of focus. And what is in front of it: hands, cups, microphones."""

from __future__ import annotations

import cv2
import numpy as np

from engine.check import Array
from training.data.synthetic.skin import sample_tone

_ROOM = 72


def room(size: int, rng: np.random.Generator) -> Array:
    """[size, size, 3] linear: walls, shelves, windows and clutter, more or less blurred."""
    whole, size = size, _ROOM if rng.random() < 0.7 else size  # what is out of focus needs few pixels
    base = rng.uniform(0.02, 0.9) ** 1.5 * (1 + rng.normal(0, 0.10, 3))
    y, x = np.mgrid[0:1:32j, 0:1:32j].astype(np.float32)
    slope = rng.normal(0, 0.5, 2)
    small = np.clip(1 + slope[0] * (x - 0.5) + slope[1] * (y - 0.5), 0.1, 3)[..., None] * np.float32(base)
    picture = cv2.resize(small.astype(np.float32), (size, size))
    for _ in range(rng.integers(0, 9)):
        colour = tuple(_colour(rng).tolist())
        low = rng.integers(-size // 3, size, 2)
        high = low + (rng.uniform(0.03, 0.9, 2) * size).astype(int)
        kind = rng.integers(4)
        if kind < 2:
            cv2.rectangle(picture, low.tolist(), high.tolist(), colour, -1)
        elif kind == 2:
            cv2.line(picture, low.tolist(), high.tolist(), colour, int(rng.integers(1, 14)))
        else:
            cv2.ellipse(picture, low.tolist(), (high - low + 1).tolist(), rng.uniform(0, 180), 0, 360, colour, -1)
    if rng.random() < 0.5:  # foliage, patterns
        cells = int(rng.integers(4, 40))
        picture *= np.clip(1 + rng.uniform(0.05, 0.5) * _pattern(size, cells, rng), 0.05, 4)
    blur = rng.uniform(0.0, 5.0) * size / whole
    if blur > 0.4:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    return picture if size == whole else cv2.resize(picture, (whole, whole))


def in_front(size: int, landmarks: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Linear colours [size, size, 3] and opacity [size, size] of something before the face."""
    scale = size / 144
    aim = landmarks[rng.integers(len(landmarks))] + rng.normal(0, 14 * scale, 2)
    if rng.random() < 0.35:
        return _hand(size, aim, rng)
    opacity = np.zeros((size, size), np.float32)
    colours = np.broadcast_to(_colour(rng), (size, size, 3)).copy()
    if rng.random() < 0.5:
        cells = int(rng.integers(2, 12))
        colours *= np.clip(1 + 0.4 * _pattern(size, cells, rng), 0.1, 3)
    kind = rng.integers(4)
    if kind == 0:  # a box, a phone, a sheet of paper
        sides = rng.uniform(14, 90, 2) * scale
        box = cv2.boxPoints((aim.tolist(), sides.tolist(), float(rng.uniform(0, 180))))
        _fill(opacity, box)
    elif kind == 1:  # a cup from below
        wide = rng.uniform(12, 32) * scale
        box = aim + np.array([[-wide, 0], [wide, 0], [0.8 * wide, 2.4 * wide], [-0.8 * wide, 2.4 * wide]])
        _fill(opacity, box)
    elif kind == 2:  # a microphone on its arm
        wide = rng.uniform(6, 18) * scale
        end = aim + np.array([rng.normal(0, 80), 130]) * scale
        cv2.line(opacity, aim.astype(int).tolist(), end.astype(int).tolist(), 1.0, max(int(wide * 0.6), 1))
        cv2.circle(opacity, aim.astype(int).tolist(), int(wide), 1.0, -1, cv2.LINE_AA)
    else:  # something across the picture: a strap, a pole, the edge of a screen
        away = rng.normal(0, 1, 2)
        away = away / np.linalg.norm(away) * size
        cv2.line(opacity, (aim - away).astype(int).tolist(), (aim + away).astype(int).tolist(), 1.0,
                 int(rng.uniform(3, 30) * scale))  # fmt: skip
    return colours, cv2.GaussianBlur(opacity, (0, 0), rng.uniform(0.4, 2.0) * scale)


def _colour(rng: np.random.Generator) -> Array:
    """[3] linear colour of a thing: mostly dull."""
    colour = rng.uniform(0.05, 1, 3)
    grey = colour.mean()
    return np.float32((grey + (colour - grey) * rng.beta(1.0, 2.5)) ** 1.8 * rng.uniform(0.1, 1.2))


def _pattern(size: int, cells: int, rng: np.random.Generator) -> Array:
    """[size, size, 3] noise of unit deviation, its colours dull."""
    noise = rng.normal(0, 1, (cells, cells, 1)) + 0.3 * rng.normal(0, 1, (cells, cells, 3))
    return cv2.resize(noise.astype(np.float32), (size, size))


def _fill(opacity: Array, corners: Array) -> None:
    cv2.fillConvexPoly(opacity, np.round(corners).astype(np.int32), 1.0, cv2.LINE_AA)


def _hand(size: int, aim: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Fingers and a palm, lit from above, darker between the fingers."""
    scale = size / 144
    tone = sample_tone(rng) * rng.uniform(0.4, 1.1)
    opacity = np.zeros((size, size), np.float32)
    form = np.zeros((size, size), np.float32)
    direction = rng.uniform(0, 2 * np.pi)
    thick = rng.uniform(6.0, 10.0) * scale
    length = rng.uniform(25, 48) * scale
    ahead = np.array([np.cos(direction), np.sin(direction)])
    aside = np.array([-ahead[1], ahead[0]])
    num = int(rng.integers(1, 6))
    spread = rng.uniform(0.9, 1.6)
    for finger in range(num):
        off = finger - (num - 1) / 2
        root = aim + aside * off * thick * spread - ahead * length * 0.5
        tip = root + (ahead + aside * off * rng.uniform(0, 0.15)) * length * (1 - 0.06 * off * off)
        for width, level in ((1.0, 0.62), (0.7, 0.9), (0.35, 1.1)):
            cv2.line(form, root.astype(int).tolist(), tip.astype(int).tolist(), level, max(int(thick * width), 1))
        cv2.line(opacity, root.astype(int).tolist(), tip.astype(int).tolist(), 1.0, max(int(thick), 1))
    if num >= 3:
        palm = aim - ahead * (length * 0.5 + thick * 1.5)
        axes = [int(thick * 2.6), int(thick * num * 0.55 * spread) + 1]
        angle = float(np.degrees(direction))
        cv2.ellipse(form, palm.astype(int).tolist(), axes, angle, 0, 360, 0.95, -1)
        cv2.ellipse(opacity, palm.astype(int).tolist(), axes, angle, 0, 360, 1.0, -1)
    form = cv2.GaussianBlur(form, (0, 0), 1.2 * scale)
    return form[..., None] * np.float32(tone), cv2.GaussianBlur(opacity, (0, 0), 0.7 * scale)
