"""A process of ours that does one piece of work: what it is told, what it tells, and its end. See `worker`."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any


class Child:
    """`python -m MODULE`, started once `news` is read. It ends with this process, whatever ends that.

    `say` and `kill` return at once, on any thread.
    """

    def __init__(self, module: str, order: Mapping[str, object]) -> None:
        self.code: int | None = None
        """Its exit code, once it has ended."""
        self._module = module
        self._words = [json.dumps(order)]
        """Said before the process could hear them."""
        self._killed = False
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def news(self) -> Iterator[Mapping[str, Any]]:
        """What it tells, until it closes its end. Blocks: read it once, on a thread of its own.

        Bytes that come with a line are its "data".
        """
        flags = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
        command = [sys.executable, "-P", "-m", self._module]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=flags) as process:
            with self._lock:
                self._process = process
                self._hand_over()
                if self._killed:
                    process.kill()
            assert process.stdout is not None
            for line in process.stdout:
                if not line.endswith(b"\n"):
                    break  # it was ended in the midst of it
                news = json.loads(line)
                size = news.get("bytes", 0)
                data = process.stdout.read(size)
                if len(data) == size:
                    yield {**news, "data": data} if size else news
        self.code = process.returncode

    def say(self, word: str) -> None:
        with self._lock:
            self._words.append(word)
            self._hand_over()

    def kill(self) -> None:
        """End it now, also where it has not begun."""
        with self._lock:
            self._killed = True
            if self._process is not None:
                self._process.kill()

    def _hand_over(self) -> None:
        if self._process is None or self._process.stdin is None:
            return
        with suppress(OSError, ValueError):  # it has ended already
            self._process.stdin.write("".join(f"{word}\n" for word in self._words).encode())
            self._process.stdin.flush()
        self._words.clear()
