"""A wish to end long work early, from any thread: the work looks at it between its steps."""

from __future__ import annotations

import threading

from engine.errors import Cancelled


class Cancel:
    """Given to long work; `ask` ends it at its next step, with `Cancelled`."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def ask(self) -> None:
        self._asked.set()

    @property
    def asked(self) -> bool:
        return self._asked.is_set()

    def check(self) -> None:
        """Raise Cancelled where it was asked for. Cheap: call it as often as you like."""
        if self.asked:
            raise Cancelled("Cancelled.")
