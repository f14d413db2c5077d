"""A take while it is being recorded: a row a frame, each given to the disk at once, so whatever ends it leaves a take.

    TAKEROWS | length of the JSON, uint32 | JSON | row | row | ...

Little-endian; a row holds the arrays of `engine.types.Take` at one frame, a last row that is not whole is none. The
JSON is the metadata of a finished take. `load_take` reads both forms.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from engine.check import Array
from engine.errors import BadInput
from engine.types import Tracked
from engine.writing import reason, remedy, unwritable

MAGIC = b"TAKEROWS"
_MAX_HEADER = 1 << 20
_MAX_EXPRESSION = 1000
_OF_TRACKED = ("landmarks68", "latency_ms")


def row_type(num_expression: int) -> np.dtype[Any]:
    """One frame's numbers, in the types that `Take` has."""
    vectors = ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose", "cam")
    return np.dtype(
        [
            ("time", "<f8"),
            ("expression", "<f4", (num_expression,)),
            *((name, "<f4", (3,)) for name in vectors),
            ("crop_from_image", "<f4", (3, 3)),
            ("confidence", "<f4"),
            ("landmarks68", "<f4", (68, 2)),
            ("latency_ms", "<f4"),
        ]
    )


class RowWriter:
    """Appends frames to a new file. Belongs to one thread."""

    def __init__(self, path: Path, metadata: dict[str, Any], num_expression: int) -> None:
        """BadInput where the place takes no files."""
        self.path, self.num_frames = path, 0
        self._type = row_type(num_expression)
        header = json.dumps(metadata | {"num_expression": num_expression}, sort_keys=True).encode()
        try:
            # Without a buffer of our own: what a crash of this process leaves is everything that was added.
            self._file = path.open("xb", buffering=0)
        except OSError as error:
            raise unwritable(path, error) from error
        self._write(MAGIC + len(header).to_bytes(4, "little") + header)

    def add(self, tracked: Tracked) -> None:
        """One more frame, later than those before. BadInput where the disk takes no more; those before stay."""
        row = np.zeros(1, self._type)
        for name in self._type.names or ():
            row[name] = getattr(tracked if name in _OF_TRACKED else tracked.motion, name)
        self._write(row.tobytes())
        self.num_frames += 1

    def close(self) -> None:
        """End the file; one without a frame is removed. Safe to call twice."""
        self._file.close()
        if not self.num_frames:
            self.path.unlink(missing_ok=True)

    def _write(self, data: bytes) -> None:
        whole = self._file.tell()
        try:
            while data:  # a disk that is about to be full takes a part
                data = data[self._file.write(data) :]
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(whole)
            if not self.num_frames:
                raise unwritable(self.path, error) from error
            raise BadInput(
                f"Recording stopped, {reason(error)}: the take “{self.path.stem}” holds what was performed until then. "
                + remedy(error)
            ) from error


def has_rows(path: Path) -> bool:
    """Whether a file is a take in this form. OSError where it cannot be read."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def read_rows(path: Path) -> tuple[dict[str, Array], dict[str, Any]]:
    """Arrays over time, and metadata. ValueError for what is damaged, BadInput while there is no frame."""
    with path.open("rb") as file:
        file.seek(len(MAGIC))
        length = int.from_bytes(file.read(4), "little")
        if length > _MAX_HEADER:
            raise ValueError("its header is too long")
        metadata = json.loads(file.read(length))
        num_expression = metadata.pop("num_expression")
        if not isinstance(num_expression, int) or not 0 < num_expression <= _MAX_EXPRESSION:
            raise ValueError("its header is none of a take")
        kind = row_type(num_expression)
        data = file.read()
    rows = np.frombuffer(data, kind, len(data) // kind.itemsize)
    if not len(rows):
        raise BadInput(f"The take {path} is empty: it ended before its first frame.")
    return {name: np.ascontiguousarray(rows[name]) for name in kind.names or ()}, metadata
