"""The live encoder's training: its network started at the data's means, its losses, its validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from engine.check import Array
from engine.head import open_head
from engine.tracking.align import LIVE_SIZE
from training.curves import Curves
from training.data.loader import Batch, Loader, LoaderConfig, whole_batch
from training.data.mirror import shape_signs
from training.data.shards import Samples, Shard, joined, open_shards
from training.distributed import Processes
from training.loop import Task
from training.models.encoder import LiveEncoder, LiveOutput, landmark_subset
from training.objective import LiveObjective, LiveTerms, total
from training.validation import figures, picture_grid, predict

if TYPE_CHECKING:
    from training.train import Train

_MOST_HELD = 1500
_SHOWN = 32
_FOR_MEANS = 4096


def live_task(command: Train, processes: Processes) -> tuple[Task, Loader, dict[str, Any]]:
    """What to train, on what, and what the card says of the data."""
    head = open_head()
    signs = shape_signs(head)
    shards = open_shards([*command.shards, *command.real])
    config = LoaderConfig(command.batch, command.real_share, jitter=command.jitter, augment=command.augment)
    loader = Loader(shards, config, landmark_subset(), LIVE_SIZE, signs, seed=command.seed, part=processes.rank)
    network = LiveEncoder()
    network.centre_on(*_means(shards, signs))
    objective = LiveObjective(head).to(processes.device)
    held = [
        (kind, whole_batch(samples, kind == "real", landmark_subset(), LIVE_SIZE, signs))
        for kind, samples in _held(open_shards(command.held))
    ]

    def losses(output: object, batch: Batch) -> tuple[Tensor, tuple[str, ...], Tensor]:
        assert isinstance(output, LiveOutput)
        terms = objective(output, batch)
        return total(terms), LiveTerms._fields, torch.stack([*terms])

    def validate(average: nn.Module, curves: Curves, step: int) -> None:
        assert isinstance(average, LiveEncoder)
        for kind, batch in held:
            output = predict(average, batch.picture, processes.device)
            curves.add_validation(step, kind, asdict(figures(output, batch)))
            some = np.linspace(0, len(batch.picture) - 1, _SHOWN).astype(int)
            curves.add_picture(step, kind, picture_grid(batch.picture[some], [values[some] for values in output]))

    return Task(network, losses, validate), loader, _described(shards)


def _means(shards: Sequence[Shard], signs: Array) -> tuple[Array, Array, Array]:
    """landmarks [L, 2], controls [52] and orient [3] of some of the faces, mirrored ones with them."""
    some = joined(shard.samples[:: max(len(shard) * len(shards) // _FOR_MEANS, 1)] for shard in shards if len(shard))
    faces = some[some.trust.max(1) > 0]
    small = Samples(**{name: getattr(faces, name) for name in Samples.__slots__})
    batch = whole_batch(small, False, landmark_subset(), LIVE_SIZE, signs)
    return batch.landmarks.mean(0), batch.controls.mean(0), batch.orient.mean(0) * [1, 0, 0]


def _held(shards: Sequence[Shard]) -> list[tuple[str, Samples]]:
    """Held-out samples by kind, thinned out."""
    kinds = []
    for kind in ("synthetic", "real"):
        some = [shard.samples for shard in shards if shard.metadata["kind"] == kind and len(shard)]
        if some:
            every = max(sum(map(len, some)) // _MOST_HELD, 1)
            kinds.append((kind, joined(samples[::every] for samples in some)))
    return kinds


def _described(shards: Sequence[Shard]) -> dict[str, Any]:
    """For the card: how many of each kind, from where."""
    kinds: dict[str, Any] = {}
    for shard in shards:
        kind = kinds.setdefault(shard.metadata["kind"], {"samples": 0, "shards": 0, "sources": []})
        kind["samples"] += len(shard)
        kind["shards"] += 1
        source = shard.metadata.get("source") or f"seed {shard.metadata['seed']}"
        if source not in kind["sources"]:
            kind["sources"].append(source)
    return kinds
