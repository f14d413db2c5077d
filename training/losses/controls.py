"""Losses on the motion code itself: expression units by what they move, the head's rotation, the confidence."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.check import Array
from engine.head.arkit import INDEX, joint_poses
from engine.head.head_model import Head, pose
from engine.head.landmarks import embed
from engine.tracking.measure import Measure
from engine.types import Motion

RIDGE = 0.2
"""What every unit counts, however little it moves; the mean of all is 1."""
_SIDEWAYS = 6.0
"""The same of a jaw that moves sideways: so seldom seen that by its looks alone it was never learned."""
_DEPTH = 0.5
"""A movement towards the camera shows less than one across it."""
BEND_RAD = 0.05
"""Error of a rotation where the loss turns from square to straight."""


@lru_cache(maxsize=2)
def control_metric(head: Head) -> Tensor:
    """[52, 52] C such that |C (a - b)|^2 says how different two expressions look; the mean unit counts 1.

    Each unit is measured by where it moves the landmarks, in their standard deviations, and by how it opens lids and
    lips. The square root of that Gram matrix is taken: by the matrix itself a jaw counts 200 times a brow.
    """
    measure = Measure.of()
    rest, *moved = (_landmarks(head, weights)[measure.points] for weights in (np.zeros(52), *np.eye(52)))
    distance = np.linalg.norm(rest[measure.ibug68[45]] - rest[measure.ibug68[36]])
    steps = (np.stack(moved) - rest) / distance * [1, 1, _DEPTH]  # [52, L, 3]
    upper, lower = measure.gaps.T
    gaps = (steps[:, upper] - steps[:, lower])[..., :2]
    seen = np.concatenate(
        [(steps * measure.root[:, None]).reshape(52, -1), (gaps * measure.gap_root[:, None]).reshape(52, -1)], 1
    )
    values, vectors = np.linalg.eigh(seen @ seen.T)
    half = (vectors * np.sqrt(values.clip(0))) @ vectors.T
    ridge = np.full(52, RIDGE)
    ridge[[INDEX["jawLeft"], INDEX["jawRight"]]] = _SIDEWAYS
    metric = half / np.diag(half).mean() * (1 - ridge.mean()) + np.diag(ridge)
    return torch.from_numpy(np.linalg.cholesky(metric).T.copy()).float()


def _landmarks(head: Head, weights: Array) -> Array:
    jaw, left, right = joint_poses(weights)
    motion = Motion(expression=weights, jaw_pose=jaw, leye_pose=left, reye_pose=right)
    return embed(head, pose(head, np.zeros(head.num_shape), motion))


def expression_loss(expression: Tensor, target: Tensor, metric: Tensor, trust: Tensor) -> Tensor:
    """Mean squared visible difference per unit. [B, 52] each, metric [52, 52] (`control_metric`), trust [B]."""
    error = ((expression - target) @ metric.T).square().mean(1)
    return (error * trust).sum() / trust.sum().clamp_min(1.0)


def orient_loss(orient: Tensor, target: Tensor, trust: Tensor, bend: float = BEND_RAD) -> Tensor:
    """Smooth difference of axis-angles [B, 3] in units of `bend` (rad), mean by trust [B]."""
    scaled = (orient - target) / bend
    error = functional.smooth_l1_loss(scaled, torch.zeros_like(scaled), reduction="none").mean(1)
    return (error * trust).sum() / trust.sum().clamp_min(1.0)


def confidence_loss(logit: Tensor, target: Tensor) -> Tensor:
    """Binary cross entropy of logits [B] against shares [B], less what a perfect answer still costs."""
    floor = -(torch.xlogy(target, target) + torch.xlogy(1 - target, 1 - target))
    return (functional.binary_cross_entropy_with_logits(logit, target, reduction="none") - floor).mean()
