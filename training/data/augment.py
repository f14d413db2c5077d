"""What cameras, light and things in front of the face do to a picture: all on uint8 crops, a millisecond each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np

from engine.check import Array


@dataclass(frozen=True, slots=True)
class AugmentConfig:
    """Chances per picture, and how strong."""

    clean: float = 0.35
    """Pictures to which nothing happens: fine things, like where an iris is, are learned on these."""
    colour: float = 0.9
    grey: float = 0.04
    light_from_side: float = 0.25
    blur: float = 0.15
    motion_blur: float = 0.06
    sharpened: float = 0.08
    low_resolution: float = 0.1
    noise: float = 0.5
    jpeg: float = 0.3
    occluded: float = 0.1
    synthetic: float = 0.3
    """How much of the chances of blur, noise, JPEG and things in front is left for synthetic pictures: they come with
    some of each."""
    torn: float = 0.03
    """Pictures of the same skin, hair and light that show no face: what a network must not fire on."""

    def for_synthetic(self) -> AugmentConfig:
        """The same, milder where synthetic pictures are degraded already."""
        names = ("blur", "motion_blur", "low_resolution", "noise", "jpeg", "occluded")
        return replace(self, **{name: self.synthetic * getattr(self, name) for name in names})


def augmented(image: Array, config: AugmentConfig, rng: np.random.Generator) -> Array:
    """A picture of the same scene from a worse camera in another light. image: [S, S, 3] uint8, left as it is.

    In the order in which it happens: light, lens, sensor, camera's own software, compression.
    """
    if rng.random() < config.clean:
        return image
    if rng.random() < config.light_from_side:
        image = _light_from_side(image, rng)
    if rng.random() < config.colour:
        image = _recoloured(image, rng)
    if rng.random() < config.grey:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    if rng.random() < config.blur:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 1.6))
    if rng.random() < config.motion_blur:
        image = _motion_blurred(image, rng)
    if rng.random() < config.low_resolution:
        image = _low_resolution(image, rng)
    if rng.random() < config.noise:
        image = _noisy(image, rng)
    if rng.random() < config.sharpened:
        image = cv2.addWeighted(image, 1.8, cv2.GaussianBlur(image, (0, 0), 1.2), -0.8, 0)
    if rng.random() < config.jpeg:
        image = _compressed(image, rng)
    return image


def next_frame(image: Array, config: AugmentConfig, rng: np.random.Generator) -> Array:
    """The same picture once more: other noise, and sometimes another compression."""
    image = _noisy(image, rng)
    return _compressed(image, rng) if rng.random() < config.jpeg else image


def _compressed(image: Array, rng: np.random.Generator) -> Array:
    quality = int(rng.uniform(12, 85))
    return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)


def _recoloured(image: Array, rng: np.random.Generator) -> Array:
    """Exposure, white balance, gamma and contrast as one table a channel; then the saturation."""
    level = np.arange(256, dtype=np.float32)[:, None] / 255
    gamma = np.exp(rng.normal(0, 0.2))
    gain = np.exp(rng.normal(0, 0.12) + rng.normal(0, 0.07, 3).astype(np.float32))
    middle, contrast = rng.uniform(0.35, 0.6), np.exp(rng.normal(0, 0.12))
    value = (level**gamma * gain - middle) * contrast + middle + rng.normal(0, 0.03)
    table = (value * 255).clip(0, 255).astype(np.uint8)
    image = cv2.LUT(image, table[None])
    if rng.random() < 0.5:
        share = np.float32(rng.uniform(0.4, 1.5))
        grey = np.array([0.299, 0.587, 0.114], np.float32)
        image = cv2.transform(image, share * np.eye(3, dtype=np.float32) + (1 - share) * np.tile(grey, (3, 1)))
    return image


def _light_from_side(image: Array, rng: np.random.Generator) -> Array:
    angle, strength = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.5)
    line = np.linspace(-1, 1, len(image), dtype=np.float32)
    ramp = 1 + strength * (np.cos(angle) * line[None] + np.sin(angle) * line[:, None])
    return cv2.multiply(image, cv2.merge([ramp] * 3), dtype=cv2.CV_8U)


def _motion_blurred(image: Array, rng: np.random.Generator) -> Array:
    length, angle = rng.uniform(2, 9), rng.uniform(0, np.pi)
    side = 2 * int(length / 2) + 3
    half = length / 2 * np.array([np.cos(angle), np.sin(angle)])
    kernel = np.zeros((side, side), np.float32)
    ends = [tuple(round(16 * (side // 2 + sign * value)) for value in half) for sign in (-1, 1)]
    cv2.line(kernel, *ends, 1.0, 1, cv2.LINE_AA, shift=4)
    return cv2.filter2D(image, -1, kernel / kernel.sum())


def _low_resolution(image: Array, rng: np.random.Generator) -> Array:
    """As of a face that is small in the picture: 24 to 90 px."""
    size = int(np.exp(rng.uniform(np.log(24), np.log(90))))
    small = cv2.resize(image, (size, size), interpolation=cv2.INTER_AREA)
    up = cv2.INTER_LINEAR if rng.random() < 0.7 else cv2.INTER_CUBIC
    return cv2.resize(small, image.shape[1::-1], interpolation=up)


_BANK = 512


@lru_cache(maxsize=1)
def _noise_bank() -> tuple[Array, Array]:
    """Unit noise [_BANK, _BANK, 3] times 32 as int16: fine, and in the grain of a camera that smooths."""
    fine = np.random.default_rng(7).normal(0, 1, (_BANK, _BANK, 3)).astype(np.float32)
    coarse = cv2.GaussianBlur(fine, (0, 0), 0.9)
    return tuple((noise / noise.std() * 32).astype(np.int16) for noise in (fine, coarse))  # type: ignore[return-value]


def _noisy(image: Array, rng: np.random.Generator) -> Array:
    """Sensor noise of 0.5 to 16 levels, of one colour or of all."""
    bank = _noise_bank()[int(rng.random() < 0.4)]
    top, left = rng.integers(0, _BANK - len(image), 2)
    noise = bank[top : top + len(image), left : left + len(image)]
    if rng.random() < 0.4:
        noise = cv2.merge([noise[..., 0]] * 3)
    strength = float(np.exp(rng.uniform(np.log(0.5), np.log(16))))
    return cv2.addWeighted(image, 1.0, noise, strength / 32, 0, dtype=cv2.CV_8U)


def occluded(image: Array, filling: Array, landmarks: Array, rng: np.random.Generator) -> tuple[Array, float]:
    """The picture with a thing before it, and the share of landmarks [L, 2] px that it hides.

    filling: another picture of the same size; its middle, a flat colour or stripes are what the thing looks like.
    """
    size = len(image)
    mask = np.zeros((size, size), np.uint8)
    centre = landmarks[rng.integers(len(landmarks))] + rng.normal(0, 0.06 * size, 2)
    axes = size * np.exp(rng.uniform(np.log(0.06), np.log(0.4), 2))
    angle = rng.uniform(0, 180)
    if rng.random() < 0.5:
        cv2.ellipse(mask, (tuple(map(float, centre)), tuple(map(float, 2 * axes)), float(angle)), 255, -1)
    else:
        corners = cv2.boxPoints((tuple(map(float, centre)), tuple(map(float, 2 * axes)), float(angle)))
        corners += rng.normal(0, 0.04 * size, corners.shape)
        cv2.fillConvexPoly(mask, cv2.convexHull(corners.astype(np.int32)), 255)
    inside = landmarks.astype(np.int64)
    within = ((inside >= 0) & (inside < size)).all(1)
    inside = inside.clip(0, size - 1)
    hidden = float(((mask[inside[:, 1], inside[:, 0]] > 0) & within).mean())
    kind = rng.random()
    if kind < 0.4:
        turns = int(rng.integers(1, 4))
        thing = np.ascontiguousarray(np.rot90(filling, turns))
    else:
        thing = np.empty_like(image)
        thing[:] = rng.integers(0, 256, 3)
        if kind < 0.6:
            thing[(np.arange(size) // rng.integers(2, 16)) % 2 == 0] = rng.integers(0, 256, 3)
    soft = cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.4, 2.0))[..., None].astype(np.uint16)
    return ((image * (255 - soft) + thing * soft) // 255).astype(np.uint8), hidden


def torn(image: Array, rng: np.random.Generator) -> Array:
    """The picture's pieces without their face: a part of it enlarged and turned, or its quarters in another order."""
    size = len(image)
    if rng.random() < 0.5:
        part = int(size * rng.uniform(0.15, 0.4))
        top, left = rng.integers(0, size - part, 2)
        image = cv2.resize(image[top : top + part, left : left + part], (size, size), interpolation=cv2.INTER_CUBIC)
        return np.ascontiguousarray(np.rot90(image, int(rng.integers(1, 4))))
    pieces = int(rng.integers(3, 6))
    side = -(-size // pieces)
    wider = cv2.resize(image, (side * pieces, side * pieces))
    tiles = wider.reshape(pieces, side, pieces, side, 3).swapaxes(1, 2).reshape(-1, side, side, 3)
    tiles = rng.permutation(tiles).reshape(pieces, pieces, side, side, 3).swapaxes(1, 2)
    return cv2.resize(tiles.reshape(wider.shape), (size, size))
