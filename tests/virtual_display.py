"""A virtual X display of a process's own, for the tests that open windows."""

from __future__ import annotations

import os
import shutil
import subprocess

_XVFB = """
exec 3<&0
{
  Xvfb -displayfd 1 -screen 0 1280x1024x24 -nolisten tcp -noreset &
  exec >/dev/null
  cat <&3
  kill $!
  wait
} &
"""
"""The server chooses a free number and prints it, so that two that start at once never take the same. It ends when its
standard input does, which is when the process that holds the other end is gone for good, with its last window."""


def start_virtual_display() -> str:
    """The name of a virtual display that lasts as long as this process; empty where Xvfb does not start."""
    if shutil.which("Xvfb") is None:
        return ""
    until_closed, _held = os.pipe()  # the other end is the system's to close, however this process ends
    started = subprocess.run(
        ["sh", "-c", _XVFB],
        stdin=until_closed,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # Ctrl-C is for the tests, which close their windows themselves
    )
    os.close(until_closed)
    number = started.stdout.strip()
    return f":{number}" if number else ""


def open_virtual_display() -> bool:
    """Let DISPLAY name a virtual display that lasts as long as this process; False where Xvfb does not start."""
    name = start_virtual_display()
    if not name:
        return False
    os.environ["DISPLAY"] = name
    os.environ.pop("WAYLAND_DISPLAY", None)
    return True
