"""How well the capture encoder tells people apart, and how near it comes to their shape and skin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.check import Array
from training.data.batch import Batch
from training.losses.identity_metric import identity_code


@dataclass(frozen=True, slots=True)
class IdentityFigures:
    """On faces whose person is known."""

    shape_mm: float
    """Root mean squared distance of the faces to the labels', mm; medians over pictures."""
    shape_mm_average: float
    """The same for the average person: what knowing nothing costs."""
    tex: float
    """Share of what skins differ by that is not told; 0 where no skin is known."""
    told_apart: float
    """Share of pictures whose nearest other picture is of the same person, among people with several."""
    closer_than: float
    """Mean over pictures: share of other people's that are farther than the nearest of the same person."""


def identity_figures(shape: Array, tex: Array, batch: Batch, metric: Tensor, skin_metric: Tensor) -> IdentityFigures:
    """shape: [N, 100], tex: [N, 50], the network's; both metrics as training.losses.identity_metric has them."""
    known = (batch.trust[:, 2] > 0.2) & (batch.confidence > 0.9)
    root, skin = metric.cpu().numpy(), skin_metric.cpu().numpy()
    found, wanted, person = shape[known] @ root.T, batch.shape[known] @ root.T, batch.person[known]
    distance = np.linalg.norm(found - wanted, axis=1)
    seen = known & (batch.trust_tex > 0)
    off = ((tex[seen] - batch.tex[seen]) * skin) ** 2
    code = identity_code(*map(torch.from_numpy, (shape[known], tex[known], root, skin))).numpy()
    between = np.linalg.norm(code[:, None] - code[None], axis=2)
    np.fill_diagonal(between, np.inf)
    same = person[:, None] == person[None]
    nearest = np.where(same, between, np.inf).min(1)
    several = np.isfinite(nearest)
    farther = ((between > nearest[:, None]) & ~same).sum(1) / np.maximum((~same).sum(1), 1)
    return IdentityFigures(
        shape_mm=round(float(np.median(distance)), 3),
        shape_mm_average=round(float(np.median(np.linalg.norm(wanted, axis=1))), 3),
        tex=round(float(off.sum() / ((batch.tex[seen] * skin) ** 2).sum()), 3) if seen.any() else 0.0,
        told_apart=round(float(same[several, between.argmin(1)[several]].mean()), 3) if several.any() else 0.0,
        closer_than=round(float(farther[several].mean()), 3) if several.any() else 0.0,
    )
