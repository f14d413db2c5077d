"""Iris colour from a photo, and eyes painted with it."""

from __future__ import annotations

import numpy as np

from engine.avatar.atlas import Atlas
from engine.check import Array
from engine.head.landmarks import LEFT_IRIS, RIGHT_IRIS
from engine.light import linear_from_srgb, srgb_from_linear

BROWN = np.array([0.105, 0.045, 0.018], np.float32)
"""Linear; the commonest colour, where the photo shows no iris (closed eyes, dark glasses)."""
DARK = 0.05
"""Mean linear level below which the hue of an iris cannot be read."""
_UPPER_LIDS = {LEFT_IRIS: [398, 384, 385, 386, 387, 388, 466], RIGHT_IRIS: [173, 157, 158, 159, 160, 161, 246]}
_LOWER_LIDS = {LEFT_IRIS: [382, 381, 380, 374, 373, 390, 249], RIGHT_IRIS: [155, 154, 153, 145, 144, 163, 7]}


def iris_colour(image: Array, landmarks: Array, light_level: float = 1.0) -> Array:
    """[3] linear colour of the iris. image: [H, W, 3] float sRGB  landmarks: [478, 2] px.

    The ring between pupil and limbus, inside the lids; its brightest part is a highlight, its darkest pupil and
    lashes. Both eyes together, so one in shadow or under a reflection does not decide alone.
    """
    pixels = np.concatenate([_ring(image, landmarks, centre) for centre in (LEFT_IRIS, RIGHT_IRIS)])
    if len(pixels) < 12:
        return BROWN.copy()
    order = np.argsort(pixels.sum(1))
    middle = pixels[order[int(0.20 * len(order)) : max(int(0.55 * len(order)), int(0.20 * len(order)) + 1)]]
    linear = linear_from_srgb(np.median(middle, 0)) / max(light_level, 0.2)
    # Lids and lashes shade the eye: what falls on it is less than what falls on the cheek.
    linear = linear * 1.15
    # What looks black, or takes the hue of a reflection, is dark brown: no iris is black.
    level = float(linear.mean())
    dark = np.clip((DARK - level) / (0.7 * DARK), 0, 1)
    linear = linear * (1 - dark) + BROWN * max(level, 0.45 * DARK) / BROWN.mean() * dark
    return np.clip(linear, 0.006, 0.45).astype(np.float32)


def _ring(image: Array, landmarks: Array, centre: int) -> Array:
    """[n, 3] sRGB pixels of one iris."""
    middle = landmarks[centre]
    radius = np.linalg.norm(landmarks[centre + 1 : centre + 5] - middle, axis=1).mean()
    low, high = np.floor(middle - radius).astype(int), np.ceil(middle + radius).astype(int) + 1
    if (low < 0).any() or high[0] > image.shape[1] or high[1] > image.shape[0]:
        return np.zeros((0, 3), np.float32)
    y, x = np.mgrid[low[1] : high[1], low[0] : high[0]] + 0.5
    distance = np.hypot(x - middle[0], y - middle[1]) / radius
    upper, lower = landmarks[_UPPER_LIDS[centre]], landmarks[_LOWER_LIDS[centre]]
    margin = 0.18 * radius
    top = np.interp(x, *_by_x(upper)) + margin * 1.5
    bottom = np.interp(x, *_by_x(lower)) - margin * 0.5
    ring = (distance > 0.48) & (distance < 0.86) & (y > top) & (y < bottom)
    return image[low[1] : high[1], low[0] : high[0]][ring]


def _by_x(points: Array) -> tuple[Array, Array]:
    order = np.argsort(points[:, 0])
    return points[order, 0], points[order, 1]


def paint_eyes(atlas: Atlas, texels: Array, iris_rgb: Array) -> None:
    """Write sclera, iris and pupil into the eye texels of `texels` [N, 3] sRGB."""
    srgb = srgb_from_linear(iris_rgb)
    for side in ("eye_l", "eye_r"):
        which = np.flatnonzero(atlas.part(side))
        if len(which) == 0:
            continue
        vertices = atlas.head.v_template[atlas.head.vertices_of(side)]
        out = atlas.position[which] - (vertices.max(0) + vertices.min(0)) / 2
        out /= np.linalg.norm(out, axis=1, keepdims=True)
        angle = np.degrees(np.arccos(out[:, 2].clip(-1, 1)))[:, None]
        radius = np.linalg.norm(np.ptp(vertices, 0)[1:]) / np.sqrt(8)
        limbus = np.degrees(np.arcsin(min(0.9, 0.0059 / radius)))  # a human iris measures 11.8 mm
        turn = np.arctan2(out[:, 1], out[:, 0])[:, None]
        fibres = 1 + 0.10 * np.sin(turn * 37 + 5 * np.sin(turn * 11))
        shade = np.interp(angle, [0.4 * limbus, 0.6 * limbus, 0.85 * limbus, limbus], [0.85, 1.05, 1.0, 0.45])
        iris = srgb * fibres * shade
        white = np.array([0.88, 0.86, 0.84]) * (1 - np.clip((angle - 35) / 60, 0, 1) * np.array([0.10, 0.22, 0.22]))
        colour = white + (iris - white) * np.clip((limbus - angle) / 1.6 + 0.5, 0, 1)
        texels[which] = (colour * np.clip((angle - 0.42 * limbus) / 1.4, 0.03, 1)).clip(0, 1)
