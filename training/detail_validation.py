"""How well wrinkles of people that were not trained on are foreseen: from one picture to another expression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.check import Array
from training.data.detail.loader import DetailBatch
from training.models.detail import DetailNetwork, texture_tensor

_UM = 1e6
_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class DetailFigures:
    """Errors over the face in micrometres: root mean square of each picture, mean over pictures."""

    pictures: int
    animated: float
    """F_d(E_d(another picture), expression of this one)."""
    none: float
    """No detail at all."""
    frozen: float
    """The other picture's true detail, as it was there."""
    animated_mean: float
    """As above by mean absolute error, three times."""
    none_mean: float
    frozen_mean: float
    explained: float
    """Share of the truth's variance that `animated` explains."""
    another: float
    """With somebody else's code."""


def detail_figures(animated: Array, another: Array, truth: Array, frozen: Array, face: Array) -> DetailFigures:
    """All [N, H, W] m; face [H, W] in [0, 1]."""
    zero = np.zeros_like(truth)
    rms = [_rms(guess, truth, face) for guess in (animated, zero, frozen, another)]
    mean = [_UM * float(_over(np.abs(guess - truth), face).mean()) for guess in (animated, zero, frozen)]
    explained = 1 - _over((animated - truth) ** 2, face).sum() / max(_over(truth**2, face).sum(), 1e-30)
    return DetailFigures(
        len(truth), *(round(value, 2) for value in (*rms[:3], *mean)), round(float(explained), 4), round(rms[3], 2)
    )


def _over(values: Array, face: Array) -> Array:
    return (values * face).sum((1, 2)) / face.sum()


def _rms(guess: Array, truth: Array, face: Array) -> float:
    return _UM * float(np.sqrt(_over((guess - truth) ** 2, face)).mean())


def sources(person: Array) -> tuple[Array, Array]:
    """For each picture another of its person, and one of somebody else: [N] rows each, the same at every call."""
    rng = np.random.default_rng(0)
    source, stranger = np.empty(len(person), np.int64), np.empty(len(person), np.int64)
    for row, one in enumerate(person):
        mine = np.flatnonzero(person == one)
        source[row] = rng.choice(mine[mine != row]) if len(mine) > 1 else row
        others = np.flatnonzero(person != one)
        stranger[row] = rng.choice(others) if len(others) else row
    return source, stranger


@torch.no_grad()
def codes(network: DetailNetwork, batch: DetailBatch, device: torch.device) -> Tensor:
    """[N, 128] of each picture."""
    parts = []
    for start in range(0, len(batch.person), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        texture = texture_tensor(torch.as_tensor(batch.texture[rows]).to(device))
        parts.append(network.encoder(texture, torch.as_tensor(batch.seen_expression[rows]).to(device)))
    return torch.cat(parts)


@torch.no_grad()
def drawn(network: DetailNetwork, detail: Tensor, batch: DetailBatch, rows: Array | None = None) -> Array:
    """[N, 256, 256] m: the expressions of `batch` with these codes [N, 128]; rows: of some of the pictures."""
    chosen = np.arange(len(batch.person)) if rows is None else rows
    parts = []
    for start in range(0, len(chosen), _AT_ONCE):
        some = chosen[start : start + _AT_ONCE]
        code = detail[start : start + _AT_ONCE]
        motion = (torch.as_tensor(a[some]).to(code.device) for a in (batch.expression, batch.jaw_pose))
        parts.append(network.decoder(code, *motion).float().cpu().numpy())
    return np.concatenate(parts)
