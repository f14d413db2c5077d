"""What a network says of the same face in the same moment, seen twice, must be the same: only noise lies between.

Errors against labels hide this: a network that is off by a steady pixel and one that jumps by a tenth of it about the
truth cost what the pixel costs, and on video the jump is what is seen.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def steadiness_loss(values: Tensor, target: Tensor, twin: Tensor, bend: float, trust: Tensor) -> Tensor:
    """Mean smooth difference, in units of `bend`, between the errors of a picture and of its twin; 0 without twins.

    values, target: [B, N], the target in the frame of each picture's own crop: so a shift between the two crops is no
    difference. twin [B]: row of the other picture, its own where there is none. trust [B].
    """
    pairs = torch.nonzero(twin != torch.arange(len(twin), device=twin.device))[:, 0]
    error, trusted = values - target, trust[pairs]
    apart = (error[pairs] - error[twin[pairs]]) / bend
    each = functional.smooth_l1_loss(apart, torch.zeros_like(apart), reduction="none").mean(1)
    return (each * trusted).sum() / trusted.sum().clamp_min(1.0)
