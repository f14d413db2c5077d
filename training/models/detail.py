"""Animated detail: E_d reads a person's detail code from a picture, F_d draws its wrinkles for any expression.

Feng, Feng, Black, Bolkart 2021 (DECA, arXiv 2012.04012, section 4.2), sized for one CPU core. Where the paper
concatenates code, expression and jaw, the two meet here as a product: a wrinkle is somebody's crease (the code) times
how far it is pressed together (the expression), and a sum of the two would have to learn that by heart.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.detail.window import DISPLACEMENT_MAX_M, DISPLACEMENT_SIZE
from training.models.trunk import ConvNorm, Trunk

NUM_DETAIL, NUM_EXPRESSION, NUM_JAW = 128, 52, 3
NUM_LOOKS = 24
"""Of the code, the last: how somebody's skin looks at rest, as principal components of photographed people say it
(training.data.detail.skins). Those before them are traits of made-up people (training.data.wrinkles.traits)."""
TRAIT_UM = 5.0
"""Micrometres of a trait that make 1 in a detail code."""
_GENTLE = 0.005
"""Of 3 mm that F_d's last convolution moves by 1. Without it a step of training moves skin by a millimetre, where
wrinkles are tenths of one, and all that F_d learns at first is to draw nothing."""
_FIRST = 8
"""Side of F_d's first map."""
_TEMPLATES = 16
"""Maps of lines that F_d learns by heart and opens here and there. Where a line of the forehead runs is the same for
most of us; to draw it out of eight by eight cells each time is more than convolutions learn."""
_FINE = 2
"""Texels to each side that F_d's last convolution draws at once: maps of all texels cost more than all before them."""
_STILL_M = 0.0003
"""Metres that looks may move the skin: as relief, what they show of a face is slight."""
_FLAT = 8
"""Texels: what is wider than two of these in a picture is light or complexion, not a wrinkle."""
_SPREAD = 0.06
"""Of log brightness over wrinkled skin: what E_d's trunk takes as one standard deviation."""
_WIDE = 3.0
"""Codes start with a deviation of about one, so that people differ from the first step on."""


class DetailEncoder(nn.Module):
    """E_d: detail code [B, 128] of textures [B, 4, 256, 256] and the expressions [B, 52] that they were taken with.

    The texture is sRGB in [0, 1] and visibility in [0, 1]. Shown to the trunk are the colour and how much darker each
    texel is than those around it, so that complexion and light need not be unlearned.
    """

    def __init__(
        self,
        widths: tuple[int, ...] = (16, 24, 48, 80, 112),
        blocks: tuple[int, ...] = (0, 1, 2, 2, 2),
        num_features: int = 192,
    ) -> None:
        super().__init__()
        self.size = DISPLACEMENT_SIZE
        self.trunk = Trunk(self.size, widths, blocks, num_features=num_features, channels=5, normed=True)
        self.expression = nn.Linear(NUM_EXPRESSION, num_features)
        nn.init.normal_(self.expression.weight, std=0.02)  # at first the code tells people apart, not expressions
        self.mixed = nn.Linear(2 * num_features, num_features)
        self.code = nn.Linear(num_features, NUM_DETAIL)

    def forward(self, texture: Tensor, expression: Tensor) -> Tensor:
        features = self.trunk(_contrasts(texture))
        known = functional.relu(self.expression(expression))
        mixed = functional.leaky_relu(self.mixed(torch.cat([features, known], 1)), 0.2)
        with torch.autocast(texture.device.type, enabled=False):
            return _WIDE * self.code(mixed.float())


def _contrasts(texture: Tensor) -> Tensor:
    """[B, 5, H, W]: colour, visibility, and the logarithm of how bright a texel is among its surroundings.

    All in the units of the trunk's first layer, whose middle is .45 and whose deviation a quarter.
    """
    with torch.autocast(texture.device.type, enabled=False):
        colour, seen = texture[:, :3].float(), texture[:, 3:].float()
        bright = torch.log(colour.mean(1, keepdim=True) + 0.05)
        around = _averaged(seen) + 1e-3
        relief = (bright - _averaged(bright * seen) / around) * seen
        return torch.cat([colour, seen, 0.45 + 0.25 / _SPREAD * relief.clamp(-1, 1)], 1)


def _averaged(x: Tensor) -> Tensor:
    """The mean around each texel, found on a coarse grid: a true blur as wide would cost more than the network."""
    coarse = functional.avg_pool2d(functional.avg_pool2d(x, _FLAT), 3, 1, 1, count_include_pad=False)
    return functional.interpolate(coarse, scale_factor=_FLAT, mode="bilinear", align_corners=False)


def _doubled(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class DetailDecoder(nn.Module):
    """F_d: displacement [B, 256, 256] m along the normal, of detail [B, 128], expression [B, 52], jaw_pose [B, 3].

    Within DISPLACEMENT_MAX_M: the paper's 10 mm drown a signal of tenths of a millimetre. The code's looks make relief
    that no expression moves; what photographs teach of a face at rest and in a smile must not come up with the brows.
    bare [256, 256] in [0, 1]: where looks may be relief; everywhere until it is set.
    gated: whether expression and code meet as a product; otherwise they are concatenated, as in the paper.
    """

    bare: Tensor

    def __init__(self, widths: tuple[int, ...] = (96, 64, 48, 32, 16), gates: int = 24, gated: bool = True) -> None:
        super().__init__()
        first = widths[0]
        self.gated = gated
        self.first = first
        moving = NUM_EXPRESSION + NUM_JAW
        known = NUM_DETAIL - NUM_LOOKS
        if gated:
            self.person = nn.Linear(known, first * _FIRST**2)
            self.motion = nn.Sequential(nn.Linear(moving, 96), nn.ReLU())
            self.gate = nn.Linear(96, gates * _FIRST**2)
            self.drawn = nn.Linear(96, gates * _FIRST**2)
            self.film = nn.ModuleList(nn.Linear(96, width) for width in widths[1:3])
            self.mix = ConvNorm(first + gates, first, kernel=1)
        else:
            self.person = nn.Linear(known + moving, first * _FIRST**2)
        self.gates = gates
        self.stages = nn.ModuleList(ConvNorm(a, b) for a, b in pairwise(widths))
        side = _FIRST * 2 ** (len(widths) - 1)
        self.opened = nn.Conv2d(widths[-2], _TEMPLATES, 1)
        self.templates = nn.Parameter(0.3 * torch.randn(1, _TEMPLATES, side, side))
        self.still = nn.Parameter(torch.zeros(NUM_LOOKS, side * side))
        self.register_buffer("bare", torch.ones(side * _FINE, side * _FINE))
        self.last = nn.Conv2d(widths[-1] + _TEMPLATES, _FINE**2, 3, padding=1)
        nn.init.normal_(self.last.weight, std=0.02)
        nn.init.zeros_(self.last.bias)

    def forward(self, detail: Tensor, expression: Tensor, jaw_pose: Tensor) -> Tensor:
        detail, looks = detail[:, :-NUM_LOOKS], detail[:, -NUM_LOOKS:]
        moving = torch.cat([expression, jaw_pose], 1)
        films: list[Tensor] = []
        if self.gated:
            motion = self.motion(moving)
            crease = self.person(detail).view(-1, self.first, _FIRST, _FIRST)
            gate = self.gate(motion).view(-1, self.gates, _FIRST, _FIRST).repeat(1, self.first // self.gates, 1, 1)
            drawn = self.drawn(motion).view(-1, self.gates, _FIRST, _FIRST)
            x = functional.leaky_relu(self.mix(torch.cat([crease * (1 + gate), drawn], 1)), 0.2)
            films = [film(motion)[:, :, None, None] for film in self.film]
        else:
            x = self.person(torch.cat([detail, moving], 1)).view(-1, self.first, _FIRST, _FIRST)
        opened = x
        for number, stage in enumerate(self.stages):
            if number == len(self.stages) - 1:
                opened = self.opened(x)
            x = stage(_doubled(x))
            if number < len(films):
                x = x * (1 + films[number])
            x = functional.leaky_relu(x, 0.2)
        with torch.autocast(detail.device.type, enabled=False):
            lines = _doubled(opened.float()) * self.templates
            drawn = functional.pixel_shuffle(self.last(torch.cat([x.float(), lines], 1)), _FINE)
            side = self.templates.shape[-1]
            still = _doubled((looks.float() @ self.still).view(-1, 1, side, side))[:, 0] * self.bare
            return DISPLACEMENT_MAX_M * torch.tanh(_GENTLE * drawn[:, 0]) + _STILL_M * torch.tanh(still)


class DetailOutput(NamedTuple):
    """For B pictures of a batch."""

    detail: Tensor  # [B, 128] the code of each picture
    displacement: Tensor  # [B, 256, 256] m, the picture's own expression with the code that it was given


class DetailNetwork(nn.Module):
    """E_d and F_d together, as they are trained: pictures in, their displacement out, by whose code is said.

    practice: F_d is not told the looks of made-up people, which are paint.
    """

    def __init__(self, gated: bool = True, practice: bool = False) -> None:
        super().__init__()
        self.practice = practice
        self.encoder = DetailEncoder()
        self.decoder = DetailDecoder(gated=gated)

    def forward(
        self, texture: Tensor, seen_expression: Tensor, expression: Tensor, jaw_pose: Tensor, giver: Tensor,
        traits: Tensor, told: Tensor, real: Tensor,
    ) -> DetailOutput:  # fmt: skip
        """texture [B, 4, 256, 256]  seen_expression [B, 52]: what the encoder is told  expression [B, 52], jaw_pose
        [B, 3]: of the picture  giver [B] int64: the picture whose code each one gets, itself or one of its person
        traits [B, 128] um, told [B] bool: whether the picture gets its person's true traits for a code instead, by
        which F_d learns people before E_d knows them  real [B] bool: photographs. They do not tell E_d its traits, or
        light and complexion become wrinkles there."""
        detail = self.encoder(texture, seen_expression)
        given = torch.where(told[:, None], traits / TRAIT_UM, detail[giver])
        wrinkles, looks = given[:, :-NUM_LOOKS], given[:, -NUM_LOOKS:]
        wrinkles = torch.where(real[:, None], wrinkles.detach(), wrinkles)
        if self.practice:
            looks = looks * real[:, None]
        given = torch.cat([wrinkles, looks], 1)
        return DetailOutput(detail, self.decoder(given, expression, jaw_pose))


def texture_tensor(texture: Tensor) -> Tensor:
    """[B, 256, 256, 4] uint8 -> [B, 4, 256, 256] in [0, 1]."""
    return texture.permute(0, 3, 1, 2).float() / 255
