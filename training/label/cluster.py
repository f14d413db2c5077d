"""Labelling shared out over a Ray cluster; its machines see the same files under the same paths."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import AvatarError, BadInput
from training.label.command import attempt
from training.label.job import Job, Person

if TYPE_CHECKING:
    from training.label.footage import LabelConfig
    from training.label.report import Report


def over_cluster(
    jobs: list[Job], output: Path, config: LabelConfig
) -> Iterator[tuple[Job, tuple[Report, bool] | AvatarError]]:
    """Each job with what came of it, in the order in which they are done. BadInput where Ray is missing."""
    try:
        import ray
    except ImportError as error:
        raise BadInput(
            "--cluster needs Ray: install it with pip install 'avatar-app[cluster]', or use --jobs on this machine."
        ) from error
    started = not ray.is_initialized()
    if started:
        ray.init(
            address=os.environ.get("RAY_ADDRESS"), log_to_driver=False,
            runtime_env={"env_vars": {"OMP_NUM_THREADS": "1"}},
        )  # fmt: skip
    try:
        task = ray.remote(num_cpus=1)(attempt)
        waiting = {task.remote(_absolute(job), output, config): job for job in jobs}
        while waiting:
            done, _ = ray.wait(list(waiting), num_returns=1)
            yield waiting.pop(done[0]), ray.get(done[0])
    finally:
        if started:
            ray.shutdown()


def _absolute(job: Job) -> Job:
    """The same files, wherever the worker stands."""
    people = tuple(Person(p.name, tuple(file.resolve() for file in p.files)) for p in job.people)
    return Job(job.name, job.is_clip, people)
