"""Training of one variant of the live encoder's recipe, and its figures on held-out people."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from engine.check import Array
from engine.head import open_head
from engine.head.arkit import ARKIT52
from engine.tracking.align import LIVE_SIZE
from training.ablation import Ablate, Variant, held_jitter
from training.curves import Curves
from training.data.batch import Batch, crop_batch
from training.data.jitter import draw_jitter, no_jitter
from training.data.mirror import shape_signs
from training.distributed import joined_processes
from training.live_task import live_task
from training.loop import LoopConfig, train
from training.material import Material
from training.models.encoder import LiveEncoder, LiveOutput, landmark_subset
from training.objective import WEIGHTS, LiveObjective, LiveTerms, total
from training.train import Train
from training.validation import figures, predict

_MOVING = 0.05
"""Standard deviation within a person of a unit's labels below which a correlation says nothing."""
_FEWEST = 20
"""Pictures of a person with fewer say nothing of what moves."""
_GROUPS = {"mouth": ("jaw", "mouth"), "eyes": ("eye",), "brows": ("brow",)}


def trained(command: Ablate, variant: Variant) -> dict[str, Any]:
    """Train one variant and judge the average of its weights; for the report."""
    assert command.output is not None
    torch.set_num_threads(command.threads)
    torch.manual_seed(command.seed + variant.seed)
    recipe = Train(
        "live",
        shards=command.shards if variant.synthetic else (),
        real=command.real if variant.real else (),
        batch=command.batch,
        seed=command.seed + variant.seed,
        jitter=variant.jitter,
        augment=variant.augment,
    )
    steps = command.steps
    loop = LoopConfig(steps, 0.0, command.learning_rate, warm_up=command.warm_up, save_every=steps,
                      validate_every=steps, workers=command.workers)  # fmt: skip
    head = open_head()
    held = _held(command, variant, shape_signs(head))
    result: dict[str, Any] = {}
    with joined_processes("cpu") as processes:
        task, loader, data = live_task(recipe, processes)
        assert isinstance(task.network, LiveEncoder)
        if not variant.centred:
            task.network.centre_on(np.zeros((len(landmark_subset()), 2)), np.zeros(len(ARKIT52)), np.zeros(3))
        objective = LiveObjective(head).to(processes.device)
        if not variant.geometry:
            objective.motion.metric.copy_(torch.eye(len(ARKIT52)))
        weights = WEIGHTS if variant.landmarks else WEIGHTS._replace(landmarks=0.0, offsets=0.0)

        def losses(output: object, batch: Batch) -> tuple[Tensor, tuple[str, ...], Tensor]:
            assert isinstance(output, LiveOutput)
            terms = objective(output, batch)
            return total(terms, weights), LiveTerms._fields, torch.stack([*terms])

        def judge(average: nn.Module, curves: Curves, step: int) -> None:
            assert isinstance(average, LiveEncoder)
            for kind, batch in held:
                output = predict(average, batch.picture, processes.device)
                known = (batch.trust[:, 0] > 0.3) & (batch.confidence > 0.9)
                within = within_figures(output[1][known], batch.controls[known], batch.person[known])
                result[kind] = asdict(figures(output, batch)) | within
                curves.add_validation(step, kind, result[kind])

        start = time.perf_counter()
        folder = command.output / variant.name.replace(" ", "_")
        train(replace(task, losses=losses, validate=judge), loader, loop, folder, processes, resume=False)
    return {"figures": result, "seconds": round(time.perf_counter() - start), "data": data}


def _held(command: Ablate, variant: Variant, signs: Array) -> list[tuple[str, Batch]]:
    """Held-out crops by kind: the aligned ones, or for a variant without alignment ones that stray alike every time."""
    batches = []
    for kind, samples in Material.of((), command.held, LIVE_SIZE, signs).held_samples():
        rng = np.random.default_rng([command.seed, len(samples)])
        jitter = no_jitter(len(samples), LIVE_SIZE)
        if not variant.aligned:
            jitter = draw_jitter(len(samples), LIVE_SIZE, held_jitter(variant), rng)
        real = np.full(len(samples), kind == "real")
        beyond = None if variant.aligned else rng
        batches.append((kind, crop_batch(samples, real, jitter, landmark_subset(), LIVE_SIZE, signs, beyond)))
    return batches


def within_figures(guess: Array, label: Array, person: Array) -> dict[str, float]:
    """Correlation and slope of the median unit, of all and of each part of the face, with each person's mean taken off.

    guess, label: [N, 52]; person: [N]. Where each face is another person's, nothing is taken off. Parts in which
    nothing moves are left out.
    """
    parts = [np.flatnonzero(person == number) for number in np.unique(person)]
    parts = [rows for rows in parts if len(rows) >= _FEWEST] or [np.arange(len(person))]
    a, b = (np.concatenate([values[rows] - values[rows].mean(0) for rows in parts]) for values in (guess, label))
    moving = b.std(0) > _MOVING
    both, mine, theirs = (a * b).sum(0), (a * a).sum(0), (b * b).sum(0)
    correlation, slope = both / np.sqrt(mine * theirs + 1e-12), both / (theirs + 1e-12)
    found = {"slope": _median(slope[moving])}
    for part, starts in _GROUPS.items():
        units = moving & np.array([name.startswith(starts) for name in ARKIT52])
        found |= {part: _median(correlation[units]), f"{part}_slope": _median(slope[units])}
    return {key: value for key, value in found.items() if np.isfinite(value)}


def _median(values: Sequence[float] | Array) -> float:
    return round(float(np.median(values)), 3) if len(values) else float("nan")
