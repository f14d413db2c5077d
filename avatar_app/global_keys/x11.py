"""X11: keys are grabbed at the root window, on a connection of our own, so that Qt's is not disturbed."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import queue
import select
import threading
from collections.abc import Callable, Mapping
from itertools import product

from avatar_app.global_keys import parts_of
from engine.errors import BadInput, DeviceError

_SHIFT, _LOCK, _CONTROL, _MOD1, _MOD2, _MOD4 = 1, 2, 4, 8, 16, 64
_MASKS = {"Shift": _SHIFT, "Ctrl": _CONTROL, "Alt": _MOD1, "Meta": _MOD4}
_LOCKS = (0, _LOCK, _MOD2, _LOCK | _MOD2)
"""Caps lock and number lock: a grab is for one exact state of them."""
_KEY_PRESS, _ASYNC = 2, 1
_NAMES = {
    "PgUp": "Prior", "PgDown": "Next", "Ins": "Insert", "Del": "Delete", "Space": "space", "Backspace": "BackSpace",
    "Plus": "plus", "-": "minus", ",": "comma", ".": "period", "/": "slash", ";": "semicolon", "'": "apostrophe",
    "[": "bracketleft", "]": "bracketright", "=": "equal", "`": "grave", "\\": "backslash", "#": "numbersign",
}  # fmt: skip
"""Qt's names of keys that X11 calls otherwise."""


class _KeyEvent(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("root", ctypes.c_ulong), ("subwindow", ctypes.c_ulong), ("time", ctypes.c_ulong),
        ("x", ctypes.c_int), ("y", ctypes.c_int), ("x_root", ctypes.c_int), ("y_root", ctypes.c_int),
        ("state", ctypes.c_uint), ("keycode", ctypes.c_uint), ("same_screen", ctypes.c_int),
    )  # fmt: skip


class _Event(ctypes.Union):
    _fields_ = (("type", ctypes.c_int), ("key", _KeyEvent), ("pad", ctypes.c_long * 24))


_ErrorHandler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class X11Keys:
    """All of Xlib on one thread; others leave their wishes in a queue and wake it through a pipe."""

    def __init__(self, pressed: Callable[[str], None]) -> None:
        self._x11 = _library()
        self._pressed = pressed
        self._display = self._x11.XOpenDisplay(None)
        if not self._display:
            raise DeviceError("The X server did not answer: keys for all programs do not work.")
        self._root = self._x11.XDefaultRootWindow(self._display)
        self._grabbed: dict[tuple[int, int], str] = {}
        self._wishes: queue.SimpleQueue[Mapping[str, str] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[dict[str, str]] = queue.SimpleQueue()
        self._woken, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._run, name="global keys", daemon=True)
        self._thread.start()

    def listen(self, keys: Mapping[str, str]) -> dict[str, str]:
        self._wishes.put(dict(keys))
        os.write(self._wake, b"!")
        return self._answers.get()

    def close(self) -> None:
        if self._thread.is_alive():
            self._wishes.put(None)
            os.write(self._wake, b"!")
            self._thread.join()
            os.close(self._wake)
            os.close(self._woken)

    def _run(self) -> None:
        connection = self._x11.XConnectionNumber(self._display)
        while True:
            ready, _, _ = select.select([connection, self._woken], [], [])
            if self._woken in ready:
                os.read(self._woken, 1)
                wish = self._wishes.get()
                if wish is None:
                    break
                self._answers.put(self._grab(wish))
            event = _Event()
            while self._x11.XPending(self._display):
                self._x11.XNextEvent(self._display, ctypes.byref(event))
                if event.type == _KEY_PRESS:
                    held = event.key.state & (_SHIFT | _CONTROL | _MOD1 | _MOD4)
                    if (name := self._grabbed.get((event.key.keycode, held))) is not None:
                        self._pressed(name)
        self._x11.XCloseDisplay(self._display)  # which gives the keys back, too

    def _grab(self, keys: Mapping[str, str]) -> dict[str, str]:
        for (keycode, held), locks in product(self._grabbed, _LOCKS):
            self._x11.XUngrabKey(self._display, keycode, held | locks, self._root)
        self._grabbed.clear()
        refused = {}
        for name, written in keys.items():
            try:
                self._grabbed[self._grab_one(written)] = name
            except BadInput as error:
                refused[name] = str(error)
        return refused

    def _grab_one(self, written: str) -> tuple[int, int]:
        """The keycode and the mask that were taken. BadInput where they cannot be."""
        modifiers, key = parts_of(written)
        symbol = self._x11.XStringToKeysym((_NAMES.get(key) or (key.lower() if len(key) == 1 else key)).encode())
        keycode = self._x11.XKeysymToKeycode(self._display, symbol) if symbol else 0
        if not keycode:
            raise BadInput(f"This keyboard has no {written}: choose another key.")
        held = sum(_MASKS[name] for name in modifiers)
        failed: list[int] = []
        handler = _ErrorHandler(lambda _display, _error: failed.append(1) or 0)
        self._x11.XSync(self._display, 0)
        former = self._x11.XSetErrorHandler(handler)
        try:
            for locks in _LOCKS:
                self._x11.XGrabKey(self._display, keycode, held | locks, self._root, 0, _ASYNC, _ASYNC)
            self._x11.XSync(self._display, 0)
        finally:
            self._x11.XSetErrorHandler(former)
        if failed:
            for locks in _LOCKS:
                self._x11.XUngrabKey(self._display, keycode, held | locks, self._root)
            raise BadInput(f"Another program has {written} already: choose another key.")
        return keycode, held


def _library() -> ctypes.CDLL:
    try:
        x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    except OSError as error:
        raise DeviceError("libX11 is missing: install it (Debian: libx11-6) for keys in all programs.") from error
    pointer, number, word = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong
    for name, result, arguments in (
        ("XOpenDisplay", pointer, [ctypes.c_char_p]), ("XCloseDisplay", number, [pointer]),
        ("XDefaultRootWindow", word, [pointer]), ("XConnectionNumber", number, [pointer]),
        ("XPending", number, [pointer]), ("XNextEvent", number, [pointer, pointer]),
        ("XSync", number, [pointer, number]),
        ("XStringToKeysym", word, [ctypes.c_char_p]), ("XKeysymToKeycode", ctypes.c_ubyte, [pointer, word]),
        ("XGrabKey", number, [pointer, number, ctypes.c_uint, word, number, number, number]),
        ("XUngrabKey", number, [pointer, number, ctypes.c_uint, word]), ("XSetErrorHandler", pointer, [pointer]),
    ):  # fmt: skip
        function = getattr(x11, name)
        function.restype, function.argtypes = result, arguments
    return x11
