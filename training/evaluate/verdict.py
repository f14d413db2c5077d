"""What an evaluation says in a model's card: its figures, and whether the program may use it unasked."""

from __future__ import annotations

import json
import math
from pathlib import Path

from engine.errors import BadInput
from engine.writing import whole
from training.evaluate.figure import Report

LEFT_OUT = ("identity",)
"""Groups that say nothing of a tracker: who it is comes from elsewhere."""
NEEDED = ("videos kept out", "noisy still photos", "presence", "rendered avatar", "speed")


def holds(report: Report) -> bool:
    """Whether every bar of tracking was measured and is held; of what only tells who it is, every bar of that."""
    if report.figures and all(figure.group in LEFT_OUT for figure in report.figures):
        return all(figure.holds is not False for figure in report.figures)
    judged = [figure for figure in report.figures if figure.group not in LEFT_OUT and figure.holds is not None]
    return {figure.group for figure in judged}.issuperset(NEEDED) and all(figure.holds for figure in judged)


def write_verdict(card: Path, report: Report) -> None:
    """Put "holds", the bars that are missed and the figures into `card`, which must be of the report's weights."""
    content = json.loads(card.read_text(encoding="utf-8"))
    if str(content.get("sha256")) not in report.model:
        raise BadInput(f"{card} is the card of other weights than those that were evaluated: export them first.")
    barred = [figure for figure in report.figures if figure.bar is not None]
    content["holds"] = holds(report)
    content["missed"] = [f"{figure.group}: {figure.name}" for figure in barred if not figure.holds]
    validation = {name: value for name, value in content.get("metrics", {}).items() if isinstance(value, dict)}
    if validation:  # what the training itself measured last
        content["validation"] = validation
    content["metrics"] = {
        f"{figure.group}: {figure.name}": float(f"{figure.value:.4g}")
        for figure in barred
        if math.isfinite(figure.value)
    }
    with whole(card) as temporary:
        temporary.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
