"""What came of a labelling job, and the card beside its outputs that says it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from engine.writing import whole


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a job."""

    name: str
    frames: int
    faces: int
    """Frames with a face."""
    samples: int
    """Of them in the shards."""
    background: int
    """Samples without a face."""
    residual: float
    """Median over faces of the mean landmark distance, share of interocular."""
    seconds: float
    shards: tuple[str, ...]
    take: str = ""
    notes: tuple[str, ...] = ()
    made_of: str = ""
    """Changes with the inputs, the configuration, the head and the way labels are made."""


def write_report(card: Path, report: Report) -> None:
    """The card appears whole or not at all."""
    with whole(card) as temporary:
        temporary.write_text(json.dumps(asdict(report), indent=2) + "\n")


def finished_report(card: Path, made_of: str) -> Report | None:
    """What the card says, when it was made of the same and everything it names is there; None otherwise."""
    try:
        values = json.loads(card.read_text())
        report = Report(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    names = [*report.shards, *([report.take] if report.take else [])]
    return report if report.made_of == made_of and all((card.parent / name).is_file() for name in names) else None
