"""Reports as JSON and as one Markdown table, a column for each tracker."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from engine.writing import whole
from training.evaluate.figure import Clip, Figure, Report

_T = TypeVar("_T")


def markdown(reports: Sequence[Report]) -> str:
    """One table of all figures, bars that are missed in bold; then every clip's own figures."""
    titles = [report.tracker for report in reports]
    lines = [_row(["measure", "bar", *titles]), _row(["---"] * (len(titles) + 2))]
    group = None
    for key in _in_order([(figure.group, figure.name) for report in reports for figure in report.figures]):
        if key[0] != group:
            group = key[0]
            lines.append(_row([f"**{group}**"] + [""] * (len(titles) + 1)))
        cells = [next((f for f in report.figures if (f.group, f.name) == key), None) for report in reports]
        bar = next((str(f.bar) for f in cells if f is not None and f.bar is not None), "")
        lines.append(_row([key[1], bar, *map(_cell, cells)]))
    for report in reports:
        if report.clips:
            alike = groupby(report.clips, lambda clip: clip.values[0][0] if clip.values else "")
            for _, clips in alike:
                lines += ["", f"One by one, {report.tracker}:", "", *_clips(list(clips))]
    held = [f"{report.tracker} {_count(report)}" for report in reports]
    return "\n".join([*lines, "", f"Bars held: {'; '.join(held)}.", ""])


def as_json(reports: Sequence[Report]) -> str:
    """The same for programs; a figure that was not found is null."""
    content = []
    for report in reports:
        entry = asdict(report)
        for figure, source in zip(entry["figures"], report.figures, strict=True):
            figure["holds"] = source.holds
        for clip in entry["clips"]:
            clip["values"] = dict(clip["values"])
        content.append(entry)
    return json.dumps({"format": "avatar-evaluation", "version": 1, "reports": _finite(content)}, indent=1) + "\n"


def write(path: Path, reports: Sequence[Report]) -> None:
    """`path` as JSON and, beside it, the Markdown."""
    for target, text in ((path, as_json(reports)), (path.with_suffix(".md"), markdown(reports))):
        target.parent.mkdir(parents=True, exist_ok=True)
        with whole(target) as temporary:
            temporary.write_text(text, encoding="utf-8")


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    value = "-" if not math.isfinite(figure.value) else f"{figure.value:.3g}"
    if figure.holds is False and not math.isnan(figure.value):
        value = f"**{value}**"
    return f"{value} ({figure.note})" if figure.note else value


def _clips(clips: Sequence[Clip]) -> list[str]:
    """A column for each clip, a row for each of its figures."""
    titles = [f"{clip.name} (trained on)" if clip.trained_on else clip.name for clip in clips]
    lines = [_row(["", *titles]), _row(["---"] * (len(titles) + 1))]
    values = [dict(clip.values) for clip in clips]
    for name in _in_order([name for clip in clips for name, _ in clip.values]):
        lines.append(_row([name, *(f"{value[name]:.3g}" if name in value else "" for value in values)]))
    return lines


def _count(report: Report) -> str:
    held = [figure.holds for figure in report.figures if figure.holds is not None]
    return f"{sum(held)} of {len(held)}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _in_order(keys: Sequence[_T]) -> list[_T]:
    return list(dict.fromkeys(keys))


def _finite(value: Any) -> Any:
    """JSON knows no NaN."""
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    return [_finite(entry) for entry in value] if isinstance(value, list | tuple) else value
