"""Whether a window can be opened here. Qt aborts the process where it cannot, so it is found out before."""

from __future__ import annotations

import ctypes
import os
import sys

from engine.errors import DeviceError

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
}
"""What Qt loads for an X window, and the Debian package of each."""


def require_display() -> None:
    """Raise DeviceError, with one sentence that says what to do, where no window can be opened."""
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.startswith(("offscreen", "minimal", "vnc", "linuxfb")):
        raise DeviceError(f"QT_QPA_PLATFORM is {platform}, which has no OpenGL window: unset it, or use xvfb-run.")
    if os.environ.get("WAYLAND_DISPLAY") and not platform.startswith("xcb"):
        return
    display = os.environ.get("DISPLAY")
    if not display:
        raise DeviceError(
            "There is no display to open a window on: log in to a desktop, use xvfb-run avatar-app, "
            "or run headless: avatar-app puppet --headless"
        )
    missing = [package for library, package in LIBRARIES.items() if not _loads(library)]
    if missing:
        raise DeviceError(f"The window needs system libraries: apt-get install {' '.join(missing)}")
    if not _answers(display):
        raise DeviceError(f"The display {display} does not answer: check DISPLAY, or use xvfb-run avatar-app.")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _answers(display: str) -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    failed = xcb.xcb_connection_has_error(connection)
    if failed:
        xcb.xcb_disconnect(connection)
    # Else it stays open: a virtual server resets when its only client leaves, and refuses Qt meanwhile.
    return not failed
