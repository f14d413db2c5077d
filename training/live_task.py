"""The live encoder's training: its network started at the data's means, its losses, its validation."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from engine.head import open_head
from engine.head.arkit import INDEX
from engine.tracking.align import LIVE_SIZE
from training.curves import Curves
from training.data.batch import Batch
from training.data.loader import Loader, LoaderConfig
from training.data.mirror import shape_signs
from training.distributed import Processes
from training.loop import Task
from training.material import Material
from training.models.encoder import LiveEncoder, LiveOutput
from training.objective import LiveObjective, LiveTerms, total
from training.validation import figures, picture_grid, predict

if TYPE_CHECKING:
    from training.train import Train

_SHOWN = 32
_TWINS = 0.125
_ASIDE = [INDEX[name] for name in ("jawLeft", "jawRight", "mouthLeft", "mouthRight")]
_QUIET_JAW, _QUIET_MOUTH = 0.1, 0.2
"""Labelled weights up to which a real jaw is in the middle."""


def live_task(command: Train, processes: Processes) -> tuple[Task, Loader, dict[str, Any]]:
    """What to train, on what, and what the card says of the data."""
    head = open_head()
    material = Material.of((*command.shards, *command.real), command.held, LIVE_SIZE, shape_signs(head))
    config = LoaderConfig(
        command.batch, command.real_share, twins=_TWINS, jitter=command.jitter, augment=command.augment
    )
    network = LiveEncoder()
    network.centre_on(*material.means())
    objective = LiveObjective(head).to(processes.device)
    held = material.held_batches()

    def losses(output: object, batch: Batch) -> tuple[Tensor, tuple[str, ...], Tensor]:
        assert isinstance(output, LiveOutput)
        terms = objective(output, unasked_aside(output, batch))
        return total(terms), LiveTerms._fields, torch.stack([*terms])

    def validate(average: nn.Module, curves: Curves, step: int) -> None:
        assert isinstance(average, LiveEncoder)
        for kind, batch in held:
            output = predict(average, batch.picture, processes.device)
            curves.add_validation(step, kind, asdict(figures(output, batch)))
            some = np.linspace(0, len(batch.picture) - 1, _SHOWN).astype(int)
            curves.add_picture(step, kind, picture_grid(batch.picture[some], [values[some] for values in output]))

    loader = material.loader(config, command.seed, processes.rank)
    return Task(network, losses, validate), loader, material.described()


def unasked_aside(output: LiveOutput, batch: Batch) -> Batch:
    """`batch`, in which jaw and mouth of real people who move them aside are where `output` says they are.

    The labels put a jaw at a third of the way that its chin goes, and tell the rest as a shifted mouth: whoever learns
    from them tells jaws at a third, too. What is not asked of real faces comes from the rendered ones, whose jaws are
    known. Jaws in the middle are asked for, so that none strays.
    """
    jaw, mouth = batch.controls[:, _ASIDE].reshape(-1, 2, 2).diff(dim=2).abs().amax(2).unbind(1)
    moved = batch.real & ((jaw > _QUIET_JAW) | (mouth > _QUIET_MOUTH))
    controls = batch.controls.clone()
    controls[:, _ASIDE] = torch.where(moved[:, None], output.expression.detach()[:, _ASIDE], controls[:, _ASIDE])
    return batch._replace(controls=controls)
