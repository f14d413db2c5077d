"""Keys that act while another program is in front: on X11 and on Windows.

Wayland lets no program listen, and macOS asks for a permission that a program in Python does not get by itself:
there `open_global_keys` says so in one sentence.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Protocol

from engine.errors import BadInput, DeviceError

__all__ = ["GlobalKeys", "open_global_keys", "parts_of"]

MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")


class GlobalKeys(Protocol):
    """A connection to the system's keyboard. Any thread but its own."""

    def listen(self, keys: Mapping[str, str]) -> dict[str, str]:
        """Listen to these and to no others from now on: name -> keys as Qt writes them, "Ctrl+Shift+R".

        Returns what was refused: name -> one sentence. Waits until the system has answered, some ms.
        """

    def close(self) -> None:
        """Give every key back and end."""


def open_global_keys(pressed: Callable[[str], None]) -> GlobalKeys:
    """pressed: called with a name from a thread of its own. DeviceError where this system has no such keys."""
    if sys.platform == "win32":
        from avatar_app.global_keys.windows import WindowsKeys

        return WindowsKeys(pressed)
    if sys.platform == "darwin":
        raise DeviceError("Keys cannot reach the app from other programs on macOS: use them with the window in front.")
    if os.environ.get("WAYLAND_DISPLAY"):
        raise DeviceError("Wayland lets no key reach the app from other programs: log in to an X11 session for that.")
    from avatar_app.global_keys.x11 import X11Keys

    return X11Keys(pressed)


def parts_of(keys: str) -> tuple[frozenset[str], str]:
    """The modifiers and the key of "Ctrl+Shift+R". BadInput where it would take a plain letter from everybody."""
    *modifiers, key = [part or "+" for part in keys.replace("++", "+Plus").split("+")]
    held = frozenset(modifiers)
    if not key or not held <= set(MODIFIERS):
        raise BadInput(f"{keys} cannot be a key for all programs: choose another one.")
    function = key[0] == "F" and key[1:].isdigit()
    if not function and not held & {"Ctrl", "Alt", "Meta"}:
        raise BadInput(f"{keys} is needed in other programs: choose an F-key, or one with Ctrl or Alt.")
    return held, key
