"""Detail consistency (L_dc, eq. 17): the code belongs to the person, the expression makes the wrinkles of it.

What the paper is about: pictures of one person with different expressions are explained by each other's code. A code
that had learned the wrinkles of its own picture's expression would put them onto the other picture.
"""

from __future__ import annotations

import torch
from torch import Tensor

from training.losses.consistency import exchange_partners


def code_givers(person: Tensor, share: float, generator: torch.Generator | None = None) -> Tensor:
    """[B] int64: the picture whose code each picture is explained by: for a `share` of them another of their person.

    person: [B] int. All detail losses, on displacements of these codes, are L_detail and L_dc together. The paper takes
    each picture twice, with its own code and with another's; a share of them does the same at half the cost.
    """
    own = torch.arange(len(person), device=person.device)
    exchanged = torch.rand(len(person), generator=generator).to(person.device) < share
    return torch.where(exchanged, exchange_partners(person, generator), own)


def same_code_loss(detail: Tensor, person: Tensor) -> Tensor:
    """Mean squared difference of two pictures' codes [B, 128] of one person, against that of two people's: 1 is chance.

    Beside the paper: what the exchange asks for by pictures, said of the codes themselves. The gradient pulls a
    person's codes together; those of different people are only the measure.
    """
    distance = (detail[:, None] - detail[None]).square().mean(2)
    same = person[:, None] == person[None]
    mine = same & ~torch.eye(len(person), dtype=torch.bool, device=person.device)
    others = ~same
    scale = (distance * others).sum() / others.sum().clamp_min(1)
    return (distance * mine).sum() / mine.sum().clamp_min(1) / (scale.detach() + 1e-6)
