"""E_c, E_d and F_d with the paper's layers, by the preset: tensor names are those of DECA's checkpoints."""

from __future__ import annotations

from typing import NamedTuple, Self

import torch
from torch import Tensor, nn

from training.deca.networks import NUM_DETAIL, Decoder
from training.deca.resnet import NUM_FEATURES, ResNet50
from training.losses.consistency import with_exchanged_shapes
from training.models.trunk import Trunk
from training.paper.codes import CodeLayout, Codes
from training.paper.preset import Preset

_HIDDEN = 1024
_SMALL = {"widths": (16, 32, 48, 64), "blocks": (0, 1, 1, 1), "num_features": 256}
_START = 1e-3
"""Deviation of the last layer's weights: at first every picture shows the average face."""


class CodeEncoder(nn.Module):
    """A picture [B, 3, S, S], sRGB in [0, 1], as codes [B, num_codes]."""

    def __init__(self, preset: Preset, num_codes: int, start: Tensor | None = None) -> None:
        super().__init__()
        self.encoder = ResNet50() if preset.resnet else Trunk(preset.size, **_SMALL)  # type: ignore[arg-type]
        features = NUM_FEATURES if preset.resnet else int(_SMALL["num_features"])  # type: ignore[call-overload]
        self.layers = nn.Sequential(nn.Linear(features, _HIDDEN), nn.ReLU(), nn.Linear(_HIDDEN, num_codes))
        if start is not None:
            last = self.layers[-1]
            nn.init.normal_(last.weight, std=_START)
            with torch.no_grad():
                last.bias.copy_(start)

    def forward(self, picture: Tensor) -> Tensor:
        features = self.encoder(picture)
        # In full precision: half precision rounds a camera to a third of a percent of the picture.
        with torch.autocast(picture.device.type, enabled=False):
            return self.layers(features.float())


class DetailDecoder(Decoder):
    """F_d for as many numbers that move wrinkles as the head has."""

    def __init__(self, num_moving: int) -> None:
        super().__init__()
        self.l1 = nn.Sequential(nn.Linear(num_moving + NUM_DETAIL, self.l1[0].out_features))


class CoarseNetwork(nn.Module):
    """E_c alone: pre-training and the coarse stage."""

    def __init__(self, preset: Preset, layout: CodeLayout) -> None:
        super().__init__()
        self.layout = layout
        self.coarse = CodeEncoder(preset, layout.num_codes, layout.start())

    def forward(self, picture: Tensor) -> Codes:
        return self.layout.split(self.coarse(picture))


class DetailOutput(NamedTuple):
    """For B pictures: each with its own code, then each with that of another picture of the same person."""

    codes: Codes  # of the B pictures
    displacement: Tensor  # [2B, 256, 256] m along the normal


class DetailNetwork(nn.Module):
    """E_d and F_d, with a frozen E_c that says what the face does.

    jaw_turns: [E, 3] rad by which each unit of the expression turns the jaw.
    """

    jaw_turns: Tensor

    def __init__(self, preset: Preset, layout: CodeLayout, jaw_turns: Tensor) -> None:
        super().__init__()
        self.register_buffer("jaw_turns", jaw_turns, persistent=False)
        self.layout = layout
        self.coarse = CodeEncoder(preset, layout.num_codes).requires_grad_(False)
        self.detail = CodeEncoder(preset, NUM_DETAIL)
        self.decoder = DetailDecoder(layout.num_moving)

    def train(self, mode: bool = True) -> Self:
        super().train(mode)
        self.coarse.eval()  # its norms do not follow these batches
        return self

    def forward(self, picture: Tensor, person: Tensor) -> DetailOutput:
        """picture: [B, 3, S, S]  person: [B] whose."""
        with torch.no_grad():
            codes = self.layout.split(self.coarse(picture))
            moving = torch.cat([codes.expression @ self.jaw_turns, codes.expression], 1)
        detail, moving = with_exchanged_shapes(self.detail(picture), person, moving)  # L_dc: the code is the person's
        drawn = self.decoder(torch.cat([moving, detail], 1))
        return DetailOutput(codes, drawn.float())
