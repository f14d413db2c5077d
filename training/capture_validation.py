"""How well the capture encoder tells people apart, and how near it comes to their shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from torch import Tensor

from engine.check import Array
from training.data.loader import Batch


@dataclass(frozen=True, slots=True)
class ShapeFigures:
    """On faces whose person is known."""

    shape_mm: float
    """Root mean squared distance of the faces to the labels', mm; medians over pictures."""
    shape_mm_average: float
    """The same for the average person: what knowing nothing costs."""
    told_apart: float
    """Share of pictures whose nearest other picture is of the same person, among people with several."""


def shape_figures(shape: Array, batch: Batch, metric: Tensor) -> ShapeFigures:
    """shape: [N, 100], the network's; metric [100, 100] (training.losses.identity_metric)."""
    known = (batch.trust[:, 2] > 0.2) & (batch.confidence > 0.9)
    root = metric.cpu().numpy()
    found, wanted, person = shape[known] @ root.T, batch.shape[known] @ root.T, batch.person[known]
    distance = np.linalg.norm(found - wanted, axis=1)
    between = np.linalg.norm(found[:, None] - found[None], axis=2) + 1e9 * np.eye(len(found))
    several = (person[:, None] == person[None]).sum(1) > 1
    same = person[between.argmin(1)] == person
    return ShapeFigures(
        shape_mm=round(float(np.median(distance)), 3),
        shape_mm_average=round(float(np.median(np.linalg.norm(wanted, axis=1))), 3),
        told_apart=round(float(same[several].mean()), 3) if several.any() else 0.0,
    )
