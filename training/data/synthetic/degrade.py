"""What a webcam does to light: exposure, white balance, tone, small sensors, motion, noise, compression."""

from __future__ import annotations

import cv2
import numpy as np

from engine.check import Array
from training.data.synthetic.skin import SRGB


def expose(picture: Array, face: Array, rng: np.random.Generator) -> Array:
    """[S, S, 3] linear, scaled as a camera that meters the face or the room would. face: [S, S] its share."""
    level = picture.mean(2)
    share = float(face.sum())
    on_face = float((level * face).sum() / share) if share > 100 else float(level.mean())
    metered = on_face if rng.random() < 0.7 else 0.5 * on_face + 0.5 * float(level.mean())
    wanted = np.clip(np.exp(rng.normal(np.log(0.20), 0.40)), 0.04, 0.45)
    gain = (wanted / max(metered, 1e-3)) ** rng.uniform(0.6, 1.0)
    balance = 1 + rng.normal(0, 0.03, 3) + rng.normal(0, 0.05) * np.array([1.0, 0.0, -1.0])
    return picture * np.float32(np.clip(gain, 0.05, 12.0) * balance.clip(0.6, 1.5))


def develop(linear: Array, rng: np.random.Generator) -> Array:
    """[S, S, 3] uint8 sRGB of a linear picture: the camera's curve and colours."""
    knee = rng.uniform(0.55, 0.95)
    over = np.maximum(linear - knee, 0)
    shown = np.minimum(linear, knee) + (1 - knee) * over / (over + (1 - knee))
    if rng.random() < 0.6:
        grey = shown.mean(2, keepdims=True)
        shown = grey + (shown - grey) * np.float32(rng.uniform(0.7, 1.35))
    if rng.random() < 0.04:
        shown = np.broadcast_to(shown.mean(2, keepdims=True), shown.shape)
    gamma = rng.uniform(0.85, 1.2)
    table = SRGB[np.round(np.linspace(0, 1, 4097) ** gamma * 4096).astype(int)]
    if rng.random() < 0.5:  # contrast, and blacks that are not
        low, high = rng.uniform(0, 30), rng.uniform(225, 275)
        table = np.clip(low + table.astype(np.float32) * (high - low) / 255, 0, 255).astype(np.uint8)
    return table[(np.clip(shown, 0, 1) * 4096).astype(np.int16)]


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
        noise = rng.standard_normal(picture.shape, np.float32)
        if rng.random() < 0.5:  # its chroma is coarser, or gone
            noise = noise[..., :1] + rng.uniform(0, 0.6) * cv2.GaussianBlur(noise, (3, 3), 0)
        dark = 1.3 - 0.6 * picture / np.float32(255)
        picture = np.clip(picture + strength * dark * noise, 0, 255).astype(np.uint8)
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
