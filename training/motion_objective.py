"""What both encoders are asked for alike: the landmarks, the expression, the head's rotation, and doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import torch
from torch import Tensor, nn

from engine.head.head_model import Head
from engine.tracking.measure import Measure
from training.data.batch import Batch
from training.losses.controls import BEND_RAD, confidence_loss, control_metric, expression_loss, orient_loss
from training.losses.dense import dense_landmark_loss, dense_weights, offset_loss, offset_pairs


class MotionOutput(Protocol):
    """What either encoder says of B pictures, among other things."""

    @property
    def landmarks(self) -> Tensor: ...  # [B, L, 2] px / side of the picture
    @property
    def expression(self) -> Tensor: ...  # [B, 52]
    @property
    def global_orient(self) -> Tensor: ...  # [B, 3] rad
    @property
    def confidence(self) -> Tensor: ...  # [B] logit


class MotionTerms(NamedTuple):
    """Losses of a batch, unweighted; or how much each counts."""

    landmarks: Tensor | float
    offsets: Tensor | float
    expression: Tensor | float
    orient: Tensor | float
    confidence: Tensor | float


class MotionObjective(nn.Module):
    """Losses of an encoder's motion on a head's controls. orient_bend_rad: see `orient_loss`."""

    def __init__(self, head: Head, orient_bend_rad: float = BEND_RAD) -> None:
        super().__init__()
        measure = Measure.of()
        self.register_buffer("weights", dense_weights(measure))
        self.register_buffer("pairs", offset_pairs(measure))
        self.register_buffer("metric", control_metric(head))
        self.orient_bend_rad = orient_bend_rad

    def forward(self, output: MotionOutput, batch: Batch) -> MotionTerms:
        controls, orient, _, landmarks = batch.trust.unbind(1)
        return MotionTerms(
            landmarks=dense_landmark_loss(output.landmarks, batch.landmarks, self.weights, landmarks),
            offsets=offset_loss(output.landmarks, batch.landmarks, self.pairs, landmarks),
            expression=expression_loss(output.expression, batch.controls, self.metric, controls),
            orient=orient_loss(output.global_orient, batch.orient, orient, self.orient_bend_rad),
            confidence=confidence_loss(output.confidence, batch.confidence),
        )


def weighted(terms: Sequence[Tensor], weights: Sequence[float]) -> Tensor:
    """The weighted sum, a scalar."""
    return torch.stack([weight * term for weight, term in zip(weights, terms, strict=True)]).sum()
