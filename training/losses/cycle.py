"""The cycle path (Retsinas et al.: 3D facial expressions through analysis-by-neural-synthesis, 2024, arXiv 2404.04104).

    picture -encoder-> codes -perturbed-> other codes -Repaint-> other picture -encoder-> codes again: the same?

SMIRK has to train a network that draws the second picture, in turns with the encoder. Our renderer knows what it draws,
so the second picture is a free labelled sample: only its reading has a gradient. It shows each person, as far as shape,
skin and light are known, with expressions that their pictures lack; it has no hair and a blurred background, so it
comes beside pictures of other kinds and never alone.

It costs the drawing, about 10 ms a face on one CPU core (3.5 with `finer=1`), and a second pass of the network. A share
of the batch is enough: SMIRK draws each face once again and its encoder learns from every second such batch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional

from training.losses.perturb import perturbed
from training.losses.repaint import Repaint, Repainted, Sitters


class Reading(Protocol):
    """What an encoder says of B pictures and the cycle asks for; LiveOutput is one."""

    @property
    def landmarks(self) -> Tensor: ...  # [B, L, 2] shares of the crop's side

    @property
    def expression(self) -> Tensor: ...  # [B, 52]

    @property
    def global_orient(self) -> Tensor: ...  # [B, 3] rad


def code_difference(reading: Reading, repainted: Repainted) -> Tensor:
    """Mean squared difference of the code: units, and ten times that of the rotation in rad, as SMIRK weighs angles."""
    return functional.mse_loss(reading.expression, repainted.expression) + 10 * functional.mse_loss(
        reading.global_orient, repainted.global_orient
    )


def cycle_loss(
    encoder: Callable[[Tensor], Reading],
    repaint: Repaint,
    sitters: Sitters,
    expression: Tensor,
    stock: Tensor,
    *,
    compare: Callable[[Reading, Repainted], Tensor] = code_difference,
    generator: torch.Generator | None = None,
) -> Tensor:
    """How far the encoder is from reading back the expressions that `sitters` are drawn with.

    encoder: pictures [B, 3, LIVE_SIZE, LIVE_SIZE], sRGB in [0, 1] -> what it says of them, as LiveEncoder does. Camera
    noise, JPEG and the like go before the network in it.
    sitters: with the codes of the first pass, or labels  expression: [B, 52] of the first pass, which is perturbed
    stock: [N, 52] expressions of others (training.data.expressions, or labels of real videos)
    compare: the scalar at the cycle's end. Repainted has every label of a sample, under the encoder's names, so the
    losses of labelled pictures (controls.py, dense.py) fit; `code_difference` weighs units alike.
    Gradients reach the encoder's parameters through the second pass alone, neither sitters nor `expression`.
    """
    repainted = repaint(sitters, perturbed(expression, stock, generator), generator)
    return compare(encoder(repainted.picture), repainted)
