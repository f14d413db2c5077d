"""python -m training label"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tyro.conf import Positional, arg

from engine.errors import AvatarError, BadInput
from training.label.job import Job, People, find_jobs

if TYPE_CHECKING:
    from training.label.footage import LabelConfig
    from training.label.report import Report


@dataclass(frozen=True)
class Label:
    """Fit whole clips and photos offline: a take of each clip, and samples that train the encoder.

    Outputs that are finished are kept, so an interrupted run goes on where it was.
    """

    inputs: Annotated[Positional[tuple[Path, ...]], arg(metavar="VIDEO|FOLDER")]
    """Videos, pictures, and folders of them, or a folder with one of pictures for each person. Pictures named
    012_neutral.jpg, 012_smile.jpg are one person's."""
    output: Annotated[Path, arg(aliases=["-o"], metavar="DIR")]
    """Folder for the takes (NAME.take), the shards (NAME-000.safetensors) and what was found (NAME.json)."""
    people: People = "all"
    """Of numbered people only those whose number is not (train) or is (held-out) divisible by four."""
    one_person: bool = False
    """All pictures of a folder show the same person."""
    background: float = 0.1
    """Crops without a face, per crop with one."""
    seed: int = 0
    """Of the places of these crops."""
    photometric: bool = True
    """Fit clips to their pixels too, not to the detector's landmarks alone: those are late. Needs torch."""
    squares: bool = False
    """Fit nothing; write what `train-paper` takes: upright squares around faces, landmarks and bare skin."""
    jobs: int = 1
    """Processes."""
    cluster: bool = False
    """Share the files out over a Ray cluster (the running one that RAY_ADDRESS names, or one of this machine)."""
    address: str | None = None
    """Of the running Ray cluster to share them out over, HOST:PORT; all its machines see the same files. With it,
    --cluster need not be given."""

    def run(self) -> None:
        if not self.inputs:
            raise BadInput("Nothing to label: give videos, pictures or folders of them.")
        found = find_jobs(self.inputs, people=self.people, one_person=self.one_person)
        from training.label.footage import LabelConfig

        try:
            self.output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"{self.output} cannot be made a folder. Choose another place.") from error
        config = LabelConfig(
            seed=self.seed, background=self.background, photometric=self.photometric, squares=self.squares
        )
        failed: list[AvatarError] = []
        reports: list[Report] = []
        for job, result in self._results(found, config):
            if isinstance(result, AvatarError):
                failed.append(result)
                print(f"{job.name}: {result}", file=sys.stderr, flush=True)
                continue
            report, kept = result
            reports.append(report)
            print(_line(report, kept), flush=True)
            for note in report.notes:
                print(f"  {note}", flush=True)
        print(
            f"{len(reports)} of {len(found)} inputs: {sum(r.samples for r in reports)} faces and "
            f"{sum(r.background for r in reports)} places without one, in {self.output}"
        )
        if failed:
            raise SystemExit(failed[0].exit_code)

    def _results(self, jobs: list[Job], config: LabelConfig) -> Iterator[tuple[Job, tuple[Report, bool] | AvatarError]]:
        """Each job with what came of it, in the order in which they are done."""
        if self.cluster or self.address is not None:
            from training.label.cluster import label_over_cluster

            yield from label_over_cluster(jobs, self.output, config, self.address)
        elif self.jobs > 1 and len(jobs) > 1:
            # Spawned: MediaPipe's threads do not survive a fork.
            context = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(min(self.jobs, len(jobs)), mp_context=context) as pool:
                futures = {pool.submit(attempt, job, self.output, config): job for job in jobs}
                for future in as_completed(futures):
                    yield futures[future], future.result()
        else:
            for job in jobs:
                yield job, attempt(job, self.output, config)


def attempt(job: Job, output: Path, config: LabelConfig) -> tuple[Report, bool] | AvatarError:
    """`label`, with what a person can do something about as a value: it travels between processes, and others go on."""
    from training.label.work import label

    try:
        return label(job, output, config)
    except AvatarError as error:
        return error


def _line(report: Report, kept: bool) -> str:
    if kept:
        return f"{report.name}: kept, {report.samples} faces"
    fits = f", residual {100 * report.residual:.2f} % of interocular" if report.residual else ""
    return (
        f"{report.name}: {report.faces} of {report.frames} frames show a face, {report.samples} kept, "
        f"{report.background} places without one{fits}, {report.seconds:.0f} s"
    )
