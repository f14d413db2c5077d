"""What --protocol now is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import tyro

from engine.errors import BadInput
from training.evaluate.now.benchmark import Benchmark, Part
from training.evaluate.subject import PORTRAITISTS, Kind

if TYPE_CHECKING:
    from training.evaluate.now.score import Result

TELL_WHO: tuple[Kind, ...] = ("landmarks", *PORTRAITISTS)


@dataclass(frozen=True)
class NowOptions:
    """Of the NoW benchmark (docs/now.md)."""

    root: Annotated[tyro.conf.Positional[Path | None], tyro.conf.arg(metavar="ROOT")] = None
    """With --protocol now: the folder of NoW's downloads, with imagepathsvalidation.txt and scans in it."""
    predictions: Path | None = None
    """Measure these meshes, in the layout that is sent in, in the place of a network's."""
    submission: Path | None = None
    """The folder that gets the meshes which a network predicts, in the layout that is sent in."""
    part: Part = "validation"
    """Whose pictures. The test's scans are not given out: with them only --submission is written."""
    metrical: bool = False
    """Find no scale: how large the head is counts, too."""
    unit_mm: float = 1000.0
    """Of given predictions, for --metrical: 1000 for metres."""

    def results(self, trackers: Sequence[Kind], models: Sequence[Path]) -> list[Result]:
        """One for each tracker, or the one of the given predictions. BadInput where nothing can be measured."""
        from training.evaluate.now.run import measure_given, measure_subject
        from training.evaluate.subject import NETWORKS, Subject

        if self.root is None:
            raise BadInput("Which folder holds the NoW benchmark? Run: evaluate --protocol now ROOT")
        benchmark = Benchmark(self.root, self.part)
        benchmark.pictures()
        if not benchmark.has_scans and (self.predictions is not None or self.submission is None):
            raise BadInput(
                f"{self.root} has no folder scans to measure against: unpack NoW's scans there, or name a folder for "
                "the predictions that you send in with --submission."
            )
        if self.predictions is not None:
            return [measure_given(benchmark, self.predictions, scale=self.unit_mm if self.metrical else None)]
        for kind in trackers:
            if kind not in TELL_WHO:
                raise BadInput(f"{kind} does not tell who someone is: choose --tracker from {', '.join(TELL_WHO)}.")
        if self.submission is not None and len(trackers) > 1:
            raise BadInput("One folder takes the predictions of one method: name one --tracker with --submission.")
        weights = iter(models)
        subjects = [Subject.of(kind, next(weights, None) if kind in NETWORKS else None) for kind in trackers]
        return [
            measure_subject(benchmark, subject, submission=self.submission, metrical=self.metrical)
            for subject in subjects
        ]
