"""A context without a window, and what is left of it on its thread."""

from __future__ import annotations

import ctypes
import sys

import pytest

from engine.errors import DeviceError
from engine.render.context import headless_context, release


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="EGL is Linux's")
def test_a_released_context_leaves_its_thread_to_others() -> None:
    """Else windows of that thread can neither draw nor be freed: Qt cannot make their own current."""
    current = ctypes.CDLL("libEGL.so.1").eglGetCurrentContext
    current.restype = ctypes.c_void_p
    try:
        ctx = headless_context()
    except DeviceError as error:
        pytest.skip(str(error))
    assert current()
    release(ctx)
    assert not current()
