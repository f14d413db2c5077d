"""Expressions that a face could have made instead of the one in its picture: what the cycle path asks for."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.head.arkit import ARKIT52, INDEX

WAYS = ("noisy", "another's", "stock", "resting")
"""How an expression is changed: SMIRK's four ways, one a face, each as often (Retsinas et al. 2024)."""
_NOISE = 0.25
"""Standard deviation of what is added to every second unit, which goes from 0 to 1."""
_SCALE = (0.25, 1.5)
"""What another face's expression is multiplied by (SMIRK's released code)."""
_JAW, _LIDS = 0.3, 0.25
"""What is added to jawOpen of every second face (standard deviation), and at most to each lid of all faces."""

_SIDES = ("Left", "Right")
_BLINKS = [INDEX["eyeBlink" + side] for side in _SIDES]
_LOOKS = [i for name, i in INDEX.items() if name.startswith("eyeLook")]
_TONGUE = INDEX["tongueOut"]
_OPPOSITES = [
    (INDEX[a], INDEX[b])
    for a, b in (
        ("jawLeft", "jawRight"),
        ("mouthLeft", "mouthRight"),
        *((f"eyeWide{side}", f"eyeBlink{side}") for side in _SIDES),
        *((f"eyeLookIn{side}", f"eyeLookOut{side}") for side in _SIDES),
        *((f"eyeLookUp{side}", f"eyeLookDown{side}") for side in _SIDES),
    )
]


def possible(expression: Tensor) -> Tensor:
    """The nearest a face can do: [B, 52] in [0, 1], of two opposites the difference, lips no more closed than needed.

    Both eyes keep what they were told: looking different ways is possible, if rare.
    """
    expression = expression.clamp(0, 1)
    first, second = torch.tensor(_OPPOSITES, device=expression.device).unbind(1)
    both = torch.zeros_like(expression)
    weaker = torch.minimum(expression[:, first], expression[:, second])
    both[:, first], both[:, second] = weaker, weaker
    expression = expression - both
    close, jaw = INDEX["mouthClose"], INDEX["jawOpen"]
    expression[:, close] = torch.minimum(expression[:, close], expression[:, jaw])
    return expression


def perturbed(expression: Tensor, stock: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """[B, 52] another possible expression for each face; no gradient.

    expression: [B, 52] what the faces do  stock: [N, 52] what faces did elsewhere, e.g. in videos
    generator: on the CPU, wherever the expressions are: the same draws on every machine.
    """
    own = expression.detach().float()
    batch, device = len(own), own.device

    def uniform(low: float, high: float, *shape: int) -> Tensor:
        return (low + (high - low) * torch.rand(shape, generator=generator)).to(device)

    def normal(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator).to(device)

    scale = uniform(*_SCALE, batch, 1)
    noise = _NOISE * normal(batch, len(ARKIT52)) * (uniform(0, 1, batch, len(ARKIT52)) < 0.5)
    noise[:, _LOOKS] = 0.0  # each eye its own way is the exception; stock brings gaze
    other = own[torch.randperm(batch, generator=generator).to(device)]
    stocked = stock[torch.randint(len(stock), (batch,), generator=generator).to(stock.device)].to(own)
    resting = torch.zeros_like(own)
    resting[:, _BLINKS] = uniform(0, 1, batch, 1)

    way = torch.randint(len(WAYS), (batch, 1), generator=generator).to(device)
    changed = torch.stack([own + noise, scale * other, scale * stocked, resting])  # [4, B, 52]
    changed = changed.gather(0, way[None].expand(1, -1, own.shape[1]))[0]
    awake = way != WAYS.index("resting")
    jaw = _JAW * normal(batch, 1) * (uniform(0, 1, batch, 1) < 0.5)
    changed[:, [INDEX["jawOpen"]]] += awake * jaw
    changed[:, _BLINKS] += awake * uniform(-_LIDS, _LIDS, batch, 2)
    changed[:, _TONGUE] = 0.0  # the rendered head keeps it in
    return possible(changed)
