"""Windows: RegisterHotKey, which posts to the thread that asked; so everything is done on a thread of its own."""

from __future__ import annotations

import ctypes
import queue
import threading
from collections.abc import Callable, Mapping
from typing import Any

from avatar_app.global_keys import parts_of
from engine.errors import BadInput

_ALT, _CONTROL, _SHIFT, _WIN, _NO_REPEAT = 1, 2, 4, 8, 0x4000
_MASKS = {"Alt": _ALT, "Ctrl": _CONTROL, "Shift": _SHIFT, "Meta": _WIN}
_WM_HOTKEY, _WM_APP, _PM_NOREMOVE = 0x0312, 0x8000, 0
_CODES = {
    "PgUp": 0x21, "PgDown": 0x22, "End": 0x23, "Home": 0x24, "Left": 0x25, "Up": 0x26, "Right": 0x27, "Down": 0x28,
    "Ins": 0x2D, "Del": 0x2E, "Space": 0x20, "Backspace": 0x08, "Pause": 0x13, "Print": 0x2C, "Plus": 0xBB, ",": 0xBC,
    "-": 0xBD, ".": 0xBE,
}  # fmt: skip


class _Message(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_void_p), ("message", ctypes.c_uint), ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t), ("time", ctypes.c_ulong), ("x", ctypes.c_long), ("y", ctypes.c_long),
    )  # fmt: skip


class WindowsKeys:
    """Wishes come through a queue; a message to the thread wakes it."""

    def __init__(self, pressed: Callable[[str], None]) -> None:
        self._user32: Any = ctypes.windll.user32  # type: ignore[attr-defined]
        self._pressed = pressed
        self._names: list[str] = []
        self._wishes: queue.SimpleQueue[Mapping[str, str] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[dict[str, str]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="global keys", daemon=True)
        self._thread.start()
        self._answers.get()  # it has a queue for messages by now

    def listen(self, keys: Mapping[str, str]) -> dict[str, str]:
        self._wishes.put(dict(keys))
        self._user32.PostThreadMessageW(self._thread.native_id, _WM_APP, 0, 0)
        return self._answers.get()

    def close(self) -> None:
        if self._thread.is_alive():
            self._wishes.put(None)
            self._user32.PostThreadMessageW(self._thread.native_id, _WM_APP, 0, 0)
            self._thread.join()

    def _run(self) -> None:
        message = _Message()
        self._user32.PeekMessageW(ctypes.byref(message), None, 0, 0, _PM_NOREMOVE)
        self._answers.put({})
        while self._user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == _WM_HOTKEY and message.wparam - 1 < len(self._names):
                self._pressed(self._names[message.wparam - 1])
            elif message.message == _WM_APP:
                wish = self._wishes.get()
                if wish is None:
                    break
                self._answers.put(self._register(wish))
        self._give_back()

    def _register(self, keys: Mapping[str, str]) -> dict[str, str]:
        self._give_back()
        refused = {}
        for name, written in keys.items():
            try:
                modifiers, key = parts_of(written)
                code = code_of(key)
            except BadInput as error:
                refused[name] = str(error)
                continue
            self._names.append(name)
            mask = _NO_REPEAT | sum(_MASKS[one] for one in modifiers)
            if not self._user32.RegisterHotKey(None, len(self._names), mask, code):
                self._names[-1] = ""
                refused[name] = f"Another program has {written} already: choose another key."
        return refused

    def _give_back(self) -> None:
        for number in range(1, len(self._names) + 1):
            self._user32.UnregisterHotKey(None, number)
        self._names.clear()


def code_of(key: str) -> int:
    """Windows' virtual code of a key as Qt calls it. BadInput where it has none that is the same on all keyboards."""
    if key in _CODES:
        return _CODES[key]
    if key[0] == "F" and key[1:].isdigit() and 1 <= int(key[1:]) <= 24:
        return 0x6F + int(key[1:])
    if len(key) == 1 and key.isascii() and key.isalnum():
        return ord(key.upper())
    raise BadInput(f"{key} is not on every keyboard: choose another key.")
