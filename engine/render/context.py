"""OpenGL without a window."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

import moderngl

from engine.errors import DeviceError

REQUIRED_VERSION = 330
_SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "software")


def is_software(ctx: moderngl.Context) -> bool:
    """Whether the processor draws: four samples then cost twice the time of one, too much for live pictures."""
    driver = str(ctx.info["GL_RENDERER"]).lower()
    return any(name in driver for name in _SOFTWARE)


def headless_context() -> moderngl.Context:
    """A new OpenGL 3.3 core context that needs no display, current on the calling thread.

    `release` it there: left current, it keeps Qt's windows of that thread from their own context, even from freeing it.
    DeviceError where the machine has no OpenGL, and it says what to install.
    """
    backend = {"backend": "egl"} if sys.platform.startswith("linux") else {}
    try:
        ctx = moderngl.create_context(require=REQUIRED_VERSION, standalone=True, **backend)
    except Exception as error:  # glcontext raises bare Exception and OSError, moderngl ValueError
        remedy = (
            "On Debian and Ubuntu: apt-get install libegl1 libgl1 libgl1-mesa-dri"
            if backend
            else "Install the graphics card's current driver"
        )
        raise DeviceError(f"OpenGL 3.3 could not be started ({error}). {remedy}.") from error
    ctx.gc_mode = None
    return ctx


def release(ctx: moderngl.Context) -> None:
    """End a context of `headless_context`; its thread is free for another, such as a window's."""
    ctx.release()
    if sys.platform.startswith("linux"):
        with suppress(OSError):
            ctypes.CDLL("libEGL.so.1").eglReleaseThread()
