"""The training loop. One process, or several that torchrun starts: each draws its own batches, gradients are shared."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from training.checkpoint import load_checkpoint, save_checkpoint
from training.curves import Curves
from training.distributed import Processes
from training.ema import Average


@dataclass(frozen=True, slots=True)
class LoopConfig:
    """How long and how fast."""

    steps: int = 0
    """0: as many as fit into `minutes`, by the rate measured while the learning rate warms up."""
    minutes: float = 0.0
    learning_rate: float = 2e-3
    last_learning_rate: float = 2e-5
    warm_up: int = 200
    weight_decay: float = 0.02
    clip: float = 20.0
    """Longest gradient."""
    save_every: int = 500
    validate_every: int = 500
    log_every: int = 25
    workers: int = 1
    """Processes that prepare batches; 0 prepares them in between."""
    seed: int = 0
    """Of what network and losses draw at each step: by it, the step and the process, so that a run that was begun
    again goes on as it would have, in every process."""


class Batches(Protocol):
    """`[step]` is the batch of that step: a NamedTuple of arrays."""

    def __getitem__(self, step: int) -> Any: ...


def _picture(batch: Any) -> tuple[Tensor, ...]:
    return (batch.picture.permute(0, 3, 1, 2).float() / 255,)


@dataclass(frozen=True, slots=True)
class Task:
    """What is trained: a network, its losses of an output and a batch by name, and a look at how well it does."""

    network: nn.Module
    losses: Callable[[Any, Any], tuple[Tensor, tuple[str, ...], Tensor]]  # total, names, each [n]
    validate: Callable[[nn.Module, Curves, int], None]
    given: Callable[[Any], tuple[Tensor, ...]] = _picture
    """What of a batch the network sees."""


def _nothing(step: int) -> None:
    pass


def train(
    task: Task,
    loader: Batches,
    config: LoopConfig,
    folder: Path,
    processes: Processes,
    *,
    resume: bool,
    saved: Callable[[int], None] = _nothing,
) -> int:
    """Train to the end and leave a checkpoint in `folder`; the number of steps. saved: told of each checkpoint."""
    device = processes.device
    network = task.network.to(device, memory_format=torch.channels_last).train()
    average = Average(network)
    optimizer = torch.optim.AdamW(network.parameters(), config.learning_rate, weight_decay=config.weight_decay)
    first = load_checkpoint(folder, network, average, optimizer) if resume else 0
    shared = processes.share(network)
    is_main, steps = processes.is_main, config.steps
    curves = Curves(folder if is_main else None, resumed_at=first if resume else None)
    batches = iter(_batches(loader, first, config.workers))
    bar = tqdm(total=steps or None, initial=first, disable=not is_main, mininterval=5, unit="step")
    measured = time.perf_counter()
    with curves:
        for step in range(first, 1 << 62):
            if steps and step >= steps:
                break
            rate = _learning_rate(config, step, steps or 1 << 62)
            for group in optimizer.param_groups:
                group["lr"] = rate
            batch = next(batches)
            torch.manual_seed(int(np.random.SeedSequence([config.seed, processes.rank, step]).generate_state(1)[0]))
            batch = type(batch)(*(torch.as_tensor(value).to(device, non_blocking=True) for value in batch))
            with torch.autocast(device.type, torch.bfloat16, enabled=processes.half_precision):
                output = shared(*task.given(batch))
            loss, names, parts = task.losses(output, batch)
            optimizer.zero_grad()
            loss.backward()
            length = nn.utils.clip_grad_norm_(network.parameters(), config.clip)
            optimizer.step()
            average.update(network, step)

            bar.update()
            if step % config.log_every == 0:
                values = dict(zip(names, parts.tolist(), strict=True))
                curves.add(step, loss=loss.item(), **values, gradient=length.item(), learning_rate=rate)
                bar.set_postfix_str(f"loss {loss.item():.3f}")
            if not steps and step - first == config.warm_up // 4:
                measured = time.perf_counter()
            if not steps and step - first == config.warm_up:
                seconds = (time.perf_counter() - measured) / (config.warm_up - config.warm_up // 4)
                steps = max(step + 1, processes.same_everywhere(first + round(config.minutes * 57 / seconds)))
                bar.total = steps
            done = step + 1
            if is_main and (done % config.validate_every == 0 or done == steps):
                task.validate(average.network, curves, done)
            if is_main and (done % config.save_every == 0 or done == steps):
                save_checkpoint(folder, network, average, optimizer, done)
                saved(done)
    bar.close()
    return steps


def _learning_rate(config: LoopConfig, step: int, steps: int) -> float:
    """Linear to the highest, then along a cosine to the last."""
    if step < config.warm_up:
        return config.learning_rate * (step + 1) / config.warm_up
    done = (step - config.warm_up) / max(steps - config.warm_up, 1)
    low = config.last_learning_rate
    return low + (config.learning_rate - low) * 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))


class _Steps:
    """first, first + 1, ... without end: what the loader is asked for."""

    def __init__(self, first: int) -> None:
        self._first = first

    def __iter__(self) -> Iterator[int]:
        step = self._first
        while True:
            yield step
            step += 1


def _batches(loader: Batches, first: int, workers: int) -> torch.utils.data.DataLoader:
    return torch.utils.data.DataLoader(
        loader,
        batch_size=None,
        sampler=_Steps(first),
        num_workers=workers,
        # Not forked: OpenCV's threads do not survive that, and the worker would wait for them for ever.
        multiprocessing_context="spawn" if workers else None,
        prefetch_factor=4 if workers else None,
        generator=torch.Generator(),  # the loader draws from it at every start, also of a resumed run
    )
