"""The other end of a `Child`, in its process: the order that it was given, the words that follow, and what it tells.

In: one line of JSON, then words, a line each; where they end, the window is gone. Out: one line of JSON each time
something is to be told, with "bytes" where so many follow it. Only the standard library: it can tell something at once.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, TextIO


class Worker:
    """One a process, on its main thread. niceness: how far it stands back behind the window."""

    def __init__(self, niceness: int) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the window, which ends us
        if hasattr(os, "nice"):
            os.nice(niceness)
        self._out: BinaryIO = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print goes where errors go
        self.order: Any = json.loads(sys.stdin.readline())

    def listen(self, hear: Callable[[TextIO], None]) -> None:
        """Have the words heard, on a thread of their own."""
        threading.Thread(target=hear, args=(sys.stdin,), name="control", daemon=True).start()

    def fail(self, error: Exception) -> None:
        """Tell of one of engine.errors, which `ChildJob` raises again."""
        self.tell({"error": type(error).__name__, "sentence": str(error)})

    def tell(self, news: dict[str, object], data: bytes = b"") -> None:
        with suppress(OSError):  # the window has gone: it ends us by closing its end
            told = {**news, "bytes": len(data)} if data else news
            self._out.write(json.dumps(told).encode() + b"\n" + data)
            self._out.flush()


def ended() -> None:
    """End the process: all files are closed; the threads of libraries, and the one that listens, are not waited for."""
    os._exit(0)


def until_the_window_goes(words: TextIO) -> None:
    """For `Worker.listen`, where nothing that is begun needs care: end the process with the words."""
    for _ in words:
        pass
    ended()
