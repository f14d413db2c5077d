"""The cycle path (Retsinas et al.: 3D facial expressions through analysis-by-neural-synthesis, 2024, arXiv 2404.04104).

    picture -encoder-> codes -perturbed-> other codes -Repaint-> other picture -encoder-> codes again: the same?

SMIRK has to train a network that draws the second picture, in turns with the encoder. Our renderer knows what it draws,
so the second picture is a free labelled sample: only its reading has a gradient. It shows each person, as far as shape,
skin and light are known, with expressions that their pictures lack; it has no hair and a blurred background, so it
comes beside pictures of other kinds and never alone.

It costs the drawing, about 10 ms a face on one CPU core (3.5 with `finer=1`), and the second pass of the network, so a
share of the batch is enough: SMIRK draws each picture once again and lets the encoder learn from every second batch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from training.losses.perturb import perturbed
from training.losses.repaint import Repaint, Repainted, Sitters
from training.losses.supervised import rotation_loss, unit_loss
from training.models.head import rotations


class Reading(Protocol):
    """What an encoder says of B pictures, of which the cycle judges three parts: LiveEncoder's output is one."""

    @property
    def landmarks(self) -> Tensor: ...  # [B, L, 2] shares of the crop's side
    @property
    def expression(self) -> Tensor: ...  # [B, 52]
    @property
    def global_orient(self) -> Tensor: ...  # [B, 3] rad


@dataclass(frozen=True, slots=True)
class CycleWeights:
    """How much each part of the code counts. SMIRK: expression 1, jaw and lids 10, which `units` does here."""

    expression: float = 10.0
    orient: float = 10.0
    landmarks: float = 1.0


def cycle_loss(
    encoder: Callable[[Tensor], Reading],
    repaint: Repaint,
    sitters: Sitters,
    expression: Tensor,
    stock: Tensor,
    units: Tensor,
    *,
    weights: CycleWeights | None = None,
    generator: torch.Generator | None = None,
) -> Tensor:
    """How far the encoder is from reading back the expressions that `sitters` were drawn with.

    encoder: [B, 3, LIVE_SIZE, LIVE_SIZE] sRGB -> Reading. Camera noise, JPEG and the like go before the network in it.
    sitters: with the codes of the first pass, or labels  expression: [B, 52] of the first pass, which is perturbed
    stock: [N, 52] expressions of others (training.data.expressions, or of real videos)  units: [52] unit_weights
    Gradients reach the encoder's parameters through the second pass alone, neither sitters nor `expression`.
    """
    repainted = repaint(sitters, perturbed(expression, stock, generator), generator)
    return reread_loss(encoder(repainted.picture), repainted, units, weights)


def reread_loss(reading: Reading, repainted: Repainted, units: Tensor, weights: CycleWeights | None = None) -> Tensor:
    """The comparison at the cycle's end, for who reads the pictures together with others, e.g. for batch statistics."""
    weights = weights or CycleWeights()
    with torch.autocast(reading.expression.device.type, enabled=False):  # half a precision turns by a degree
        turned = rotation_loss(rotations(reading.global_orient.float()), repainted.rotation)
    moved = (reading.landmarks - repainted.landmarks).abs().mean()
    return (
        weights.expression * unit_loss(reading.expression, repainted.expression, units)
        + weights.orient * turned
        + weights.landmarks * moved
    )
