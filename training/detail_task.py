"""The training of E_d and F_d: what they see, their losses, and held-out people by figures and by pictures."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from engine.check import Array
from engine.head import open_head
from training.checkpoint import average_part, read_facts
from training.curves import Curves
from training.data.columns import joined
from training.data.detail.loader import DetailBatch, DetailLoader, DetailLoaderConfig, whole_batch
from training.data.detail.pairs import PictureFile, open_pictures
from training.data.detail.region import face_region, inner_face, still_face
from training.data.detail.skins import SkinSpace
from training.detail_figures import detail_figures, sources
from training.detail_objective import WEIGHTS, DetailObjective, DetailTerms, total
from training.distributed import Processes
from training.loop import Task
from training.models.detail import DetailNetwork, DetailOutput, texture_tensor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.train import Train

_MOST_HELD = 192
_SHOWN = 6
_AT_ONCE = 32
_SHOWN_M = 0.0006
"""Displacement that is white in a picture; as much below the skin is black."""


def detail_task(command: Train, processes: Processes) -> tuple[Task, DetailLoader, dict[str, Any]]:
    """What to train, on what, and what the card says of the data."""
    head = open_head()
    files = open_pictures((*command.shards, *command.real))
    config = DetailLoaderConfig() if command.consistency else DetailLoaderConfig(exchange=0.0, told=0.0)
    config = with_batch(config, command.batch)
    weights = WEIGHTS if command.consistency else WEIGHTS._replace(traits=0.0, looks=0.0)
    held = held_batch(command.held)
    face, inner = face_region(head), inner_face(head)
    objective = DetailObjective(head, SkinSpace.of(files, inner), practice=command.practice).to(processes.device)

    def given(batch: DetailBatch) -> tuple[Tensor, ...]:
        return (
            texture_tensor(batch.texture), batch.seen_expression, batch.expression, batch.jaw_pose, batch.giver,
            batch.traits, batch.told, batch.real,
        )  # fmt: skip

    def losses(output: DetailOutput, batch: DetailBatch) -> tuple[Tensor, tuple[str, ...], Tensor]:
        terms = objective(output, batch)
        return total(terms, weights), DetailTerms._fields, torch.stack([*terms])

    def validate(average: nn.Module, curves: Curves, step: int) -> None:
        assert isinstance(average, DetailNetwork)
        if held is None:
            return
        source, stranger = sources(held.person)
        code = codes(average, held, processes.device)
        animated, another = (drawn(average, code[rows], held) for rows in (source, stranger))
        figures = detail_figures(animated, another, held.displacement, held.displacement[source], face)
        curves.add_validation(step, "synthetic", asdict(figures))
        some = np.linspace(0, len(source) - 1, _SHOWN).astype(int)
        curves.add_picture(step, "detail", _sheet(held, source, animated, some))

    loader = DetailLoader(files, config, seed=command.seed, part=processes.rank)
    network = DetailNetwork(practice=command.practice)
    network.decoder.bare.copy_(torch.from_numpy(still_face(head)))
    data = _described(files, command)
    if command.begin is not None:
        begin(network, command.begin)
        data["begun_with"] = read_facts(command.begin)
    return Task(network, losses, validate, given), loader, data


@torch.no_grad()
def codes(network: DetailNetwork, batch: DetailBatch, device: torch.device) -> Tensor:
    """[N, 128] of each picture."""
    parts = []
    for start in range(0, len(batch.person), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        texture = texture_tensor(torch.as_tensor(batch.texture[rows]).to(device))
        parts.append(network.encoder(texture, torch.as_tensor(batch.seen_expression[rows]).to(device)))
    return torch.cat(parts)


@torch.no_grad()
def drawn(network: DetailNetwork, detail: Tensor, batch: DetailBatch) -> Array:
    """[N, 256, 256] m: the expressions of `batch` with these codes [N, 128]."""
    parts = []
    for start in range(0, len(detail), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        motion = (torch.as_tensor(a[rows]).to(detail.device) for a in (batch.expression, batch.jaw_pose))
        parts.append(network.decoder(detail[rows], *motion).float().cpu().numpy())
    return np.concatenate(parts)


def begin(network: DetailNetwork, folder: Path) -> None:
    """Give `network` the averaged encoder of the run in `folder`, and its decoder, unless that was built otherwise."""
    network.encoder.load_state_dict(average_part(folder, "encoder."))
    decoder = average_part(folder, "decoder.")
    if {name: value.shape for name, value in decoder.items()} == {
        name: value.shape for name, value in network.decoder.state_dict().items()
    }:
        network.decoder.load_state_dict(decoder)


def with_batch(config: DetailLoaderConfig, batch: int) -> DetailLoaderConfig:
    """`config` with as many people as make about `batch` pictures."""
    return replace(config, people=max(round(batch / config.per_person), 1))


def held_batch(paths: Sequence[Path]) -> DetailBatch | None:
    """Synthetic pictures of whole people, thinned out; None without any."""
    files = [file for file in open_pictures(paths) if not file.is_real]
    if not files:
        return None
    left = _MOST_HELD
    parts = []
    for file in files:
        rows = np.arange(min(len(file), left))
        left -= len(rows)
        if len(rows):
            parts.append(file.rows(rows))
    pictures = joined(parts)
    return whole_batch(pictures, np.zeros(len(pictures), bool))


def _described(files: Sequence[PictureFile], command: Train) -> dict[str, Any]:
    kinds: dict[str, Any] = {}
    for file in files:
        kind = kinds.setdefault(file.metadata["kind"], {"pictures": 0, "people": 0, "sources": []})
        kind["pictures"] += len(file)
        kind["people"] += len(np.unique(file.person))
        source = file.metadata.get("source", "")
        if source not in kind["sources"]:
            kind["sources"].append(source)
    return {**kinds, "consistency": command.consistency, "practice": command.practice}


def _sheet(held: DetailBatch, source: Array, animated: Array, rows: Array) -> Array:
    """[H, W, 3]: of each row the picture that the code is from, the picture to explain, truth, what was drawn."""

    def grey(displacement: Array) -> Array:
        level = (np.clip(displacement / _SHOWN_M, -1, 1) * 127 + 128).astype(np.uint8)
        return np.repeat(level[..., None], 3, 2)

    columns = []
    for row in rows:
        pictures = (held.texture[source[row]][..., :3], held.texture[row][..., :3])
        columns.append(np.concatenate([*pictures, grey(held.displacement[row]), grey(animated[row])]))
    return np.concatenate(columns, 1)
