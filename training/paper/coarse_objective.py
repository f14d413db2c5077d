"""What E_c is asked for: pre-training by landmarks alone, then the coarse stage (eq. 5 to 10), as the paper weighs."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor, nn

from engine.head.head_model import Head
from training.losses.consistency import with_exchanged_shapes
from training.losses.landmarks import eye_closure_loss, landmark_loss, landmark_weights, lip_distance_loss
from training.losses.picture import identity_loss, photometric_loss
from training.losses.prior import code_loss, unit_limit_loss, white_light_loss
from training.paper.codes import Codes
from training.paper.drawing import Drawing, PosedHead
from training.paper.identity import IdentityNetwork
from training.paper.loader import FaceBatch
from training.render.shade import linear_from_srgb, srgb_from_linear


class CoarseTerms(NamedTuple):
    """Losses of a batch, unweighted; or how much each counts."""

    landmarks: Tensor | float
    eye: Tensor | float
    lip: Tensor | float
    shape: Tensor | float
    expression: Tensor | float
    tex: Tensor | float
    light: Tensor | float
    photometric: Tensor | float
    identity: Tensor | float
    limits: Tensor | float


PRETRAIN = CoarseTerms(
    landmarks=1.0, eye=1.0, lip=0.5, shape=1e-4, expression=1e-4, tex=0.0, light=0.0, photometric=0.0, identity=0.0,
    limits=0.1,
)  # fmt: skip
COARSE = CoarseTerms(
    landmarks=1.0, eye=1.0, lip=0.5, shape=1e-4, expression=1e-4, tex=1e-4, light=1.0, photometric=2.0, identity=0.2,
    limits=0.1,
)  # fmt: skip
"""The paper's, but for `limits`: FLAME's expressions are as likely below zero as above, ARKit's units are no movement
there."""


class CoarseObjective(nn.Module):
    """Losses of codes on a head. size: side of the drawn picture, px. Without `identity`, nothing is drawn at all."""

    def __init__(self, head: Head, size: int, identity: IdentityNetwork | None = None) -> None:
        super().__init__()
        self.posed = PosedHead(head)
        self.identity = identity
        self.drawing = Drawing(head, size) if identity is not None else None
        self.register_buffer("weights", landmark_weights(), persistent=False)

    @property
    def asked(self) -> CoarseTerms:
        """How much each term counts."""
        return PRETRAIN if self.drawing is None else COARSE

    def forward(self, codes: Codes, batch: FaceBatch) -> CoarseTerms:
        """batch: of tensors, on the device of `codes`."""
        target, picture = batch.landmarks, photos(batch)
        mask, aligned = batch.mask[:, None].float() / 255, batch.aligned
        if self.drawing is not None:  # L_sc: the shapes of one person are exchanged, and all is asked again
            shape, target, picture, mask, aligned, *others = with_exchanged_shapes(
                codes.shape, batch.person, target, picture, mask, aligned, *codes[1:]
            )
            codes = Codes(shape, *others)
        vertices = self.posed.vertices(codes)
        landmarks = self.posed.landmarks(vertices, codes.cam)
        photometric, identity = self._drawn(vertices, codes, picture, mask, aligned)
        return CoarseTerms(
            landmarks=landmark_loss(landmarks, target, self.weights),
            eye=eye_closure_loss(landmarks, target),
            lip=lip_distance_loss(landmarks, target),
            shape=_half_the_sum(codes.shape),
            expression=_half_the_sum(codes.expression),
            tex=_half_the_sum(codes.tex),
            light=white_light_loss(codes.light),
            photometric=photometric,
            identity=identity,
            limits=unit_limit_loss(codes.expression),
        )

    def _drawn(
        self, vertices: Tensor, codes: Codes, picture: Tensor, mask: Tensor, aligned: Tensor
    ) -> tuple[Tensor, Tensor]:
        if self.drawing is None or self.identity is None:
            zero = vertices.sum() * 0
            return zero, zero
        photo, look = linear_from_srgb(picture), self.identity
        drawn = self.drawing(vertices, codes, photo)
        return (
            photometric_loss(drawn.picture, photo, mask * drawn.visible),
            identity_loss(srgb_from_linear(drawn.by_geometry), picture, lambda shown: look(shown, aligned)),
        )


def photos(batch: FaceBatch) -> Tensor:
    """[B, 3, S, S] sRGB in [0, 1]."""
    return batch.picture.permute(0, 3, 1, 2).float() / 255


def _half_the_sum(code: Tensor) -> Tensor:
    """The released code's regulariser: half the sum of squares over the batch, not its mean."""
    return code_loss(code) * (len(code) / 2)
