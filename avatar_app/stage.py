"""A stage of the running chain: a named thread whose end, good or bad, is told to its neighbours."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from engine.errors import AvatarError, Closed

log = logging.getLogger(__name__)


class Stage:
    """Runs `work` once on a thread of its own and calls `ended` with what went wrong, or None.

    `work` stops by itself once its slots are closed; a stage is never killed. One of the app's two broad excepts:
    whatever a stage raises is logged with its traceback and handed on as the cause.
    """

    def __init__(self, name: str, work: Callable[[], None], ended: Callable[[BaseException | None], None]) -> None:
        self._work, self._ended = work, ended
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def name(self) -> str:
        return self._thread.name

    def start(self) -> None:
        self._thread.start()

    def join(self, seconds: float) -> bool:
        """Wait for the end, but no longer than `seconds`; False, and a warning by name, where it is still running."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        if self._thread.is_alive() and seconds > 0:  # 0 only asks
            log.warning("the %s thread did not stop within %g s", self.name, seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        cause: BaseException | None = None
        try:
            self._work()
        except Closed as closed:
            cause = closed.__cause__  # a neighbour ended first: its reason is ours
        except AvatarError as error:
            cause = error  # told to the person; the traceback would say no more
        except Exception as error:
            log.exception("the %s thread failed", self.name)
            cause = error
        self._ended(cause)


def sentence(error: BaseException) -> str:
    """What to show a person about `error`: our own errors are sentences already, others are named."""
    if isinstance(error, AvatarError):
        return str(error)
    return f"{type(error).__name__}: {error}".rstrip(": ")
