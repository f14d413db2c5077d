"""What the distances of all pictures say: per challenge and over all, as one table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.writing import make_folder, whole
from training.evaluate.now.benchmark import CHALLENGES, Picture

CURVE_MM = tuple(round(0.1 * step, 1) for step in range(71))
"""Where the curve is told."""
ALL = "all"


@dataclass(frozen=True, slots=True)
class Score:
    """One challenge, or all. Every point of every scan counts once for each picture."""

    challenge: str
    pictures: int
    median_mm: float
    mean_mm: float
    std_mm: float
    curve: tuple[float, ...]
    """Share of the points nearer than each of CURVE_MM."""


@dataclass(frozen=True, slots=True)
class Result:
    """One method on the benchmark."""

    method: str
    model: str
    """sha256 of the weights, or where the predictions came from."""
    metrical: bool
    """Without finding a scale."""
    unseen: tuple[str, ...]
    """Pictures in which no face was found: the mean head stands for them."""
    scores: tuple[Score, ...]


def scores_of(distances: Mapping[Picture, Array]) -> tuple[Score, ...]:
    """For each challenge that has a picture, then for all. distances: mm of the points of its scan."""
    groups = {
        told: [found for picture, found in distances.items() if picture.challenge == name]
        for name, told in CHALLENGES.items()
    }
    groups[ALL] = list(distances.values())
    return tuple(_score(name, found) for name, found in groups.items() if found)


def _score(name: str, found: Sequence[Array]) -> Score:
    told = np.concatenate(found).astype(np.float64)
    curve = tuple(float(share) for share in np.searchsorted(np.sort(told), CURVE_MM, side="right") / len(told))
    return Score(name, len(found), float(np.median(told)), float(told.mean()), float(told.std()), curve)


def markdown(results: Sequence[Result]) -> str:
    """A row for each challenge of each method."""
    lines = [
        "| method | challenge | pictures | median mm | mean mm | std mm | within 1, 2, 4 mm |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for result in results:
        for score in result.scores:
            near = ", ".join(f"{100 * score.curve[CURVE_MM.index(limit)]:.0f} %" for limit in (1.0, 2.0, 4.0))
            lines.append(
                f"| {result.method} | {score.challenge} | {score.pictures} | {score.median_mm:.2f} "
                f"| {score.mean_mm:.2f} | {score.std_mm:.2f} | {near} |"
            )
    for result in results:
        if result.metrical:
            lines += ["", f"{result.method}: without finding a scale."]
        if result.unseen:
            lines += [
                "",
                f"{result.method}: no face was found in {len(result.unseen)} pictures; the mean head stood in.",
            ]
    return "\n".join(lines) + "\n"


def write(path: Path, results: Sequence[Result]) -> None:
    """`path` as JSON, with the curves, and the table beside it as .md."""
    content = {
        "format": "avatar-now-evaluation",
        "version": 1,
        "curve_mm": CURVE_MM,
        "results": [asdict(result) for result in results],
    }
    make_folder(path)
    for target, text in ((path, json.dumps(content, indent=1) + "\n"), (path.with_suffix(".md"), markdown(results))):
        with whole(target) as temporary:
            temporary.write_text(text, encoding="utf-8")
