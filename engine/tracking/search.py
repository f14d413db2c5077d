"""Looking for faces of any size in a single picture, with a detector that only sees large ones well."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from engine.check import Array

Detections = list[tuple[Array, Array]]
"""Points [478, 3] (x, y, depth in px of the picture) and scores [52] of each face."""

_SEARCH_PX = 1280
"""Longer pictures are searched at this size; the faces found are then looked at in full resolution."""

_CLOSE_UP = 2.0
"""Side of the square that is cut out around a face for the second look, in sides of its box."""

_MIN_TILE_PX = 200
"""Smaller tiles would only find faces too small to be of use."""


def search(image: Array, detect: Callable[[Array], Detections]) -> Detections:
    """Every face of `image` [H, W, 3] uint8, in its pixels.

    First the whole picture, then with a border (faces that fill it), then overlapping tiles of a half and a quarter
    (small faces). Each face is then measured again in a crop of its own: that makes its points independent of how
    large it is in the picture.
    """
    found: Detections = []
    for region in _regions(image):
        found = [face for face in _detect_in(image, region, detect) if _plausible(face, image)]
        if found:
            break
    return _without_repeats([_second_look(image, face, detect) for face in found])


def _regions(image: Array) -> Iterator[list[Array]]:
    """Lists of squares/rectangles (x0, y0, x1, y1 px) to look at together, the likeliest list first."""
    height, width = image.shape[:2]
    whole = np.array([0, 0, width, height])
    yield [whole]
    border = 0.4 * max(width, height)
    yield [whole + np.array([-border, -border, border, border])]
    for share in (2, 4, 8):
        side = max(width, height) / share
        if side < _MIN_TILE_PX:
            return
        yield [np.array([x, y, x + side, y + side]) for y in _starts(height, side) for x in _starts(width, side)]


def _starts(length: int, side: float) -> Array:
    """Beginnings of half-overlapping tiles that cover `length`."""
    if length <= side:
        return np.array([(length - side) / 2])
    return np.linspace(0, length - side, int(np.ceil(2 * (length - side) / side)) + 1)


def _detect_in(image: Array, regions: list[Array], detect: Callable[[Array], Detections]) -> Detections:
    found: Detections = []
    for region in regions:
        picture, scale, corner = _cut(image, region, _SEARCH_PX)
        for points, scores in detect(picture):
            found.append((points / scale + np.array([*corner, 0.0]), scores))
    return found


def _second_look(image: Array, face: tuple[Array, Array], detect: Callable[[Array], Detections]) -> tuple[Array, Array]:
    points, _ = face
    low, high = points[:, :2].min(0), points[:, :2].max(0)
    half = _CLOSE_UP / 2 * (high - low).max()
    centre = (low + high) / 2
    again = _detect_in(image, [np.concatenate([centre - half, centre + half])], detect)
    again = [other for other in again if _overlap(points, other[0]) > 0.5]
    return max(again, key=lambda other: _overlap(points, other[0])) if again else face


def _cut(image: Array, region: Array, limit_px: int) -> tuple[Array, float, Array]:
    """Picture of `region`, black outside the image, at most `limit_px` long; its scale and its top left corner."""
    import cv2

    x0, y0, x1, y1 = np.round(region).astype(int)
    height, width = image.shape[:2]
    inside = image[max(y0, 0) : min(y1, height), max(x0, 0) : min(x1, width)]
    borders = (max(-y0, 0), max(y1 - height, 0), max(-x0, 0), max(x1 - width, 0))
    scale = min(1.0, limit_px / max(x1 - x0, y1 - y0))
    if any(borders):
        inside = cv2.copyMakeBorder(inside, *borders, cv2.BORDER_CONSTANT)
    if scale < 1:
        inside = cv2.resize(inside, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return inside, scale, np.array([x0, y0])


def _plausible(face: tuple[Array, Array], image: Array) -> bool:
    """Most of the face lies in the picture: black borders are sometimes taken for one."""
    points = face[0]
    height, width = image.shape[:2]
    inside = (points[:, 0] > 0) & (points[:, 0] < width) & (points[:, 1] > 0) & (points[:, 1] < height)
    return bool(inside.mean() > 0.5)


def _without_repeats(found: Detections) -> Detections:
    kept: Detections = []
    for face in found:
        if all(_overlap(face[0], other[0]) < 0.4 for other in kept):
            kept.append(face)
    return kept


def _overlap(points: Array, others: Array) -> float:
    """Intersection over union of the bounding boxes of two faces."""
    low_a, high_a, low_b, high_b = (
        points[:, :2].min(0),
        points[:, :2].max(0),
        others[:, :2].min(0),
        others[:, :2].max(0),
    )
    common = np.prod(np.clip(np.minimum(high_a, high_b) - np.maximum(low_a, low_b), 0, None))
    return float(common / (np.prod(high_a - low_a) + np.prod(high_b - low_b) - common + 1e-9))
