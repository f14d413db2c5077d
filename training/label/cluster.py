"""Labelling shared out over a Ray cluster."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cluster import over_cluster
from training.label.command import attempt
from training.label.job import Job, Person

if TYPE_CHECKING:
    from engine.errors import AvatarError
    from training.label.footage import LabelConfig
    from training.label.report import Report


def label_over_cluster(
    jobs: list[Job], output: Path, config: LabelConfig, address: str | None
) -> Iterator[tuple[Job, tuple[Report, bool] | AvatarError]]:
    """Each job with what came of it, in the order in which they are done; as `over_cluster`."""
    work = partial(attempt, output=output.resolve(), config=config)
    return over_cluster(work, [_absolute(job) for job in jobs], address)


def _absolute(job: Job) -> Job:
    """The same files, wherever the worker stands."""
    people = tuple(Person(p.name, tuple(file.resolve() for file in p.files)) for p in job.people)
    return Job(job.name, job.is_clip, people)
