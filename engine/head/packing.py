"""The big arrays of a head in little space, in half precision: most of their entries repeat or are 0."""

from __future__ import annotations

import numpy as np

from engine.check import Array

_ROWS, _INDEX, _COUNT = "rows", "index", "count"


def _smallest(index: Array) -> Array:
    return index.astype(np.uint16 if index.size == 0 or index.max() < 1 << 16 else np.uint32)


def pack_rows(name: str, array: Array) -> dict[str, Array]:
    """[V, ...] as its distinct rows in half precision: eyeballs and teeth share theirs."""
    half = array.astype(np.float16)
    flat = np.ascontiguousarray(half.reshape(len(half), -1))
    keys = flat.view(np.dtype((np.void, flat.dtype.itemsize * flat.shape[1]))).ravel()
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")  # as the vertices come, not as their bytes sort
    rank = np.empty(len(order), int)
    rank[order] = np.arange(len(order))
    return {f"{name}.{_ROWS}": half[first[order]], f"{name}.{_INDEX}": _smallest(rank[inverse.ravel()])}


def unpack_rows(name: str, arrays: dict[str, Array]) -> Array:
    """What `pack_rows` was given, float32."""
    return arrays[f"{name}.{_ROWS}"].astype(np.float32)[arrays[f"{name}.{_INDEX}"]]


def pack_columns(name: str, array: Array) -> dict[str, Array]:
    """[V, 3, C] as the vertices that each column moves, in half precision."""
    half = np.moveaxis(array.astype(np.float16), 2, 0)  # [C, V, 3]
    moves = half.any(2)
    return {
        f"{name}.{_ROWS}": np.ascontiguousarray(half[moves]),
        f"{name}.{_INDEX}": _smallest(np.nonzero(moves)[1]),
        f"{name}.{_COUNT}": moves.sum(1).astype(np.uint32),
    }


def unpack_columns(name: str, arrays: dict[str, Array], num_vertices: int) -> Array:
    """What `pack_columns` was given, float32."""
    count = arrays[f"{name}.{_COUNT}"]
    array = np.zeros((num_vertices, 3, len(count)), np.float32)
    column = np.repeat(np.arange(len(count)), count)
    array[arrays[f"{name}.{_INDEX}"], :, column] = arrays[f"{name}.{_ROWS}"]
    return array
