"""What the live encoder is asked for: each loss of training/losses that it takes part in, and how much each counts."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor, nn

from engine.head.head_model import Head
from training.data.batch import Batch
from training.losses.steadiness import steadiness_loss
from training.models.encoder import LiveOutput
from training.motion_objective import MotionObjective, weighted


class LiveTerms(NamedTuple):
    """Losses of a batch, unweighted; or how much each counts."""

    landmarks: Tensor | float
    offsets: Tensor | float
    expression: Tensor | float
    orient: Tensor | float
    confidence: Tensor | float
    steadiness: Tensor | float


WEIGHTS = LiveTerms(landmarks=1.5, offsets=1.5, expression=80.0, orient=0.2, confidence=1.0, steadiness=0.06)
"""By these, the gradients are of one size in a network that is two thirds trained, but that of the confidence, which is
smaller; the expression is the mean of 52 small squares."""
ORIENT_BEND_RAD = 0.0125
"""Error of the rotation from which on all count alike, .7 degrees: people who talk turn by a degree or two."""
JUMP, JUMP_RAD, JUMP_WEIGHT = 0.005, 0.02, 0.05
"""Differences between twins where the loss turns from square to straight: of landmarks (shares of the crop), of the
rotation and of expressions (in the control metric)."""


class LiveObjective(nn.Module):
    """Losses of the live encoder on a head's controls."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.motion = MotionObjective(head, ORIENT_BEND_RAD)

    def forward(self, output: LiveOutput, batch: Batch) -> LiveTerms:
        return LiveTerms(*self.motion(output, batch), steadiness=self._steadiness(output, batch))

    def _steadiness(self, output: LiveOutput, batch: Batch) -> Tensor:
        controls, orient, _, landmarks = batch.trust.unbind(1)
        points, wanted_points = output.landmarks.flatten(1), batch.landmarks.flatten(1)
        looks, wanted_looks = (code @ self.motion.metric.T for code in (output.expression, batch.controls))
        return (
            steadiness_loss(points, wanted_points, batch.twin, JUMP, landmarks)
            + steadiness_loss(output.global_orient, batch.orient, batch.twin, JUMP_RAD, orient)
            + steadiness_loss(looks, wanted_looks, batch.twin, JUMP_WEIGHT, controls)
        )


def total(terms: LiveTerms, weights: LiveTerms = WEIGHTS) -> Tensor:
    """The weighted sum."""
    return weighted(terms, weights)
