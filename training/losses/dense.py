"""Losses on the dense landmarks that a network predicts beside the code, in shares of the crop's side."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.tracking.measure import Measure

BEND = 0.01
"""Difference where the loss turns from square to straight: a pixel of the live crop, 3 % of the eyes' distance."""
# fmt: off
_IRISES = (
    (468, 33), (468, 133), (468, 159), (468, 145), (473, 263), (473, 362), (473, 386), (473, 374),
)
_OFFSETS = np.array([
    *_IRISES,
    (66, 133), (105, 159), (63, 33), (296, 362), (334, 386), (293, 263), (55, 285),
    (61, 2), (291, 2), (0, 2), (17, 2), (61, 291),
])
"""MediaPipe's indices."""
# fmt: on
_IRIS_WEIGHT = 3.0
"""Of offsets of the irises among all: a glance moves nothing else."""
_OVAL = 0.4
"""The outline slides over the skin as the head turns, and trackers differ most there."""


def dense_weights(measure: Measure | None = None) -> Tensor:
    """[L] of the landmarks' certainty, mean 1: lids, lips, brows and irises most, the outline least."""
    measure = measure or Measure.of()
    weights = torch.from_numpy(measure.root).float()
    weights[torch.from_numpy(measure.oval)] *= _OVAL
    return weights / weights.mean()


def dense_landmark_loss(landmarks: Tensor, target: Tensor, weights: Tensor, trust: Tensor) -> Tensor:
    """Mean smooth difference in units of BEND, over faces of `trust` > 0. [B, L, 2] each, weights [L], trust [B]."""
    return _weighted(_smooth(landmarks - target, BEND) @ weights / len(weights), trust)


def offset_loss(landmarks: Tensor, target: Tensor, pairs: Tensor, trust: Tensor) -> Tensor:
    """As above for the offsets between the landmarks of `pairs` [P, 2]: what moves within the face, wherever it is.

    Half a pixel is an eye half shut or a glance aside, and drowns in the sum over all points; so it counts from half
    of BEND, and by itself.
    """
    error = landmarks - target
    one, other = pairs.unbind(1)
    weights = pairs.new_ones(len(pairs), dtype=error.dtype)
    weights[-len(_OFFSETS) : len(_IRISES) - len(_OFFSETS)] = _IRIS_WEIGHT
    return _weighted(_smooth(error[:, one] - error[:, other], BEND / 2) @ weights / weights.sum(), trust)


def offset_pairs(measure: Measure | None = None) -> Tensor:
    """[P, 2] into the predicted landmarks: the gaps of lids and lips, irises against lids, brows against eyes, mouth
    against nose."""
    measure = measure or Measure.of()
    pairs = torch.from_numpy(np.searchsorted(measure.points, _OFFSETS))
    return torch.cat([torch.from_numpy(measure.gaps), pairs])


def _smooth(error: Tensor, bend: float) -> Tensor:
    """[B, N] of errors [B, N, 2], in units of `bend`."""
    scaled = error / bend
    return functional.smooth_l1_loss(scaled, torch.zeros_like(scaled), reduction="none").mean(-1)


def _weighted(values: Tensor, trust: Tensor) -> Tensor:
    """Mean of values [B], by trust [B]; 0 where nothing is trusted."""
    return (values * trust).sum() / trust.sum().clamp_min(1.0)
