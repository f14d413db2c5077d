"""Losses on the 68 iBUG landmarks, all in crop ndc, so that they mean the same at any picture size."""

from __future__ import annotations

import torch
from torch import Tensor

EYE_PAIRS = ((37, 41), (38, 40), (43, 47), (44, 46))
"""Upper and lower lid, the subject's right eye first."""
LIP_PAIRS = ((61, 67), (62, 66), (63, 65))
"""Inner edges of the upper and the lower lip."""
_SMALLEST = 1e-4
"""Crop ndc, a hundredth of a pixel: below it a gap counts as closed, and its gradient fades instead of flipping."""


def landmark_weights() -> Tensor:
    """[68] chin 2, nose and mouth 1.5 with tip, wings and corners of 3, the rest 1 (DECA's released configuration)."""
    weights = torch.ones(68)
    weights[[5, 6, 10, 11]] = 2.0
    weights[27:36] = 1.5
    weights[48:68] = 1.5
    weights[[30, 31, 35, 48, 54]] = 3.0
    return weights


def landmark_loss(landmarks: Tensor, target: Tensor, weights: Tensor) -> Tensor:
    """L_lmk, eq. 6: weighted mean of the absolute differences of coordinates (the paper's sum has no weights).

    landmarks, target: [B, L, 2]  weights: [L] or [B, L]; a point that is not seen weighs 0 and may be NaN.
    """
    weights = weights.expand(landmarks.shape[:2])
    known = (weights > 0)[..., None]
    difference = torch.where(known, landmarks - torch.where(known, target, landmarks.detach()), 0.0).abs()
    return (weights[..., None] * difference).sum() / (2 * weights.sum()).clamp_min(1e-8)


def eye_closure_loss(landmarks: Tensor, target: Tensor) -> Tensor:
    """L_eye, eq. 7, in the form of the released code: mean difference of the lids' distances, wherever the eyes are.

    landmarks, target: [B, 68, 2]. The paper compares the offsets, which also turn with the head.
    """
    return _gap_loss(landmarks, target, EYE_PAIRS)


def lip_distance_loss(landmarks: Tensor, target: Tensor) -> Tensor:
    """As eye closure, between the lips (released code; the paper has no number for it). [B, 68, 2] each."""
    return _gap_loss(landmarks, target, LIP_PAIRS)


def _gap_loss(landmarks: Tensor, target: Tensor, pairs: tuple[tuple[int, int], ...]) -> Tensor:
    return (_gaps(landmarks, pairs) - _gaps(target, pairs)).abs().mean()


def _gaps(landmarks: Tensor, pairs: tuple[tuple[int, int], ...]) -> Tensor:
    """[B, P] distances, as good as zero below _SMALLEST and differentiable at zero."""
    upper, lower = torch.tensor(pairs, device=landmarks.device).unbind(1)
    squared = ((landmarks[:, upper] - landmarks[:, lower]) ** 2).sum(-1)
    return (squared + _SMALLEST**2).sqrt() - _SMALLEST
