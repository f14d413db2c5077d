"""What two identities differ by, seen from the front: shape and skin; and that people are told apart by it."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from engine.avatar.tex_space import TexSpace
from engine.head.head_model import Head
from training.losses.supervised import lip_and_lid_weights

_RIDGE_MM = 0.05
_TEX_RIDGE = 0.25
"""Share of the skin's metric in which all components count the same: complexion alone would be most of it."""
SKIN_MM2 = 4.0
"""What all that people's skins differ by counts beside the differences of their shapes."""
TEMPERATURE_MM2 = 1.0
"""Squared distance by which another person is e times less likely to be taken for this one."""


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


def tex_metric(space: TexSpace) -> Tensor:
    """[T] w such that |w (a - b)|^2 says how different two skins look; from the average one people's differ by 1."""
    variance = (space.basis.reshape(len(space.basis), -1).astype(np.float64) ** 2).sum(1)
    share = (1 - _TEX_RIDGE) * variance / variance.sum() + _TEX_RIDGE / len(variance)
    return torch.from_numpy(np.sqrt(share)).float()


def tex_loss(tex: Tensor, target: Tensor, metric: Tensor, trust: Tensor) -> Tensor:
    """Mean by trust [B] of the squared difference of skins [B, T] (`tex_metric`)."""
    error = ((tex - target) * metric).square().sum(1)
    return (error * trust).sum() / trust.sum().clamp_min(1.0)


def identity_code(shape: Tensor, tex: Tensor, metric: Tensor, skin_metric: Tensor) -> Tensor:
    """[B, S + T] mm, in which distance is how unlike two people are. shape [B, S], tex [B, T], by both metrics."""
    return torch.cat([shape @ metric.T, SKIN_MM2**0.5 * skin_metric * tex], 1)


def likeness_loss(code: Tensor, person: Tensor, known: Tensor) -> Tensor:
    """InfoNCE of identity codes [B, K] mm: among all other pictures, those of the same person are to be the nearest.

    It takes the place of eq. 9, whose face recognition network is not to be had. person: [B]  known: [B] bool, whether
    the picture shows its person. Pictures without another of their person only stand in the others' way.
    """
    code, person = code[known], person[known]
    distance = torch.cdist(code, code, compute_mode="donot_use_mm_for_euclid_dist").square()
    itself = torch.eye(len(code), dtype=torch.bool, device=code.device)
    logits = (-distance / TEMPERATURE_MM2).masked_fill(itself, -torch.inf)
    same = (person[:, None] == person[None]) & ~itself
    paired = same.any(1)
    if not paired.any():
        return code.sum() * 0
    own = logits.masked_fill(~same, -torch.inf)[paired].logsumexp(1)
    return (logits[paired].logsumexp(1) - own).mean()


def shape_loss(shape: Tensor, target: Tensor, metric: Tensor, trust: Tensor) -> Tensor:
    """Mean by trust [B] of the squared distance of faces [B, S], mm^2 (`shape_metric`)."""
    error = ((shape - target) @ metric.T).square().sum(1)
    return (error * trust).sum() / trust.sum().clamp_min(1.0)
