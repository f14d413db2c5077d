"""One person's creases, and what an expression makes of them: the truth that the detail networks learn from."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit

from engine.check import Array
from engine.detail.window import DISPLACEMENT_MAX_M, DISPLACEMENT_SIZE
from engine.head.head_model import Head
from training.data.wrinkles.blemishes import Blemishes, blemishes
from training.data.wrinkles.families import FAMILIES, Family
from training.data.wrinkles.ground import ground_of
from training.data.wrinkles.hand import Hand
from training.data.wrinkles.masks import allowed, ramp
from training.data.wrinkles.strain import GRID, strain
from training.data.wrinkles.stroke import engrave

_MIDDLE = 0.03
"""Share of the window over which the left side's activation becomes the right side's."""
_PERSON, _FAMILY = 0.22, 0.35
"""How far people differ in the depth of all their creases and of one family's: log-normal, uniform within 1.7. People
are told apart by these few numbers, not by where each fine line happens to run."""
_LEAST = 0.06
"""Activation below which nothing folds."""
_MOST = 1.15
_SPREAD = 5.0
"""Texels over which a line shares its direction with the skin around it."""
_MM_PER_TEXEL = 0.85


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A family's lines on one person, in a box of the window. Strain is `across' E across`, squeezed is negative."""

    corner: tuple[int, int]  # row, column of the box
    relief: Array  # [h, w] m at full activation
    across: Array  # [h, w, 3] of E's xx, xy, yy
    onset: Array  # [h, w]
    kept: Array  # [h, w] share at rest
    zone: Array  # [2, GRID * GRID * 3] right and left: activation from strain
    drive: Array  # [2, 52] right and left: activation from units
    local: float
    squeeze: float
    """Strain across the lines at full activation, for the local part."""


@dataclass(frozen=True, slots=True, eq=False)
class Creases:
    """A person's creases over the window. Metres along the outward normal; top row first."""

    head: Head
    patterns: tuple[Pattern, ...]
    mask: Array  # [256, 256]
    skin: Blemishes

    @classmethod
    def of(cls, head: Head, seed: int, age: float, asymmetry: float = 0.45) -> Creases:
        """The person `seed`. age: 0 (18 years) to 1 (85)  asymmetry: 0 mirror-symmetric, 1 two different halves."""
        hand = Hand(seed, asymmetry)
        strength = hand.factor(0.1) * np.exp(_PERSON * hand.one(-1.7, 1.7))
        patterns = tuple(_pattern(head, family, hand, age, strength) for family in FAMILIES)
        return cls(head, patterns, allowed(head, DISPLACEMENT_SIZE), blemishes(head, hand, age))

    def displacement(self, expression: Array) -> Array:
        """[N, 52] or [52] ARKit weights, the jaw with them -> [N, 256, 256] or [256, 256]; at rest what stays."""
        expression = np.asarray(expression, np.float32)
        units = np.atleast_2d(expression)
        strains = strain(self.head, units)
        out = np.zeros((len(strains), DISPLACEMENT_SIZE, DISPLACEMENT_SIZE), np.float32)
        flat = strains.reshape(len(strains), -1)
        for pattern in self.patterns:
            strained, driven = flat @ pattern.zone.T, units @ pattern.drive.T  # [N, 2]
            _fold(
                out, strains, strained, driven, *pattern.corner, pattern.relief, pattern.across, pattern.onset,
                pattern.kept, np.float32(pattern.local), np.float32(pattern.squeeze),
            )  # fmt: skip
        out *= self.mask
        np.multiply(np.tanh(out / DISPLACEMENT_MAX_M), DISPLACEMENT_MAX_M, out)
        return out if expression.ndim == 2 else out[0]

    def static(self) -> Array:
        """[512, 512] what no expression moves: pores, moles, scars, fine lines."""
        return self.skin.relief

    def albedo_factor(self) -> Array:
        """[512, 512, 3] by which the linear albedo is multiplied: moles, freckles, spots, scars."""
        return self.skin.tint


def _pattern(head: Head, family: Family, hand: Hand, age: float, strength: Array) -> Pattern:
    ground, size = ground_of(head), DISPLACEMENT_SIZE
    engraved = engrave(list(family.draw(hand, age)), ground, _SPREAD)
    valley = cv2.GaussianBlur(engraved.valley, (0, 0), 0.5)
    sigma = family.ridge_mm / _MM_PER_TEXEL
    relief = family.ridge * cv2.GaussianBlur(valley, (0, 0), sigma) - valley
    relief += cv2.GaussianBlur(engraved.swelling, (0, 0), 2.0)
    left = ramp((np.arange(size) + 0.5) / size, 0.5 - _MIDDLE, 0.5 + _MIDDLE)
    depth = family.depth_m(age) * strength * hand.factor(0.3) * np.exp(_FAMILY * hand.one(-1.7, 1.7))
    relief *= depth[0] * (1 - left) + depth[1] * left
    x, y = engraved.across[..., 0], engraved.across[..., 1]
    across = np.stack([x * x, 2 * x * y, y * y], 2).astype(np.float32)
    zone = _zone(cv2.GaussianBlur(valley, (0, 0), 2.0), across, left)
    squeeze = 1.0
    if family.strained:
        full = np.maximum(-(zone @ strain(head, family.full()[None]).reshape(-1)), 0.02)
        zone, squeeze = zone * (-family.strained / full[:, None]), float(full.mean())
    kept = (family.kept(age) * engraved.permanent).clip(0, 0.9)
    there = np.abs(relief) > 2e-6
    there[0, 0] |= not there.any()  # a person without these lines
    rows, columns = np.flatnonzero(there.any(1)), np.flatnonzero(there.any(0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Pattern(
        corner=(int(rows[0]), int(columns[0])),
        relief=np.ascontiguousarray(relief[box], np.float32),
        across=np.ascontiguousarray(across[box]),
        onset=np.ascontiguousarray(engraved.onset[box], np.float32),
        kept=np.ascontiguousarray(kept[box], np.float32),
        zone=zone if family.strained else np.zeros_like(zone),
        drive=family.drive().astype(np.float32),
        local=family.local,
        squeeze=squeeze / max(family.strained, 1e-6),
    )


def _zone(valley: Array, across: Array, left: Array) -> Array:
    """[2, GRID * GRID * 3] float32: each side's mean strain across the lines, as a row for strains."""
    step = len(valley) // GRID
    rows = []
    for side in (1 - left, left):
        weight = (valley * side)[..., None] * across
        cells = weight.reshape(GRID, step, GRID, step, 3).sum((1, 3))
        rows.append(cells.ravel() / ((valley * side).sum() + 1e-9))
    return np.stack(rows).astype(np.float32)


@njit(cache=True, fastmath=True)
def _fold(
    out: Array, strains: Array, strained: Array, driven: Array, top: int, start: int, relief: Array, across: Array,
    onset: Array, kept: Array, local: float, squeeze: float,
) -> None:  # fmt: skip
    """Add a family's relief to out [N, S, S].

    strained, driven: [N, 2] activation by strain and by units, right and left; negative where stretched
    """
    size = out.shape[1]
    ratio = np.float32(GRID / size)
    for n in range(len(out)):
        for i in range(relief.shape[0]):
            y = (top + i + np.float32(0.5)) * ratio - np.float32(0.5)
            i0 = min(max(int(y), 0), GRID - 2)
            fy = min(max(y - i0, np.float32(0)), np.float32(1))
            for j in range(relief.shape[1]):
                height = relief[i, j]
                if height == 0:
                    continue
                x = (start + j + np.float32(0.5)) * ratio - np.float32(0.5)
                j0 = min(max(int(x), 0), GRID - 2)
                fx = min(max(x - j0, np.float32(0)), np.float32(1))
                side = (start + j + np.float32(0.5)) / size
                side = min(
                    max((side - np.float32(0.5 - _MIDDLE)) / np.float32(2 * _MIDDLE), np.float32(0)), np.float32(1)
                )
                side = side * side * (3 - 2 * side)
                common = strained[n, 0] * (1 - side) + strained[n, 1] * side
                unit = driven[n, 0] * (1 - side) + driven[n, 1] * side
                here = max(common, np.float32(0))
                if local > 0 and here > 0:
                    spot = np.float32(0)
                    for k in range(3):
                        a = strains[n, i0, j0, k] * (1 - fx) + strains[n, i0, j0 + 1, k] * fx
                        b = strains[n, i0 + 1, j0, k] * (1 - fx) + strains[n, i0 + 1, j0 + 1, k] * fx
                        spot -= across[i, j, k] * (a * (1 - fy) + b * fy)
                    here = (1 - local) * here + local * min(max(spot / squeeze, np.float32(0)), np.float32(1.6) * here)
                here = here + unit
                # The line appears past its onset, then deepens towards its full depth.
                begin = np.float32(_LEAST) + onset[i, j]
                folded = min(max((here - begin) / (1 - begin), np.float32(0)), np.float32(_MOST))
                rest = kept[i, j] * (1 - min(max(np.float32(-0.7) * (common + unit), np.float32(0)), np.float32(0.7)))
                out[n, top + i, start + j] += height * (rest + (1 - kept[i, j]) * folded)
