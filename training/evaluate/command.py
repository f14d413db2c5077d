"""python -m training evaluate: how good a tracker or a model is, held against the bars."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import tyro

from training.evaluate.now.options import NowOptions
from training.evaluate.run import PARTS, Material, Part, report_of
from training.evaluate.subject import Kind


@dataclass(frozen=True)
class Evaluate:
    """Measure trackers on real video, photos, rendered faces and samples; print the table, write JSON."""

    protocol: Literal["own", "now"] = "own"
    """now: neutral faces against the scans of the NoW benchmark in the folder ROOT (docs/now.md)."""
    tracker: tuple[Kind, ...] = ()
    """A column for each: the encoder; with --protocol now, the capture network."""
    model: tuple[Path, ...] = ()
    """Weights of the networks, in the order of --tracker; those that ship otherwise."""
    data: Path | None = None
    """Folder with videos and faces; AVATAR_TEST_DATA otherwise."""
    synthetic: tuple[Path, ...] = ()
    """Shards of samples kept out of training."""
    not_faces: Path | None = None
    """Folder of pictures without a person in them: cats, dogs, drawings."""
    detail: Path | None = None
    """Measure the detail networks in this folder instead of trackers, on the files of detail-pairs in --synthetic."""
    without_consistency: Path | None = None
    """Folder of detail networks trained without consistency, for the ablation."""
    output: Annotated[Path | None, tyro.conf.arg(aliases=["-o"])] = None
    """JSON; the table lands beside it as .md."""
    card: Path | None = None
    """Card of the first tracker's weights, to write the verdict into."""
    sheet: Path | None = None
    """PNG of hard cases with what the last tracker makes of them. It shows real people: never publish it."""
    cache: Path | None = None
    """Folder that keeps what MediaPipe saw, for the next run."""
    parts: tuple[Part, ...] = PARTS
    """What is measured."""
    now: tyro.conf.OmitArgPrefixes[NowOptions] = field(default_factory=NowOptions)

    def run(self) -> None:
        if self.protocol == "now":
            from training.evaluate.now.run import tell

            tell(self.now.results(self.tracker or ("capture",), self.model), self.output, print)
            return
        from engine.errors import BadInput
        from training.evaluate import table
        from training.evaluate.reference import References
        from training.evaluate.subject import NETWORKS, Subject
        from training.evaluate.verdict import write_verdict

        if self.detail is not None:
            from training.evaluate.detail.run import detail_report

            report = detail_report(self.detail, self.synthetic, self.without_consistency)
            print(table.markdown([report]))
            if self.output is not None:
                table.write(self.output, [report])
            return
        folder = self.data or os.environ.get("AVATAR_TEST_DATA")
        if folder is None or not Path(folder).is_dir():
            raise BadInput("There is no data to evaluate on: name a folder with --data.")
        trackers = self.tracker or ("encoder",)
        networks = [kind for kind in trackers if kind in NETWORKS]
        if len(self.model) > len(networks):
            raise BadInput("There are more --model than networks in --tracker: name each network's weights once.")
        models = iter(self.model)
        subjects = [Subject.of(kind, next(models, None) if kind in NETWORKS else None) for kind in trackers]
        material = Material(Path(folder), References(self.cache), self.synthetic, self.not_faces)
        reports = [report_of(subject, material, self.parts) for subject in subjects]
        print(table.markdown(reports))
        if self.output is not None:
            table.write(self.output, reports)
        if self.card is not None:
            write_verdict(self.card, reports[0])
        if self.sheet is not None:
            from training.evaluate.sheet import draw_sheet

            draw_sheet(subjects[-1], material.folder, self.sheet)
