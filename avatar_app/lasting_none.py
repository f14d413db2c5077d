"""A guard against PySide6 6.12 on Python 3.11, where every call that returns nothing loses a reference to None.

The window makes some hundred such calls a second; when the last reference is gone, after minutes, Python aborts. From
3.12 on None cannot die, and other versions of PySide6 lose nothing.
"""

from __future__ import annotations

import ctypes
import sys

ENOUGH = 1 << 28 if sys.maxsize < 1 << 32 else 1 << 60
"""References: for centuries."""


def let_none_last() -> None:
    """Make None as good as immortal, as Python 3.12 does. Once for the whole process, whoever calls it again."""
    counted = sys.implementation.name == "cpython" and not hasattr(sys, "getobjects")  # else it lies elsewhere
    if counted and sys.version_info < (3, 12) and sys.getrefcount(None) < ENOUGH // 2:
        ctypes.c_ssize_t.from_address(id(None)).value += ENOUGH  # the first thing in an object is its count
