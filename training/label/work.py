"""Labelling one job: from its files to a take, shards and a card that says what was found."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from training.data.columns import joined
from training.data.shards import Samples, write_shard
from training.label.footage import ClipWork, LabelConfig, PhotoWork, fitter
from training.label.job import Job
from training.label.report import Report, finished_report, write_report
from training.label.squares import SquareWork

VERSION, SQUARES_VERSION = 6, 1
"""Rises when labels change: outputs of another version are made anew."""


def label(job: Job, output: Path, config: LabelConfig) -> tuple[Report, bool]:
    """The report of `job`, whose outputs lie in `output` afterwards; and whether they lay there before.

    BadInput where a clip is no video.
    """
    made_of = _made_of(job, config)
    card = output / f"{job.name}.json"
    done = finished_report(card, made_of)
    if done is not None:
        return done, True
    start = time.perf_counter()
    report = _squares(job, output, made_of) if config.squares else _samples(job, output, config, made_of)
    report = replace(report, seconds=round(time.perf_counter() - start, 1))
    write_report(card, report)  # last: where it lies, everything lies
    return report, False


def _squares(job: Job, output: Path, made_of: str) -> Report:
    """Of the paper's training: nothing is fitted."""
    name = f"{job.name}.safetensors"
    work = SquareWork(job)
    written = work.write(output / name, {"source": job.name})
    return Report(
        job.name, work.num_frames, work.num_faces, written, 0, 0.0, 0.0, (name,), notes=work.notes, made_of=made_of
    )


def _samples(job: Job, output: Path, config: LabelConfig, made_of: str) -> Report:
    work = ClipWork(job, config) if job.is_clip else PhotoWork(job, config)
    shards, rows, background = [], 0, 0
    for number, samples in enumerate(_batches(work.samples(), config.samples_per_shard)):
        name = f"{job.name}-{number:03d}.safetensors"
        metadata = {"kind": "real", "seed": str(config.seed), "head": fitter().head.id, "source": job.name}
        write_shard(output / name, samples, metadata)
        shards.append(name)
        background += int((samples.person < 0).sum())
        rows += len(samples)
    return Report(
        name=job.name,
        frames=work.num_frames,
        faces=len(work.residuals),
        samples=rows - background,
        background=background,
        residual=float(np.median(work.residuals)) if work.residuals else 0.0,
        seconds=0.0,
        shards=tuple(shards),
        take=work.write_take(output),
        notes=work.notes,
        made_of=made_of,
    )


def _batches(samples: Iterator[Samples], size: int) -> Iterator[Samples]:
    batch: list[Samples] = []
    for sample in samples:
        batch.append(sample)
        if len(batch) == size:
            yield joined(batch)
            batch = []
    if batch:
        yield joined(batch)


def _made_of(job: Job, config: LabelConfig) -> str:
    settings = asdict(config)
    if not settings.pop("squares"):  # what was made before there were squares is kept
        made_of = f"{VERSION} {fitter().head.id} {sorted(settings.items())}"
    else:
        made_of = f"squares {SQUARES_VERSION}"
    digest = hashlib.sha256(made_of.encode())
    for person in job.people:
        digest.update(f"\n{person.name}".encode())
        for file in person.files:
            with file.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()
