"""What a webcam does to light: exposure, white balance, tone, small sensors, motion, noise, compression."""

from __future__ import annotations

import cv2
import numpy as np

from engine.check import Array
from training.data.synthetic.raster import compiled
from training.data.synthetic.skin import SRGB

_NOISE = np.random.default_rng(0).standard_normal(1 << 20, np.float32)
"""Drawn once: a picture takes a stretch of it from somewhere."""


def expose(picture: Array, face: Array, rng: np.random.Generator) -> Array:
    """[3] gains of a camera that meters the face or the room. picture: [S, S, 3] linear  face: [S, S] its share."""
    level, face = picture[::3, ::3, 1], face[::3, ::3]
    share = float(face.sum())
    everywhere = float(level.mean())
    on_face = float(np.vdot(level, face)) / share if share > 12 else everywhere
    metered = on_face if rng.random() < 0.7 else 0.5 * on_face + 0.5 * everywhere
    wanted = min(max(0.21 * np.exp(0.40 * rng.normal()), 0.04), 0.45)
    if rng.random() < 0.12:  # a dim room, or a camera that spares a bright one
        wanted = rng.uniform(0.015, 0.09)
    gain = (wanted / max(metered, 1e-3)) ** rng.uniform(0.6, 1.0)
    balance = 1 + rng.normal(0, [0.03, 0.012, 0.03]) + rng.normal(0, 0.05) * np.array([1.0, 0.0, -1.0])
    return np.float32(np.clip(gain, 0.05, 12.0) * balance.clip(0.6, 1.5))


def develop(linear: Array, gain: Array, rng: np.random.Generator) -> Array:
    """[S, S, 3] uint8 sRGB of a linear picture: the camera's curve and colours."""
    saturation = rng.uniform(0.7, 1.35) if rng.random() < 0.6 else 1.0
    if rng.random() < 0.03:
        saturation = 0.0
    table = SRGB[np.round(_STEPS ** rng.uniform(0.85, 1.2) * 4096).astype(np.int16)]
    if rng.random() < 0.5:  # contrast, and blacks that are not
        low, high = rng.uniform(0, 30), rng.uniform(225, 275)
        if rng.random() < 0.2:  # flat: an old camera, a veil of light
            low, high = rng.uniform(5, 50), rng.uniform(130, 225)
        table = np.clip(low + table.astype(np.float32) * (high - low) / 255, 0, 255).astype(np.uint8)
    out = np.empty(linear.shape, np.uint8)
    _developed(linear, gain, np.float32(rng.uniform(0.55, 0.95)), np.float32(saturation), table, out)
    return out


_STEPS = np.linspace(0, 1, 4097)


@compiled
def _developed(linear: Array, gain: Array, knee: float, saturation: float, table: Array, out: Array) -> None:
    zero, one = np.float32(0), np.float32(1)
    shown = np.empty(3, np.float32)
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            for c in range(3):
                value = max(linear[y, x, c] * gain[c], zero)
                over = max(value - knee, zero)
                shown[c] = min(value, knee) + (one - knee) * over / (over + (one - knee))
            grey = (shown[0] + shown[1] + shown[2]) * np.float32(1 / 3)
            for c in range(3):
                value = grey + (shown[c] - grey) * saturation
                out[y, x, c] = table[int(min(max(value, zero), one) * np.float32(4096))]


@compiled
def _noisy(picture: Array, noise: Array, common: float, strength: float) -> None:
    """Add noise [>= 4 S S] in place: `common` of it to all channels alike; more in the dark."""
    at = 0
    for y in range(picture.shape[0]):
        for x in range(picture.shape[1]):
            for c in range(3):
                value = np.float32(picture[y, x, c])
                grain = common * noise[at] + (np.float32(1) - common) * noise[at + 1 + c]
                value += strength * (np.float32(1.3) - np.float32(0.6 / 255) * value) * grain
                picture[y, x, c] = np.uint8(min(max(value + np.float32(0.5), np.float32(0)), np.float32(255)))
            at += 4


def blur(linear: Array, rng: np.random.Generator) -> Array:
    """[S, S, 3] out of focus, in motion, or as it was."""
    chance = rng.random()
    if chance < 0.20:
        return cv2.GaussianBlur(linear, (0, 0), rng.uniform(0.4, 1.2))
    if chance < 0.32:
        length = rng.uniform(1.5, 8.0)
        return cv2.filter2D(linear, -1, _streak(length, rng.uniform(0, np.pi)))
    return linear


def _streak(length: float, direction: float) -> Array:
    size = int(length) // 2 * 2 + 3
    kernel = np.zeros((size, size), np.float32)
    middle = size / 2 - 0.5
    along = np.array([np.cos(direction), np.sin(direction)]) * length / 2
    start, end = (np.round((middle + sign * along) * 16).astype(int).tolist() for sign in (-1, 1))
    cv2.line(kernel, start, end, 1.0, 1, cv2.LINE_AA, 4)
    return kernel / kernel.sum()


def transmit(picture: Array, rng: np.random.Generator) -> Array:
    """[S, S, 3] uint8 after a small sensor's noise, few pixels and a codec."""
    size = len(picture)
    few = size
    if rng.random() < 0.28:
        few = int(np.exp(rng.uniform(np.log(40), np.log(size))))
        picture = cv2.resize(picture, (few, few), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.75:
        strength = rng.exponential(2.6) + 0.3
        common = rng.uniform(0.4, 1.0) if rng.random() < 0.5 else 0.0  # chroma's is weaker
        start = int(rng.integers(len(_NOISE) - 4 * few * few))
        _noisy(picture, _NOISE[start:], np.float32(common), np.float32(strength))
        if strength > 3 and rng.random() < 0.5:  # denoised again
            picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 0.9))
    if rng.random() < 0.12:
        soft = cv2.GaussianBlur(picture, (0, 0), 1.0)
        picture = cv2.addWeighted(picture, 1 + (amount := rng.uniform(0.3, 1.2)), soft, -amount, 0)
    if rng.random() < 0.5:
        quality = int(rng.integers(35, 95))
        coded = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        picture = cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1]
    if few != size:
        method = cv2.INTER_CUBIC if rng.random() < 0.3 else cv2.INTER_LINEAR
        picture = cv2.resize(picture, (size, size), interpolation=method)
    return picture
