"""How large a training is: the paper's numbers, or what a CPU does in an evening. The losses weigh the same in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.types import CROP_SIZE

Stage = Literal["pretrain", "coarse", "detail"]
PresetName = Literal["paper", "small"]


@dataclass(frozen=True, slots=True)
class Draw:
    """What a step of one process looks at, and how fast it learns."""

    people: int
    per_person: int
    learning_rate: float = 1e-4

    @property
    def pictures(self) -> int:
        return self.people * self.per_person


@dataclass(frozen=True, slots=True)
class Preset:
    """Sizes and speeds."""

    size: int
    """Side of the crop that is seen and drawn, px."""
    resnet: bool
    """ResNet-50 for both encoders; otherwise a plain residual network of a million weights."""
    pretrain: Draw
    coarse: Draw
    detail: Draw
    warm_up: int
    """Steps in which the rate rises. The paper has none, and needs none with batches of 32 and more."""
    mrf_texels: int
    """Of the window to each side that are averaged into one before ID-MRF compares patches."""

    def draw(self, stage: Stage) -> Draw:
        """What a step of `stage` looks at."""
        return {"pretrain": self.pretrain, "coarse": self.coarse, "detail": self.detail}[stage]


PRESETS: dict[PresetName, Preset] = {
    "paper": Preset(CROP_SIZE, True, Draw(64, 1), Draw(8, 4), Draw(6, 3), 0, 1),
    "small": Preset(96, False, Draw(16, 1), Draw(6, 2, 3e-5), Draw(2, 2), 50, 2),
}
"""The paper's section 5: Adam with 1e-4, batches of 64, of 8 people x 4 pictures and of 6 people x 3. With a dozen
pictures the coarse stage must go slower, or what landmarks had taught is lost in the noise of the other losses."""
