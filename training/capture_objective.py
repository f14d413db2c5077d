"""What the capture encoder is asked for: labels where there are any, and what its own code draws, as DECA does it."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor, nn

from engine.avatar.tex_space import open_tex_space
from engine.head.head_model import Head
from training.data.batch import Batch
from training.losses.consistency import with_exchanged_shapes
from training.losses.dense import dense_landmark_loss
from training.losses.identity_metric import (
    identity_code,
    likeness_loss,
    shape_loss,
    shape_metric,
    tex_loss,
    tex_metric,
)
from training.losses.prior import code_loss, unit_limit_loss
from training.models.capture import CaptureOutput
from training.models.encoder import landmark_subset
from training.models.head import project
from training.models.rig import TorchRig
from training.motion_objective import MotionObjective, weighted
from training.render.camera import pixels_from_ndc


class CaptureTerms(NamedTuple):
    """Losses of a batch, unweighted; or how much each counts."""

    landmarks: Tensor | float
    offsets: Tensor | float
    expression: Tensor | float
    orient: Tensor | float
    confidence: Tensor | float
    shape: Tensor | float
    tex: Tensor | float
    likeness: Tensor | float  # in place of eq. 9
    light: Tensor | float
    drawn: Tensor | float  # eq. 6 and 10: the landmarks of the code itself, each shape also on its owner's other photos
    limits: Tensor | float
    small: Tensor | float


WEIGHTS = CaptureTerms(
    landmarks=1.0, offsets=0.5, expression=60.0, orient=0.5, confidence=1.0, shape=0.2, tex=1.0, likeness=0.3,
    light=0.5, drawn=1.0, limits=0.1, small=1e-3,
)  # fmt: skip
"""The shape is told in mm², ten at the start; by a fifth of it the other losses are heard."""
_TOLD = 0.2
"""Trust in the label from which a picture shows whom it is said to show."""


class CaptureObjective(nn.Module):
    """Losses of the capture encoder on a head's codes."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.motion = MotionObjective(head)
        self.register_buffer("shape_metric", shape_metric(head))
        self.register_buffer("tex_metric", tex_metric(open_tex_space()))
        self.rig = TorchRig(head, landmark_subset())

    def forward(self, output: CaptureOutput, batch: Batch) -> CaptureTerms:
        """The terms, each a scalar. batch: of tensors, on the device of `output`."""
        _, _, shape, landmarks = batch.trust.unbind(1)
        lit = shape * (~batch.real)  # the light of photos is not known
        light = (output.light - batch.light).abs().mean((1, 2))
        return CaptureTerms(
            *self.motion(output, batch),
            shape=shape_loss(output.shape, batch.shape, self.shape_metric, shape),
            tex=tex_loss(output.tex, batch.tex, self.tex_metric, batch.trust_tex),
            likeness=likeness_loss(self.identity(output), batch.person, shape > _TOLD),
            light=(light * lit).sum() / lit.sum().clamp_min(1.0),
            drawn=self._drawn(output, batch, landmarks),
            limits=unit_limit_loss(output.expression),
            small=code_loss(output.shape),
        )

    def identity(self, output: CaptureOutput) -> Tensor:
        """[B, S + T] mm: who is in the pictures."""
        return identity_code(output.shape, output.tex, self.shape_metric, self.tex_metric)

    def _drawn(self, output: CaptureOutput, batch: Batch, trust: Tensor) -> Tensor:
        """The head with the predicted codes, projected, against the labels; then with exchanged shapes (eq. 10)."""
        shapes, expression, orient, cam, target, trust = with_exchanged_shapes(
            output.shape, batch.person, output.expression, output.global_orient, output.cam, batch.landmarks, trust
        )
        points = self.rig(shapes, expression, orient)
        drawn = pixels_from_ndc(project(points, cam), 1, 1)
        return dense_landmark_loss(drawn, target, self.motion.weights, trust)


def total(terms: CaptureTerms, weights: CaptureTerms = WEIGHTS) -> Tensor:
    """The weighted sum."""
    return weighted(terms, weights)
