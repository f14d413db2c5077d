"""Labelling one job: from its files to a take, shards and a card that says what was found."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from training.data.columns import joined
from training.data.shards import Samples, write_shard
from training.label.footage import ClipWork, LabelConfig, PhotoWork, fitter
from training.label.job import Job
from training.label.report import Report, finished_report, write_report

VERSION = 6
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
    work = ClipWork(job, config) if job.is_clip else PhotoWork(job, config)
    shards, rows, background = [], 0, 0
    for number, samples in enumerate(_batches(work.samples(), config.samples_per_shard)):
        name = f"{job.name}-{number:03d}.safetensors"
        metadata = {"kind": "real", "seed": str(config.seed), "head": fitter().head.id, "source": job.name}
        write_shard(output / name, samples, metadata)
        shards.append(name)
        background += int((samples.person < 0).sum())
        rows += len(samples)
    report = Report(
        name=job.name,
        frames=work.num_frames,
        faces=len(work.residuals),
        samples=rows - background,
        background=background,
        residual=float(np.median(work.residuals)) if work.residuals else 0.0,
        seconds=round(time.perf_counter() - start, 1),
        shards=tuple(shards),
        take=work.write_take(output),
        notes=work.notes,
        made_of=made_of,
    )
    write_report(card, report)  # last: where it lies, everything lies
    return report, False


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
    digest = hashlib.sha256(f"{VERSION} {fitter().head.id} {sorted(asdict(config).items())}".encode())
    for person in job.people:
        digest.update(f"\n{person.name}".encode())
        for file in person.files:
            with file.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()
