"""python -m training blend: weights between a training's beginning and its end.

What a fine-tuning is good for is mostly won in the first part of the way, what it forgets is lost in the last: nets on
the straight line between both ends of a fine-tuning are often better than either (Wortsman et al. 2022, "Robust
fine-tuning of zero-shot models").
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import tyro

from engine.errors import BadInput
from engine.writing import whole


@dataclass(frozen=True)
class Blend:
    """Write a run whose averaged weights lie between those of two runs, one of which went on from the other."""

    before: tyro.conf.Positional[Path]
    """Folder of the run that the other one went on from."""
    after: tyro.conf.Positional[Path]
    """Folder of the run that went on; what the card says of training is its."""
    output: Annotated[Path, tyro.conf.arg(aliases=["-o"])]
    """Folder to write, to be exported. It cannot be resumed: the optimiser's state belongs to neither."""
    share: float = 0.5
    """How far from the first to the second."""

    def run(self) -> None:
        from safetensors.torch import save_file

        from training.checkpoint import CHECKPOINT, CURVES, average_part, read_facts, write_facts

        if not 0 <= self.share <= 1:
            raise BadInput(f"--share must lie between 0 and 1, got {self.share}.")
        facts, earlier = read_facts(self.after), read_facts(self.before)
        one, other = (average_part(folder, "") for folder in (self.before, self.after))
        legs = earlier.get("legs", [])
        began = all(facts.get(name) == earlier.get(name) for name in ("model", "seed", "batch"))
        if not began or facts.get("legs", [])[: len(legs)] != legs or one.keys() != other.keys():
            raise BadInput(f"{self.after} did not go on from {self.before}. Blend a run with its own beginning.")
        blended = {
            f"average.{name}": one[name].lerp(value, self.share) if value.is_floating_point() else value
            for name, value in other.items()
        }
        self.output.mkdir(parents=True, exist_ok=True)
        with whole(self.output / CHECKPOINT) as temporary:
            save_file({name: value.contiguous() for name, value in blended.items()}, temporary)
        with whole(self.output / CURVES) as temporary:
            temporary.write_bytes((self.after / CURVES).read_bytes())
        write_facts(self.output, facts | {"blended": {"share": self.share, "with_step": earlier["steps"]}})
