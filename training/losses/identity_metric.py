"""What two identities differ by, seen from the front."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from engine.head.head_model import Head
from training.losses.supervised import lip_and_lid_weights

_RIDGE_MM = 0.05


def shape_metric(head: Head) -> Tensor:
    """[S, S] C such that |C (a - b)|^2 is the weighted mean squared distance of the vertices of two people, mm^2.

    Weighed as `vertex_loss`: lips and lids most, what a photo does not show least. Components that move nothing still
    count a little, so that they stay small.
    """
    weights = lip_and_lid_weights(head).numpy()
    basis = 1000 * head.shape_basis * np.sqrt(weights / weights.sum())[:, None, None]
    flat = basis.reshape(-1, head.num_shape).astype(np.float64)
    gram = flat.T @ flat + _RIDGE_MM**2 * np.eye(head.num_shape)
    return torch.from_numpy(np.linalg.cholesky(gram).T.copy()).float()


def shape_loss(shape: Tensor, target: Tensor, metric: Tensor, trust: Tensor) -> Tensor:
    """Mean by trust [B] of the squared distance of faces [B, S], mm^2 (`shape_metric`)."""
    error = ((shape - target) @ metric.T).square().sum(1)
    return (error * trust).sum() / trust.sum().clamp_min(1.0)
