"""How large a training is: the paper's numbers, or what a CPU does in an evening. The losses weigh the same in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.types import CROP_SIZE

Stage = Literal["pretrain", "coarse", "detail"]
PresetName = Literal["paper", "small"]


@dataclass(frozen=True, slots=True)
class Draw:
    """What a step of one process looks at."""

    people: int
    per_person: int

    @property
    def pictures(self) -> int:
        return self.people * self.per_person


@dataclass(frozen=True, slots=True)
class Preset:
    """Sizes and speeds."""

    size: int
    """Side of the crop that is seen and drawn, px."""
    resnet: bool
    """ResNet-50 for both encoders; otherwise a plain residual network of .3 million weights."""
    pretrain: Draw
    coarse: Draw
    detail: Draw
    learning_rate: float

    def draw(self, stage: Stage) -> Draw:
        """What a step of `stage` looks at."""
        return {"pretrain": self.pretrain, "coarse": self.coarse, "detail": self.detail}[stage]


PRESETS: dict[PresetName, Preset] = {
    "paper": Preset(CROP_SIZE, True, Draw(64, 1), Draw(8, 4), Draw(6, 3), 1e-4),
    "small": Preset(96, False, Draw(16, 1), Draw(3, 2), Draw(2, 2), 3e-4),
}
"""The paper's section 5: Adam with 1e-4, batches of 64, of 8 people x 4 pictures and of 6 people x 3."""
