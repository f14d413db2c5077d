"""Shape consistency by exchange (L_sc, eq. 10): two photos of one person are explained by each other's shape."""

from __future__ import annotations

import torch
from torch import Tensor


def exchange_partners(person: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """[B] int64: for each picture another picture of the same person, each used once; itself if it is the only one.

    person: [B] int, who is in the picture.
    """
    # Pictures of a person in random order; each takes the next one's, the last the first one's.
    order = torch.randperm(len(person), generator=generator).to(person.device)
    order = order[torch.argsort(person[order], stable=True)]
    _, count = torch.unique_consecutive(person[order], return_counts=True)
    end = count.cumsum(0)
    following = torch.arange(1, len(person) + 1, device=person.device)
    following[end - 1] = end - count
    partner = torch.empty_like(order)
    partner[order] = order[following]
    return partner


def with_exchanged_shapes(
    shape: Tensor, person: Tensor, *others: Tensor, generator: torch.Generator | None = None
) -> tuple[Tensor, ...]:
    """The batch twice: first as it is, then each picture with the shape of another picture of the same person.

    shape: [B, S]  person: [B]  others: [B, ...] what stays with its picture: other codes, photo, landmarks, mask
    -> shape [2B, S] and the others [2B, ...]. All coarse losses on the result are L_coarse and L_sc (eq. 5 and 10)
    together, as in the released code; the paper's text names photometric and identity loss for the exchanged half.
    """
    partner = exchange_partners(person, generator)
    return torch.cat([shape, shape[partner]]), *(torch.cat([other, other]) for other in others)
