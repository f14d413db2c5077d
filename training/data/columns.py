"""Values that belong together row by row: N of each, kept as arrays; the base of what shards hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np

from engine.check import Array


class Columns:
    """A frozen dataclass of arrays [N, ...], `person` [N] among them."""

    __slots__ = ()
    person: Array

    def __len__(self) -> int:
        return len(self.person)

    def __getitem__(self, rows: Array | slice) -> Self:
        """Some of them, by a slice, a mask or indices."""
        return type(self)(*(getattr(self, name)[rows] for name in _names(self)))


_Columns = TypeVar("_Columns", bound=Columns)


def joined(parts: Iterable[_Columns]) -> _Columns:
    """One after the other, in memory; at least one."""
    parts = list(parts)
    return type(parts[0])(*(np.concatenate([getattr(part, name) for part in parts]) for name in _names(parts[0])))


def finite_arrays(columns: Columns, path: Path) -> dict[str, Array]:
    """The arrays by name, as they go into the file `path`. ValueError for values that would end a training."""
    arrays = {name: np.ascontiguousarray(getattr(columns, name)) for name in _names(columns)}
    for name, array in arrays.items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ValueError(f"{name} of {path} has values that are not finite")
    return arrays


def _names(columns: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(columns))
