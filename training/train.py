"""python -m training train: weights from shards of samples. Start it with torchrun to train on several processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import tyro

from engine.errors import BadInput
from training.data.augment import AugmentConfig
from training.data.jitter import JitterConfig

if TYPE_CHECKING:
    from training.distributed import Processes
    from training.loop import Batches, Task

_WHAT = {
    "live": "motion of an aligned face picture",
    "capture": "identity, motion, light and camera of an aligned face picture",
    "detail": "a person's wrinkles: their code from a picture, and the displacement that it makes for any expression",
}


@dataclass(frozen=True)
class Train:
    """Train a network on samples. `torchrun --nproc-per-node N -m training train ...` uses N processes."""

    model: tyro.conf.Positional[Literal["live", "capture", "detail"]]
    shards: tuple[Path, ...] = ()
    """Synthetic samples: files, or folders of them. For `detail` what `detail-pairs` wrote."""
    real: tuple[Path, ...] = ()
    """Labelled pictures of real people."""
    held: tuple[Path, ...] = ()
    """Samples to validate on, of either kind."""
    output: Annotated[Path | None, tyro.conf.arg(aliases=["-o"])] = None
    """Folder of the run."""
    resume: Path | None = None
    """Go on with the run in this folder, from its last checkpoint."""
    begin: Path | None = None
    """Begin a capture encoder with what a live encoder of the same widths has learned in the run in this folder."""
    steps: int = 0
    minutes: float = 0.0
    """Instead of steps: as many as fit, by a rate measured at the start."""
    batch: int = 64
    """Pictures a step, of each process; about as many for `detail`, which takes them by threes of a person."""
    real_share: float = 0.35
    learning_rate: float = 2e-3
    warm_up: int = 200
    every: int = 500
    """Steps between checkpoints, with a validation before each."""
    log_every: int = 25
    """Steps between points of the curves."""
    workers: int = 1
    """Processes that prepare batches."""
    threads: int = 1
    """Of this process, for the network."""
    seed: int = 0
    device: Literal["cpu", "cuda"] = "cpu"
    consistency: bool = True
    """Of `detail`: exchange codes between pictures of one person, the paper's L_dc, and ask for traits and looks that
    are the same in all of them. Off for the ablation alone."""
    practice: bool = False
    """Of `detail`, for a run that another is to --begin with: made-up people have looks too, which are paint."""
    jitter: JitterConfig = field(default_factory=JitterConfig)
    augment: AugmentConfig = field(default_factory=AugmentConfig)

    def run(self) -> None:
        import torch

        from training.distributed import joined_processes
        from training.legs import train_leg
        from training.loop import LoopConfig

        folder = self.resume or self.output
        if folder is None or (self.steps <= 0) == (self.minutes <= 0):
            raise BadInput(
                "Name the folder of the run with -o, or one to --resume, and give either --steps or --minutes."
            )
        torch.set_num_threads(self.threads)
        torch.manual_seed(self.seed)
        with joined_processes(self.device) as processes:
            task, loader, data = self._task(processes)
            loop = LoopConfig(
                steps=self.steps,
                minutes=self.minutes,
                learning_rate=self.learning_rate,
                warm_up=self.warm_up,
                save_every=self.every,
                validate_every=self.every,
                log_every=self.log_every,
                workers=self.workers,
                seed=self.seed,
            )
            facts = {
                "what": _WHAT[self.model],
                "model": self.model,
                "seed": self.seed,
                "batch": self.batch * processes.count,
            }
            train_leg(task, loader, loop, folder, processes, facts=facts, data=data, resume=self.resume is not None)

    def _task(self, processes: Processes) -> tuple[Task, Batches, dict[str, Any]]:
        """What to train, on what, and what the card says of the data."""
        if self.model == "live":
            from training.live_task import live_task

            return live_task(self, processes)
        if self.model == "capture":
            from training.capture_task import capture_task

            return capture_task(self, processes)
        from training.detail_task import detail_task

        return detail_task(self, processes)
