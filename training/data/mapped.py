"""Safetensors files whose arrays are mapped into memory, and whose bytes depend on what is in them alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.errors import BadInput


def files_in(paths: Iterable[Path], kind: str, remedy: str) -> list[Path]:
    """`paths` that are files, and of folders all that lie in them, by name.

    BadInput where there are none; it says that no `kind` is there, and the `remedy`.
    """
    files: list[Path] = []
    for path in paths:
        found = sorted(path.rglob("*.safetensors")) if path.is_dir() else [path]
        if not found or not path.exists():
            raise BadInput(f"There are no {kind} in {path}. {remedy}")
        files += found
    return files


def read_header(path: Path) -> tuple[dict, dict[str, str], int]:  # type: ignore[type-arg]
    """Entries of the arrays, metadata, and where in the file the arrays start.

    ValueError, AttributeError or OSError for what is no such file.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length)) if length < path.stat().st_size else {}
    return header, header.pop("__metadata__", {}), 8 + length


def settle_header(path: Path) -> None:
    """Put the metadata in order: the library writes them in another at each run, and equal samples give equal bytes."""
    with path.open("r+b") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
        text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode().ljust(length)
        if len(text) == length:
            file.seek(8)
            file.write(text)


_DTYPES = {"U8": np.uint8, "F32": np.float32, "I64": np.int64}


def mapped(path: Path, start: int, entry: Mapping[str, list[int]], dtype: object) -> Array:
    """One array of the file, read when it is used. (The library's own reader copies whole arrays.)"""
    if _DTYPES.get(str(entry["dtype"])) is not dtype:
        raise ValueError(f"unexpected type {entry['dtype']}")
    shape, offset = tuple(entry["shape"]), start + entry["data_offsets"][0]
    return np.memmap(path, dtype, "r", offset, shape) if 0 not in shape else np.zeros(shape, dtype)  # type: ignore[call-overload]
