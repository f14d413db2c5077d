"""What the live encoder is asked for: each loss of training/losses that it takes part in, and how much each counts."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor, nn

from engine.head.head_model import Head
from engine.tracking.measure import Measure
from training.data.loader import Batch
from training.losses.controls import confidence_loss, control_metric, expression_loss, orient_loss
from training.losses.dense import dense_landmark_loss, dense_weights, offset_loss, offset_pairs
from training.models.encoder import LiveOutput


class LiveTerms(NamedTuple):
    """Losses of a batch, unweighted; or how much each counts."""

    landmarks: Tensor | float
    offsets: Tensor | float
    expression: Tensor | float
    orient: Tensor | float
    confidence: Tensor | float


WEIGHTS = LiveTerms(landmarks=1.0, offsets=1.0, expression=60.0, orient=0.5, confidence=1.0)
"""By these, the gradients of landmarks, offsets, expression and orient are of one size after some hundred steps; the
expression is the mean of 52 small squares."""


class LiveObjective(nn.Module):
    """Losses of the live encoder on a head's controls."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        measure = Measure.of()
        self.register_buffer("weights", dense_weights(measure))
        self.register_buffer("pairs", offset_pairs(measure))
        self.register_buffer("metric", control_metric(head))

    def forward(self, output: LiveOutput, batch: Batch) -> LiveTerms:
        controls, orient, _, landmarks = batch.trust.unbind(1)
        return LiveTerms(
            landmarks=dense_landmark_loss(output.landmarks, batch.landmarks, self.weights, landmarks),
            offsets=offset_loss(output.landmarks, batch.landmarks, self.pairs, landmarks),
            expression=expression_loss(output.expression, batch.controls, self.metric, controls),
            orient=orient_loss(output.global_orient, batch.orient, orient),
            confidence=confidence_loss(output.confidence, batch.confidence),
        )


def total(terms: LiveTerms, weights: LiveTerms = WEIGHTS) -> Tensor:
    """The weighted sum."""
    return sum(weight * term for weight, term in zip(weights, terms, strict=True))
