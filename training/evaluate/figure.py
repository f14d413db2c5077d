"""What an evaluation says: figures, each with the bar it is held to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, slots=True)
class Bar:
    """The limit that a figure must keep."""

    limit: float
    at_most: bool

    def holds(self, value: float) -> bool:
        """False for NaN, too: what was not found does not pass."""
        return value <= self.limit if self.at_most else value >= self.limit

    def __str__(self) -> str:
        return f"{'<=' if self.at_most else '>='} {self.limit:g}"


def at_most(limit: float) -> Bar:
    return Bar(limit, True)


def at_least(limit: float) -> Bar:
    return Bar(limit, False)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number."""

    group: str
    name: str
    value: float
    """NaN where the material shows no case of it."""
    bar: Bar | None = None
    note: str = ""
    """What else is worth knowing: the worst clip, how many cases."""

    @property
    def holds(self) -> bool | None:
        """Whether it keeps its bar; None without one."""
        return None if self.bar is None else self.bar.holds(self.value)


@dataclass(frozen=True, slots=True)
class Clip:
    """One video's figures, for looking up where a summary comes from."""

    name: str
    trained_on: bool
    values: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything measured of one tracker."""

    tracker: str
    model: str
    """Name and sha256 of the weights; empty where there are none."""
    figures: tuple[Figure, ...]
    clips: tuple[Clip, ...] = field(default=())


def summary(
    group: str, name: str, values: Sequence[float], labels: Sequence[str], bar: Bar | None = None, *, held: bool = True
) -> Figure:
    """The median of `values`, and in the note the worst of them with its label.

    NaN stands for a clip that shows no case; without any there is no bar to keep. bar: says which end is the worst;
    not `held`, it is no more than that.
    """
    found = [(value, label) for value, label in zip(values, labels, strict=True) if not np.isnan(value)]
    if not found:
        return Figure(group, name, float("nan"), None, "no case")
    note = ""
    if bar is not None and len(found) > 1:
        worst = max(found) if bar.at_most else min(found)
        note = f"worst {worst[0]:.3g}, {worst[1]}"
    return Figure(group, name, float(np.median([value for value, _ in found])), bar if held else None, note)
