"""The one buffer of a glTF file, and the lists that describe it: views of its bytes, and arrays in them."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.check import Array

ARRAY_BUFFER, ELEMENT_BUFFER = 34962, 34963
_FLOAT, _USHORT, _UINT = 5126, 5123, 5125
_TYPE = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
_LEAST_M = 2e-6
"""What moves less stays, in sparse arrays."""


class GltfBuffer:
    """The file's one buffer and the lists that describe it."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []

    def view(self, content: bytes, target: int | None = None) -> int:
        """Append bytes; the number of their buffer view."""
        self.bytes += b"\0" * (-len(self.bytes) % 4)
        view = {"buffer": 0, "byteOffset": len(self.bytes), "byteLength": len(content)}
        self.views.append(view | ({"target": target} if target else {}))
        self.bytes += content
        return len(self.views) - 1

    def add(self, values: Array, target: int | None = None) -> int:
        """Append an array [n] or [n, C]; the number of its accessor."""
        kind = {"f": _FLOAT, "u": _USHORT, "i": _UINT}[values.dtype.kind]
        values = np.ascontiguousarray(values, {_FLOAT: np.float32, _USHORT: np.uint16, _UINT: np.uint32}[kind])
        rows = values.reshape(len(values), -1)
        self.accessors.append(
            {
                "bufferView": self.view(values.tobytes(), target),
                "componentType": kind,
                "count": len(values),
                "type": _TYPE[rows.shape[1]],
                # Required for positions and for animation times; harmless elsewhere.
                "min": numbers(rows.min(0)),
                "max": numbers(rows.max(0)),
            }
        )
        return len(self.accessors) - 1

    def add_sparse(self, values: Array) -> int:
        """As `add` of [n, 3] m, of which only the rows that are not next to zero take room."""
        rows = np.flatnonzero(np.abs(values).max(1) > _LEAST_M)
        accessor: dict[str, Any] = {"componentType": _FLOAT, "count": len(values), "type": "VEC3"}
        kept = np.zeros_like(values)
        kept[rows] = values[rows]
        accessor |= {"min": numbers(kept.min(0)), "max": numbers(kept.max(0))}
        if len(rows):
            accessor["sparse"] = {
                "count": len(rows),
                "indices": {"bufferView": self.view(rows.astype(np.uint32).tobytes()), "componentType": _UINT},
                "values": {"bufferView": self.view(kept[rows].astype(np.float32).tobytes())},
            }
        self.accessors.append(accessor)
        return len(self.accessors) - 1


def numbers(values: Array) -> list[float]:
    """As JSON has them."""
    return [float(value) for value in values]
