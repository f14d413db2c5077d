"""Work on a thread of its own that a window polls: it goes on meanwhile, and is told what went wrong."""

from __future__ import annotations

import threading

from avatar_app.stage import Stage, sentence


class Job:
    """Work that runs once on a thread. Poll `ended`; then `reason` is empty or says in a sentence what went wrong."""

    def __init__(self, name: str) -> None:
        self.cause: BaseException | None = None
        self.reason = ""
        self._ended = threading.Event()
        self._stage = Stage(name, self._work, self._end)
        self._stage.start()

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def join(self, seconds: float) -> bool:
        return self._stage.join(seconds)

    def _work(self) -> None:
        raise NotImplementedError

    def _end(self, cause: BaseException | None) -> None:
        self.cause = cause
        self.reason = sentence(cause) if cause is not None else ""
        self._ended.set()
