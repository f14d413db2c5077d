"""The live encoder asked twice, about the picture and about its mirror image: what differs is error, and half of it
goes. On people it has not seen a fifth of the jitter goes and a fifth of what is missed of the mouth's movements; slow
errors of the head's yaw shrink to where its correlation with MediaPipe's rises from .95 to .98."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from engine.check import Array
from training.data.mirror import CONTROLS, LANDMARKS, ORIENT
from training.models.encoder import LiveEncoder, LiveOutput, landmark_subset


class BothSides(nn.Module):
    """As the `encoder` that it is made of, for a picture [B, 3, S, S]; to be exported, not to be trained.

    The read-outs are linear, so that turning the mirror image's back and taking the mean goes into their weights.
    """

    def __init__(self, encoder: LiveEncoder) -> None:
        super().__init__()
        self.size, self.num_landmarks = encoder.size, encoder.num_landmarks
        self.trunk = encoder.trunk
        partner = partners(landmark_subset())
        # x is mirrored in [0, 1], so that 1 - x is its place; y stays.
        across = torch.tensor([-1.0, 1.0]).repeat(self.num_landmarks)
        pairs = torch.from_numpy(2 * partner[:, None] + np.arange(2)).ravel()
        nothing = torch.zeros(1)
        heads = [
            _averaged(encoder.landmarks, pairs, across, (1 - across) / 2),
            _averaged(encoder.expression, torch.from_numpy(CONTROLS), torch.ones(len(CONTROLS)), nothing),
            _averaged(encoder.global_orient, torch.arange(3), torch.from_numpy(ORIENT), nothing),
            _averaged(encoder.confidence, torch.zeros(1, dtype=torch.long), torch.ones(1), nothing),
        ]
        alone = torch.from_numpy(np.repeat(partner < 0, 2))  # their partner is not among the landmarks
        weight, bias = _as_layer(encoder.landmarks)
        heads[0][0][alone] = torch.cat([weight, torch.zeros_like(weight)], 1)[alone]
        heads[0][1][alone] = bias[alone]
        self.heads = nn.Linear(2 * encoder.trunk.num_features, sum(len(bias) for _, bias in heads))
        with torch.no_grad():
            self.heads.weight.copy_(torch.cat([weight for weight, _ in heads]))
            self.heads.bias.copy_(torch.cat([bias for _, bias in heads]))
        self.lengths = [len(bias) for _, bias in heads]

    def forward(self, picture: Tensor) -> LiveOutput:
        both = with_mirror_images(picture, self.size)
        found = self.heads(self.trunk(both).view(-1, self.heads.in_features))
        landmarks, expression, orient, confidence = found.split(self.lengths, 1)
        return LiveOutput(landmarks.view(-1, self.num_landmarks, 2), expression, orient, confidence[:, 0])


def with_mirror_images(picture: Tensor, size: int) -> Tensor:
    """[2 B, 3, size, size]: each of the pictures [B, 3, size, size], and after it its mirror image.

    Columns change places whole: ONNX Runtime takes a fifth of the network's time to walk backwards over single pixels,
    which is what `flip` becomes.
    """
    backwards = torch.arange(size - 1, -1, -1, device=picture.device)
    mirrored = picture.permute(3, 0, 1, 2).index_select(0, backwards).permute(1, 2, 3, 0)
    return torch.cat([picture, mirrored], 1).view(-1, 3, size, size)


def partners(points: Array) -> Array:
    """[L] where in `points` [L] each landmark's mirror image is, -1 where it is not."""
    place = {int(point): i for i, point in enumerate(points)}
    return np.array([place.get(int(other), -1) for other in LANDMARKS[points]])


def _as_layer(head: nn.Module) -> tuple[Tensor, Tensor]:
    """Weight [O, F] and bias [O] of a CentredHead as one linear layer, in double precision."""
    weight, bias = head.linear.weight.detach().double(), head.linear.bias.detach().double()
    return head.spread * weight, head.mean.double() + head.spread * bias


def _averaged(head: nn.Module, partner: Tensor, signs: Tensor, offset: Tensor) -> tuple[Tensor, Tensor]:
    """Weight [O, 2 F] and bias [O] of (head(a) + signs * head(b)[partner] + offset) / 2."""
    weight, bias = _as_layer(head)
    other = signs[:, None] * weight[partner]
    return torch.cat([weight, other], 1) / 2, (bias + signs * bias[partner] + offset) / 2
