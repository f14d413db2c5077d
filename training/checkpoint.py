"""A training run on disk: its folder, its checkpoint, and what its card says of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engine.errors import BadInput
from engine.writing import whole

if TYPE_CHECKING:
    from training.ema import Average

CHECKPOINT, FACTS, CURVES = "checkpoint.safetensors", "run.json", "curves.jsonl"


def save_checkpoint(
    folder: Path, network: nn.Module, average: Average, optimizer: torch.optim.Optimizer, step: int
) -> None:
    """Write everything that the next step depends on, but what it draws, which is by its number; the file appears whole
    or not at all."""
    tensors = {f"network.{name}": value for name, value in network.state_dict().items()}
    tensors |= {f"average.{name}": value for name, value in average.network.state_dict().items()}
    for number, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{number}.{name}": torch.as_tensor(value) for name, value in state.items()}
    tensors["step"] = torch.tensor(step)
    with whole(folder / CHECKPOINT) as temporary:
        save_file({name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}, temporary)


def load_checkpoint(folder: Path, network: nn.Module, average: Average, optimizer: torch.optim.Optimizer) -> int:
    """Put everything back; the step to go on with. BadInput where there is nothing to resume, or of another network."""
    tensors = _tensors(folder)
    try:
        network.load_state_dict(_part(tensors, "network."))
        average.network.load_state_dict(_part(tensors, "average."))
        groups = optimizer.state_dict()
        state: dict[int, dict[str, Tensor]] = {}
        for name, value in _part(tensors, "optimizer.").items():
            number, entry = name.split(".")
            state.setdefault(int(number), {})[entry] = value
        optimizer.load_state_dict({**groups, "state": state})
    except (RuntimeError, ValueError) as error:
        raise BadInput(
            f"{folder / CHECKPOINT} belongs to another network. Resume it with the code that made it."
        ) from error
    return int(tensors["step"])


def load_average(folder: Path, network: nn.Module) -> nn.Module:
    """`network` with the averaged weights of the run in `folder`, ready to be used."""
    try:
        network.load_state_dict(_part(_tensors(folder), "average."))
    except RuntimeError as error:
        raise BadInput(
            f"{folder / CHECKPOINT} belongs to another network. Export it with the code that made it."
        ) from error
    return network.eval()


def average_part(folder: Path, prefix: str) -> dict[str, Tensor]:
    """The averaged weights of the run in `folder` whose names begin with `prefix`, without it."""
    return _part(_tensors(folder), f"average.{prefix}")


def write_facts(folder: Path, facts: Mapping[str, Any]) -> None:
    with whole(folder / FACTS) as temporary:
        temporary.write_text(json.dumps(facts, indent=2) + "\n")


def read_facts(folder: Path) -> dict[str, Any]:
    """BadInput where `folder` is no run."""
    try:
        facts: dict[str, Any] = json.loads((folder / FACTS).read_text())
    except (OSError, ValueError) as error:
        raise BadInput(
            f"{folder} holds no training run. Name the folder that `training train` wrote with -o."
        ) from error
    return facts


def read_curves(folder: Path) -> list[dict[str, Any]]:
    """What was logged, in the order of the steps."""
    path = folder / CURVES
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def card_of(folder: Path) -> dict[str, Any]:
    """The facts of a run for the card: how it was made, on what, for how long, its curves and last figures."""
    facts = read_facts(folder)
    curves = read_curves(folder)
    losses = [line for line in curves if "loss" in line]
    metrics: dict[str, Any] = {}
    for line in curves:
        for held, figures in line.get("validation", {}).items():
            metrics[held] = {"step": line["step"], **figures}
    few = losses[:: max(len(losses) // 24, 1)]
    return {
        **facts,
        "curves": {key: [line[key] for line in few] for key in ("step", "loss")} if few else {},
        "metrics": metrics,
        "licence": "Apache-2.0",
    }


def _tensors(folder: Path) -> dict[str, Tensor]:
    try:
        return load_file(folder / CHECKPOINT)
    except (OSError, SafetensorError) as error:
        raise BadInput(f"{folder / CHECKPOINT} is missing or damaged. There is nothing to go on from.") from error


def _part(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
