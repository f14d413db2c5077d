"""A coarse stage on two processes, unbroken and broken off: what each of the two does, one of them on its own as

python two_processes.py FACES BEGIN OUTPUT PORT PORT PORT
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from training.paper.command import TrainPaper
from training.paper.loader import FaceBatch, FaceLoader

STEPS, EVERY, LOST = 4, 2, 3
"""Of the run, between its checkpoints, and the step at which it is broken off."""


class Lost(Exception):
    """A machine is gone."""


def train(faces: Path, begin: Path, output: Path, port: str) -> None:
    """This process's part in a run of STEPS, or in what is left of it."""
    os.environ["MASTER_PORT"] = port
    TrainPaper(
        "coarse", (faces,), output, begin=begin, resume=True, preset="small", steps=STEPS, people=1, per_person=3,
        every=EVERY, log_every=1, workers=0, seed=7,
    ).run()  # fmt: skip


def both_runs(faces: Path, begin: Path, output: Path, ports: list[str]) -> None:
    """OUTPUT/whole from beginning to end; OUTPUT/parts until LOST, and begun again."""
    train(faces, begin, output / "whole", ports[0])
    draw = FaceLoader.__getitem__

    def interrupted(loader: FaceLoader, step: int) -> FaceBatch:
        if step == LOST:
            raise Lost
        return draw(loader, step)

    FaceLoader.__getitem__ = interrupted  # type: ignore[method-assign]
    try:
        train(faces, begin, output / "parts", ports[1])
    except Lost:
        pass
    finally:
        FaceLoader.__getitem__ = draw  # type: ignore[method-assign]
    train(faces, begin, output / "parts", ports[2])


if __name__ == "__main__":
    both_runs(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
