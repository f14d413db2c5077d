"""A training that tells its card what it is made of: commands, commits, data, steps and hours, leg by leg."""

from __future__ import annotations

import shlex
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training import checkpoint
from training.distributed import Processes
from training.loop import Batches, LoopConfig, Task, train


def train_leg(
    task: Task,
    loader: Batches,
    config: LoopConfig,
    folder: Path,
    processes: Processes,
    *,
    facts: Mapping[str, Any],
    data: Mapping[str, Any],
    resume: bool,
) -> int:
    """`train` in `folder`, whose facts are kept up; the number of steps.

    facts: for the card, "batch" among them, pictures of all processes a step  data: what this leg is trained on
    """
    start = time.perf_counter()
    before = checkpoint.read_facts(folder) if resume else {}
    leg = {
        "command": f"python -m training {shlex.join(sys.argv[1:])}",
        "commit": _commit(),
        "from_step": before.get("steps", 0),
        "data": data,
    }
    facts = {**facts, "legs": [*before.get("legs", []), leg]}

    def saved(steps: int) -> None:
        hours = before.get("hours", 0.0) + (time.perf_counter() - start) / 3600
        samples = before.get("samples", 0) + (steps - leg["from_step"]) * facts["batch"]
        checkpoint.write_facts(folder, {**facts, "steps": steps, "samples": samples, "hours": round(hours, 3)})

    if processes.is_main:
        folder.mkdir(parents=True, exist_ok=True)
        checkpoint.write_facts(folder, {**before, **facts})
    return train(task, loader, config, folder, processes, resume=resume, saved=saved)


def _commit() -> str:
    """The source's commit, with a + where files have changed since; empty outside a repository."""
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--abbrev=12", "--dirty=+"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
