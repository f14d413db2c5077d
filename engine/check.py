"""Shape and type checks for the values that flow. One error text for all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def shape(name: str, array: Array, expected: tuple[int | None, ...]) -> None:
    """Raise ValueError unless `array` has the `expected` shape; None stands for any length."""
    fits = array.shape == expected or (
        array.ndim == len(expected)
        and all(want is None or have == want for have, want in zip(array.shape, expected, strict=True))
    )
    if not fits:
        wanted = "x".join("*" if n is None else str(n) for n in expected)
        raise ValueError(f"{name} must have shape [{wanted}], got {list(array.shape)}")


def indices(name: str, array: Array, end: int) -> None:
    """Raise ValueError unless all of `array` lie in [0, end)."""
    if array.size and not (array.min() >= 0 and array.max() < end):
        raise ValueError(f"{name} must lie in 0..{end - 1}, got {array.min()}..{array.max()}")


def frozen(name: str, value: object, expected: tuple[int | None, ...], dtype: type[np.generic] = np.float32) -> Array:
    """`value` as a read-only array of `dtype` and of the `expected` shape.

    An array that is already read-only and of that type is passed on without a copy. Fractions are never cut off:
    floats in place of integers are refused.
    """
    if isinstance(value, np.ndarray) and value.dtype == dtype and not value.flags.writeable:
        shape(name, value, expected)
        return value
    given = np.asarray(value).dtype
    if given.kind == "f" and issubclass(dtype, np.integer):
        raise ValueError(f"{name} must be {np.dtype(dtype)}, got {given}")
    array = np.asarray(value, dtype=dtype)
    shape(name, array, expected)
    if array.flags.writeable:
        array = array.copy() if array is value or array.base is not None else array
        array.flags.writeable = False
    return array
