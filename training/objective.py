"""What the live encoder is asked for: each loss of training/losses that it takes part in, and how much each counts."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor, nn

from engine.head.head_model import Head
from engine.tracking.measure import Measure
from training.data.loader import Batch
from training.losses.controls import confidence_loss, control_metric, expression_loss, orient_loss
from training.losses.dense import dense_landmark_loss, dense_weights, offset_loss, offset_pairs
from training.losses.steadiness import steadiness_loss
from training.models.encoder import LiveOutput


class LiveTerms(NamedTuple):
    """Losses of a batch, unweighted; or how much each counts."""

    landmarks: Tensor | float
    offsets: Tensor | float
    expression: Tensor | float
    orient: Tensor | float
    confidence: Tensor | float
    steadiness: Tensor | float


WEIGHTS = LiveTerms(landmarks=1.0, offsets=1.0, expression=60.0, orient=0.2, confidence=1.0, steadiness=0.06)
"""By these, the gradients are of one size in a network that is half trained, that of the rotation twice as large and
that of the confidence smaller; the expression is the mean of 52 small squares."""


ORIENT_BEND_RAD = 0.0125
"""Error of the rotation from which on all count alike, .7 degrees: people who talk turn by a degree or two."""
JUMP, JUMP_RAD, JUMP_WEIGHT = 0.005, 0.02, 0.05
"""Differences between twins where the loss turns from square to straight: of landmarks (shares of the crop), of the
rotation and of expressions (in the control metric)."""


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
        expression, wanted = output.expression @ self.metric.T, batch.controls @ self.metric.T
        jump = steadiness_loss(output.landmarks.flatten(1), batch.landmarks.flatten(1), batch.twin, JUMP, landmarks)
        jump = jump + steadiness_loss(output.global_orient, batch.orient, batch.twin, JUMP_RAD, orient)
        jump = jump + steadiness_loss(expression, wanted, batch.twin, JUMP_WEIGHT, controls)
        return LiveTerms(
            landmarks=dense_landmark_loss(output.landmarks, batch.landmarks, self.weights, landmarks),
            offsets=offset_loss(output.landmarks, batch.landmarks, self.pairs, landmarks),
            expression=expression_loss(output.expression, batch.controls, self.metric, controls),
            orient=orient_loss(output.global_orient, batch.orient, orient, ORIENT_BEND_RAD),
            confidence=confidence_loss(output.confidence, batch.confidence),
            steadiness=jump,
        )


def total(terms: LiveTerms, weights: LiveTerms = WEIGHTS) -> Tensor:
    """The weighted sum."""
    return sum(weight * term for weight, term in zip(weights, terms, strict=True))
