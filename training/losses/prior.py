"""Losses that know no picture: plausible codes, white light, the limits of anatomy."""

from __future__ import annotations

import torch
from torch import Tensor

JAW_TURN_LIMIT = 0.2
"""rad: a jaw turns and rolls no further (Retsinas et al. 2024)."""


def code_loss(code: Tensor) -> Tensor:
    """Squared length of shape, expression or tex [B, N], mean of the batch: the paper's L_reg, a term of eq. 5.

    The released code takes half the sum over the batch: its weight means B / 2 times as much here.
    """
    return (code**2).sum(1).mean()


def white_light_loss(light: Tensor) -> Tensor:
    """Squared deviation of the three channels from their mean: colour belongs to the skin. light: [B, 9, 3] SH.

    Released code; the paper has no number for it.
    """
    return ((light - light.mean(2, keepdim=True)) ** 2).mean()


def jaw_limit_loss(jaw_pose: Tensor) -> Tensor:
    """Squared excess, rad^2: turned or rolled beyond JAW_TURN_LIMIT, or closed beyond the teeth. jaw_pose: [B, 3].

    SMIRK clamps its output; the square of the excess says the same and still pulls back what is outside.
    """
    opening, turning = jaw_pose[:, :1], jaw_pose[:, 1:]
    excess = torch.cat([(-opening).relu(), (turning.abs() - JAW_TURN_LIMIT).relu()], 1)
    return (excess**2).sum(1).mean()


def unit_limit_loss(weights: Tensor) -> Tensor:
    """Squared excess beyond [0, 1] of eyelids (SMIRK) or any ARKit units [B, N], mean of the batch."""
    return (((-weights).relu() + (weights - 1).relu()) ** 2).sum(1).mean()
