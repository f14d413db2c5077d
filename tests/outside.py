"""The app as a process of its own on a display of its own, used as a person does: keys, the pointer, what is seen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import numpy as np
from PIL import ImageGrab
from virtual_display import start_virtual_display

from engine.check import Array

SIZE_WH = (1240, 900)
FAILED = Path(__file__).parent / "failed" / "outside.png"
T = TypeVar("T")


def lacking() -> str:
    """What there is to be installed first; empty where all is there."""
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


class Outside:
    """Knows nothing of the process but its windows and the files that it leaves."""

    def __init__(self, home: Path, *arguments: str) -> None:
        """home: of a user who never ran the app. arguments: of the command line."""
        self._home, self._arguments = home, arguments

    def __enter__(self) -> Outside:
        home = str(self._home)
        self._display = start_virtual_display()
        self._environment = {
            **os.environ,
            "DISPLAY": self._display,
            "HOME": home,
            "XDG_DATA_HOME": f"{home}/data",
            "XDG_CONFIG_HOME": f"{home}/config",
            "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
            "AVATAR_SETTINGS": f"{home}/config",
        }
        self._environment.pop("WAYLAND_DISPLAY", None)
        command = [sys.executable, "-m", "avatar_app", *self._arguments]
        self._log = (self._home / "app.log").open("w+")
        self._process = subprocess.Popen(command, env=self._environment, stdout=self._log, stderr=self._log)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._log.close()

    def until(self, what: str, find: Callable[[], T], seconds: float = 60.0) -> T:
        """What `find` gives as soon as it is anything; AssertionError where that takes too long or the app ends."""
        if found := self.comes(find, seconds):
            return found
        FAILED.parent.mkdir(exist_ok=True)
        ImageGrab.grab(xdisplay=self._display).save(FAILED)
        raise AssertionError(f"{what} did not come within {seconds:g} s, see {FAILED}; the app said: {self.said()}")

    def comes(self, find: Callable[[], T], seconds: float) -> T | None:
        """As `until`, but None where it takes too long."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if found := find():
                return found
            assert self._process.poll() is None, f"the app ended: {self.said()}"
            time.sleep(0.1)
        return None

    def said(self) -> str:
        """On its standard output and error."""
        self._log.flush()
        return Path(self._log.name).read_text()[-2000:]

    def ended(self) -> int | None:
        """Its exit code, once it has ended."""
        return self._process.poll()

    def window(self, title: str, seconds: float = 60.0) -> str:
        """The window of that title (a regular expression), when it is there."""
        found = self.until(f"a window {title}", lambda: self._ask("search", "--onlyvisible", "--name", title), seconds)
        return found.splitlines()[-1]

    def is_open(self, title: str) -> bool:
        return bool(self._ask("search", "--onlyvisible", "--name", title))

    def place(self, window: str, size_wh: tuple[int, int] = SIZE_WH) -> None:
        """In the corner of the screen, so large, and with the keyboard: here is nobody else to see to that."""
        self._ask("windowsize", "--sync", window, *map(str, size_wh))
        self._main = window
        self._ask("windowmove", window, "0", "0")
        self._ask("windowfocus", "--sync", window)

    def press(self, *keys: str) -> None:
        """As xdotool names them: ctrl+r, Return."""
        self._ask("key", "--delay", "50", *keys)

    def write(self, text: str) -> None:
        self._ask("type", "--delay", "5", text)

    def click(self, x: int, y: int) -> None:
        """px, of the screen."""
        self._ask("mousemove", str(x), str(y), "sleep", "0.1", "click", "1")

    def choose(self, title: str, *paths: Path) -> None:
        """In a dialog of that title, which is about to open; the keyboard is the main window's again after it."""
        self._ask("windowfocus", "--sync", self.window(title))
        self.write(" ".join(f'"{path}"' for path in paths) if len(paths) > 1 else str(paths[0]))
        self.press("Return")
        self.until(f"the end of {title}", lambda: not self.is_open(title))
        self._ask("windowfocus", "--sync", self._main)

    def seen(self, box: tuple[int, int, int, int]) -> Array:
        """[H, W, 3] of the screen; box: left, top, right, bottom, px."""
        return np.asarray(ImageGrab.grab(bbox=box, xdisplay=self._display))

    def seen_later(self, box: tuple[int, int, int, int]) -> Array:
        """As `seen`, half a second from now."""
        time.sleep(0.5)
        return self.seen(box)

    def _ask(self, *words: str) -> str:
        command = ["xdotool", *words]
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=30).stdout.strip()
