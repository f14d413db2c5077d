"""The arrays inside FLAME's pickles: numpy's, scipy.sparse's and chumpy's, rebuilt from their bytes.

None of the three libraries' own unpickling runs, and neither scipy nor chumpy has to be installed.
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from engine.check import Array
from engine.errors import ModelMismatch
from engine.head.inert_pickle import Made, Named, read_inert

MAX_ELEMENTS = 50_000_000
"""Of one array; FLAME's largest has 6 million."""

_MEANING = {
    **{f"numpy.{core}.multiarray._reconstruct": "ndarray" for core in ("core", "_core")},
    **{f"numpy.{core}.numeric._frombuffer": "buffer" for core in ("core", "_core")},
    **{f"numpy.{core}.multiarray.scalar": "scalar" for core in ("core", "_core")},
    "numpy.ndarray": "class",
    "numpy.dtype": "dtype",
    **{f"scipy.sparse.{module}.csc_matrix": "csc" for module in ("csc", "_csc")},
    **{f"scipy.sparse.{module}.csr_matrix": "csr" for module in ("csr", "_csr")},
    "chumpy.ch.Ch": "Ch",
    "chumpy.reordering.Select": "Select",
    "chumpy.reordering.reshape": "reshape",
    "chumpy.reordering.transpose": "transpose",
    "copy_reg._reconstructor": "object",
    "copyreg._reconstructor": "object",
    "_codecs.encode": "bytes",
    **{f"{builtins}.{name}": "class" for builtins in ("builtins", "__builtin__") for name in ("object", "set")},
}


def read_arrays(data: bytes, what: str) -> dict[str, Any]:
    """The dictionary in a FLAME pickle: arrays as ndarrays, text and numbers as they are, the rest left out.

    what: the file's name, for the one sentence of the ModelMismatch that anything unexpected raises.
    """
    content = read_inert(data, _MEANING, what)
    if not isinstance(content, dict):
        raise ModelMismatch(f"{what} holds no dictionary of arrays.")
    found: dict[str, Any] = {}
    for key, value in content.items():
        if isinstance(value, str | int | float):
            found[str(key)] = value
        elif isinstance(value, Made):
            try:
                found[str(key)] = _array(value)
            except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError) as error:
                raise ModelMismatch(f"{what} has a damaged array {str(key)[:40]!r} ({error}).") from error
    return found


def _array(made: Any) -> Array:
    """Any of the array classes as an ndarray. ValueError and its kin where the pieces do not fit."""
    if not isinstance(made, Made):
        raise ValueError(f"{type(made).__name__} in place of an array")  # noqa: TRY004  (told as one damage)
    meaning = _MEANING[made.maker.full_name]
    if meaning == "object":  # protocol 0 and 1: copy_reg._reconstructor(class, object, None)
        meaning = _MEANING[made.args[0].full_name] if isinstance(made.args[0], Named) else "nothing"
    match meaning:
        case "ndarray":
            shape, dtype, is_fortran, raw = made.state[-4:]
            return _from_bytes(raw, _dtype(dtype), shape, "F" if is_fortran else "C")
        case "buffer":
            raw, dtype, shape, order = made.args
            return _from_bytes(raw, _dtype(dtype), shape, order)
        case "scalar":
            return _from_bytes(made.args[1], _dtype(made.args[0]), (), "C")
        case "csc" | "csr":
            return _dense(made.state, by_column=meaning == "csc")
        case "Ch":
            return _array(made.state["x"])
        case "Select":
            chosen = _array(made.state["a"]).ravel()[_array(made.state["idxs"]).ravel()]
            return chosen.reshape(_shape(made.state.get("preferred_shape", chosen.shape)))
        case "reshape":
            return _array(made.state["a"]).reshape(_shape(made.state["newshape"]))
        case "transpose":
            axes = made.state.get("axes")
            return _array(made.state["a"]).transpose(None if axes is None else _shape(axes))
    raise ValueError(f"{made.maker.full_name} is no array")


def _dtype(made: Any) -> np.dtype[Any]:
    """Plain little- or big-endian numbers only: no objects, no records, no text."""
    code = made.args[0] if _MEANING[made.maker.full_name] == "dtype" else ""
    order = made.state[1] if made.state else "="
    if not re.fullmatch(r"[fiu][1248]|b1", code) or order not in ("<", ">", "=", "|"):
        raise ValueError("an array of something other than numbers")
    return np.dtype(("=" if order == "|" else order) + code)


def _from_bytes(raw: Any, dtype: np.dtype[Any], shape: Any, order: Any) -> Array:
    if isinstance(raw, Made) and _MEANING[raw.maker.full_name] == "bytes":  # Python 3 writing protocol 2
        raw = raw.args[0]
    data = raw.encode("latin-1") if isinstance(raw, str) else bytes(memoryview(raw))
    shape = _shape(shape)
    if len(data) != math.prod(shape) * dtype.itemsize:
        raise ValueError(f"{len(data)} bytes for an array {list(shape)} of {dtype}")
    return np.frombuffer(data, dtype).reshape(shape, order="F" if order == "F" else "C")


def _shape(shape: Any) -> tuple[int, ...]:
    shape = _array(shape).ravel().tolist() if isinstance(shape, Made) else shape
    sizes = tuple(int(n) for n in (shape if isinstance(shape, tuple | list) else (shape,)))
    if len(sizes) > 8 or abs(math.prod(sizes)) > MAX_ELEMENTS:
        raise ValueError("an array larger than any model's")
    return sizes


def _dense(state: dict[str, Any], by_column: bool) -> Array:
    """A compressed sparse matrix written out."""
    rows, columns = _shape(state["_shape"] if "_shape" in state else state["shape"])
    values = _array(state["data"])
    minor, starts = (_array(state[name]).astype(np.int64) for name in ("indices", "indptr"))
    dense = np.zeros((columns, rows) if by_column else (rows, columns))
    counts = np.diff(starts)
    if len(counts) != len(dense) or starts[0] != 0 or counts.min() < 0 or counts.sum() != len(values):
        raise ValueError("a sparse matrix whose index does not fit")
    if minor.min(initial=0) < 0:
        raise ValueError("a sparse matrix with a negative index")
    np.add.at(dense, (np.repeat(np.arange(len(dense)), counts), minor), values)
    return dense.T if by_column else dense
