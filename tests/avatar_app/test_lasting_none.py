"""None outlives any number of calls that lose it."""

from __future__ import annotations

import ctypes
import sys

from avatar_app.lasting_none import let_none_last


def test_none_survives_more_losses_than_it_had_references() -> None:
    let_none_last()
    for _ in range(200_000):  # it has some ten thousand where nobody guards it
        ctypes.pythonapi.Py_DecRef(ctypes.py_object(None))
    let_none_last()
    assert sys.getrefcount(None) > 1 << 27
