"""The capture encoder asked twice, about the picture and about its mirror image: what differs is error, and half goes.

An avatar is made once: the second look's milliseconds are nobody's loss.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from engine.check import Array
from engine.head import open_head
from training.data.mirror import CONTROLS, LIGHT, ORIENT, shape_signs, tex_signs
from training.models.both_sides import partners, with_mirror_images
from training.models.capture import CaptureEncoder, CaptureOutput
from training.models.encoder import landmark_subset

_CAM = np.array([1.0, -1.0, 1.0])


class CaptureBothSides(nn.Module):
    """As the `encoder` that it is made of, for a picture [B, 3, S, S]; to be exported, not to be trained."""

    def __init__(self, encoder: CaptureEncoder) -> None:
        super().__init__()
        self.size, self.num_landmarks = encoder.size, encoder.num_landmarks
        self.encoder = encoder
        partner = partners(landmark_subset())
        own = np.arange(len(partner))

        def keep(name: str, array: Array, kind: torch.dtype = torch.float32) -> None:
            self.register_buffer(name, torch.from_numpy(np.ascontiguousarray(array)).to(kind), persistent=False)

        keep("partner", np.where(partner < 0, own, partner), torch.int64)
        keep("alone", (partner < 0)[:, None])  # their partner is not among the landmarks
        keep("controls", CONTROLS, torch.int64)
        for name, signs in (
            ("orient", ORIENT), ("shape", shape_signs(open_head())), ("tex", tex_signs()), ("light", LIGHT[:, None]),
            ("cam", _CAM), ("across", np.array([-1.0, 1.0])),
        ):  # fmt: skip
            keep(name, signs)

    def forward(self, picture: Tensor) -> CaptureOutput:
        # As one batch: asked twice, the file would hold the weights twice.
        told = self.encoder(with_mirror_images(picture, self.size))
        one, other = (CaptureOutput(*(value[side::2] for value in told)) for side in (0, 1))
        # x is mirrored in [0, 1], so that 1 - x is its place; y stays.
        landmarks = other.landmarks[:, self.partner] * self.across + (1 - self.across) / 2
        return CaptureOutput(
            one.landmarks + (landmarks - one.landmarks) / 2 * (1 - self.alone),
            (one.expression + other.expression[:, self.controls]) / 2,
            (one.global_orient + other.global_orient * self.orient) / 2,
            (one.confidence + other.confidence) / 2,
            (one.shape + other.shape * self.shape) / 2,
            (one.tex + other.tex * self.tex) / 2,
            (one.light + other.light * self.light) / 2,
            (one.cam + other.cam * self.cam) / 2,
        )
