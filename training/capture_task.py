"""The capture encoder's training: shapes learned from labels and by exchange between pictures of one person."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from engine.head import open_head
from training.capture_objective import CaptureObjective, CaptureTerms, total
from training.capture_validation import identity_figures
from training.checkpoint import load_average, read_facts
from training.curves import Curves
from training.data.batch import Batch
from training.data.loader import Loader, LoaderConfig
from training.data.mirror import shape_signs
from training.distributed import Processes
from training.loop import Task
from training.material import Material
from training.models.begin import begin_as
from training.models.capture import BLOCKS, CAPTURE_SIZE, WIDTHS, CaptureEncoder, CaptureOutput
from training.models.encoder import LiveEncoder
from training.validation import figures, picture_grid, predict

if TYPE_CHECKING:
    from training.train import Train

_SHOWN = 32
_PER_PERSON = 2
"""Pictures of each person in a batch; more of them would mean fewer people to be told from."""
_CROWD = 0.7
"""Portraits of many people say more of who somebody is than many frames of a few."""


def capture_task(command: Train, processes: Processes) -> tuple[Task, Loader, dict[str, Any]]:
    """What to train, on what, and what the card says of the data."""
    head = open_head()
    material = Material.of((*command.shards, *command.real), command.held, CAPTURE_SIZE, shape_signs(head))
    config = LoaderConfig(
        command.batch,
        command.real_share,
        per_person=_PER_PERSON,
        crowd=_CROWD,
        jitter=command.jitter,
        augment=command.augment,
    )
    network = CaptureEncoder()
    network.centre_on(*material.means())
    if command.begin is not None:
        live = LiveEncoder(WIDTHS, BLOCKS)
        load_average(command.begin, live)
        begin_as(network, live)
    objective = CaptureObjective(head).to(processes.device)
    held = material.held_batches()

    def losses(output: object, batch: Batch) -> tuple[Tensor, tuple[str, ...], Tensor]:
        assert isinstance(output, CaptureOutput)
        terms = objective(output, batch)
        return total(terms), CaptureTerms._fields, torch.stack([*terms])

    def validate(average: nn.Module, curves: Curves, step: int) -> None:
        assert isinstance(average, CaptureEncoder)
        for kind, batch in held:
            output = predict(average, batch.picture, processes.device)
            values = asdict(figures(output[:4], batch)) | asdict(
                identity_figures(output[4], output[5], batch, objective.shape_metric, objective.tex_metric)
            )
            curves.add_validation(step, kind, values)
            some = np.linspace(0, len(batch.picture) - 1, _SHOWN).astype(int)
            curves.add_picture(step, kind, picture_grid(batch.picture[some], [values[some] for values in output[:4]]))

    loader = material.loader(config, command.seed, processes.rank)
    data = material.described()
    if command.begin is not None:
        data["begun_as"] = read_facts(command.begin)
    return Task(network, losses, validate), loader, data
