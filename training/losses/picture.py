"""Losses between a photo and the rendered head."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional


def photometric_loss(picture: Tensor, photo: Tensor, mask: Tensor) -> Tensor:
    """L_pho, eq. 8: L1 distance where `mask` is 1, averaged over the whole picture as the paper's weight of it expects.

    picture, photo: [B, 3, H, W] in one colour space  mask: [B, 1, H, W] in [0, 1], visible skin; it gets no gradient
    """
    return (mask.detach() * (picture - photo).abs()).mean()


def identity_loss(picture: Tensor, photo: Tensor, features: Callable[[Tensor], Tensor]) -> Tensor:
    """L_id, eq. 9: 1 - cosine between the two pictures' features, mean of the batch; the photo's get no gradient.

    picture, photo: [B, 3, H, W], the head rendered over the photo's own background. The released code detaches albedo
    and light in it, so that only the geometry is pulled.
    features: any face recognition network, [B, 3, H, W] -> [B, N]; crop, size and normalisation are its own. Its
    parameters get gradients unless frozen.
    """
    with torch.no_grad():
        wanted = features(photo)
    return (1 - functional.cosine_similarity(features(picture), wanted, dim=1)).mean()
