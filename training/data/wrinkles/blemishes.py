"""What stays with the skin whatever the face does: pores, fine lines, moles, freckles, age spots, scars."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.check import Array
from engine.detail.window import RESIDUAL_SIZE
from engine.head.head_model import Head
from training.data.wrinkles.ground import ground_of
from training.data.wrinkles.hand import Hand
from training.data.wrinkles.masks import allowed, ramp

_TEXEL_MM = 0.43


@dataclass(frozen=True, slots=True, eq=False)
class Blemishes:
    """Over the window, top row first."""

    relief: Array  # [512, 512] m
    tint: Array  # [512, 512, 3] factor of the linear albedo


def blemishes(head: Head, hand: Hand, age: float) -> Blemishes:
    """Those of one person; with asymmetry 0 mirror-symmetric as everything else."""
    ground, mask = ground_of(head, RESIDUAL_SIZE), allowed(head, RESIDUAL_SIZE)
    relief = _pores(ground.position, hand, age) + _hatching(ground.position, hand, age)
    relief *= mask
    tint = np.ones((RESIDUAL_SIZE, RESIDUAL_SIZE, 3), np.float32)
    _moles(relief, tint, ground.position, mask, hand, age)
    _spots(tint, ground.position, mask, hand, age)
    _scar(relief, tint, ground.position, mask, hand)
    return Blemishes(relief.astype(np.float32), tint)


def _pores(position: Array, hand: Hand, age: float) -> Array:
    """Pits of about a millimetre's distance, largest on the nose and beside it, small on the forehead's sides."""
    x, y = np.abs(position[..., 0]), position[..., 1]
    noise = hand.field(RESIDUAL_SIZE, 0.75) - hand.field(RESIDUAL_SIZE, 1.5)
    pits = -np.maximum(noise / noise.std() - 0.7, 0)
    nose = np.exp(-((x / 0.016) ** 2) - ((y + 0.004) / 0.018) ** 2)
    beside = np.exp(-(((x - 0.027) / 0.016) ** 2) - ((y + 0.010) / 0.020) ** 2)
    middle = np.exp(-((x / 0.03) ** 2) - ((y - 0.055) / 0.02) ** 2) + np.exp(
        -((x / 0.02) ** 2) - ((y + 0.075) / 0.015) ** 2
    )
    coarse = hand.one(0.5, 1.5) * (0.8 + 0.5 * age)
    return pits * coarse * (0.008 + 0.020 * nose + 0.024 * beside + 0.009 * middle) / 1000


def _hatching(position: Array, hand: Hand, age: float) -> Array:
    """The skin's net of fine lines, which coarsens with the years on cheeks and throat."""
    size = RESIDUAL_SIZE
    y = position[..., 1]
    net = np.zeros((size, size), np.float32)
    for turn in (0.75, 2.1):
        noise = hand.field(size, 0.9)
        kernel = _line_kernel(9, turn)
        layer = np.where(
            np.arange(size) < size // 2, cv2.filter2D(noise, -1, kernel), cv2.filter2D(noise, -1, kernel[:, ::-1])
        )
        net -= np.exp(-((layer / (0.45 * layer.std())) ** 2))  # lines along the zeros: they meet and enclose fields
    patchy = (1 + 0.4 * hand.field(64, 4.0)).clip(0.2)
    patchy = cv2.resize(patchy, (size, size), interpolation=cv2.INTER_CUBIC)
    return (net - net.mean()) * patchy * (0.005 + 0.016 * age**2) * (0.6 + 0.6 * ramp(y, -0.01, -0.07)) / 1000


def _line_kernel(length: int, turn: float) -> Array:
    kernel = np.zeros((length, length), np.float32)
    middle, step = length // 2, np.array([np.cos(turn), -np.sin(turn)]) * (length // 2)
    a, b = (tuple(np.round(middle + sign * step).astype(int).tolist()) for sign in (-1, 1))
    cv2.line(kernel, a, b, 1.0, 1, cv2.LINE_AA)
    return kernel / kernel.sum()


def _moles(relief: Array, tint: Array, position: Array, mask: Array, hand: Hand, age: float) -> None:
    for _ in range(hand.count(0, 6)):
        radius, high, dark = hand.uniform(1.0, 2.5), hand.uniform(0.04, 0.5) ** 1.3, hand.uniform(0.25, 0.75)
        colour = np.array([0.72, 0.95, 1.05])
        for side, at in _somewhere(hand, mask, 0.9, 0.75):
            away = _away_mm(position, at) / radius[side]
            disc = ramp(away, 1.3, 0.35)
            relief += high[side] * np.exp(-(away**2)).astype(np.float32) / 1000
            tint *= 1 - disc[..., None] * dark[side] * colour


def _spots(tint: Array, position: Array, mask: Array, hand: Hand, age: float) -> None:
    """Freckles over nose and cheeks of some, flat brown spots of the old."""
    size = RESIDUAL_SIZE
    x, y = np.abs(position[..., 0]), position[..., 1]
    if hand.one(0, 1) < 0.25:
        grain = hand.field(size, 1.3)
        band = np.exp(-(((y - 0.002) / 0.022) ** 2)) * ramp(x, 0.062, 0.03)
        freckles = ramp(grain, 1.5, 2.3) * band * hand.one(0.15, 0.4)
        tint *= 1 - (freckles * mask)[..., None] * np.array([0.6, 0.9, 1.0])
    for _ in range(hand.count(0, int(1 + 12 * max(age - 0.35, 0)))):
        radius, dark = hand.uniform(1.2, 3.8), hand.uniform(0.08, 0.28)
        edge = hand.field(64, 3.0)
        for side, at in _somewhere(hand, mask, 0.8, 0.8):
            rough = cv2.resize(edge, (size, size), interpolation=cv2.INTER_CUBIC)
            disc = ramp(_away_mm(position, at) / radius[side] + 0.18 * rough, 1.25, 0.8) * mask
            tint *= 1 - disc[..., None] * dark[side] * np.array([0.7, 0.95, 1.05])


def _scar(relief: Array, tint: Array, position: Array, mask: Array, hand: Hand) -> None:
    if hand.one(0, 1) > 0.2:
        return
    turn, long = hand.uniform(0, np.pi), hand.uniform(4, 14)
    for side, at in _somewhere(hand, mask, 0.9, 0.6):
        start = position[at[0], at[1]]
        d = (position - start) * 1000
        along = d[..., 0] * np.cos(turn[side]) * (1, -1)[side] + d[..., 1] * np.sin(turn[side])
        beside = np.sqrt(np.maximum((d**2).sum(2) - along**2, 0))
        shape = ramp(beside, 1.5, 0.3) * ramp(np.abs(along), long[side] / 2, long[side] / 2 - 2)
        relief -= (shape * 0.12 / 1000).astype(np.float32)
        tint *= 1 + shape[..., None] * np.array([0.10, 0.04, 0.05])


def _somewhere(hand: Hand, mask: Array, least: float, single: float) -> list[tuple[int, tuple[int, int]]]:
    """A texel of each side where the mask allows it, often of one side only: (side, (row, column)) of each."""
    size = len(mask)
    half = np.argwhere(mask[:, : size // 2] > least)
    share = hand.uniform(0, 1)
    alone = hand.asymmetric and hand.one(0, 1) < single
    sides = (int(hand.one(0, 2)),) if alone else (0, 1)
    found = []
    for side in sides:
        row, column = half[int(share[side] * (len(half) - 1))].tolist()
        found.append((side, (row, column if side == 0 else size - 1 - column)))
    return found


def _away_mm(position: Array, at: tuple[int, int]) -> Array:
    return np.linalg.norm(position - position[at], axis=2) * 1000
