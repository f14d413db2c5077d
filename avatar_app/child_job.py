"""Work in a process of its own that a window polls: given up at once, and what went wrong there is raised here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from avatar_app.child import Child
from avatar_app.job import Job
from engine import errors


class ChildJob(Job):
    """A `Job` whose `_work` reads `_news`."""

    def __init__(self, name: str, module: str, order: Mapping[str, object]) -> None:
        """name: of the thread that reads. module, order: as `Child` takes them."""
        self._cancelled = False
        self._child = Child(module, order)
        super().__init__(name)

    def cancel(self) -> None:
        """End it at once; what it has done so far is forgotten."""
        self._cancelled = True
        self._child.kill()

    def _news(self) -> Iterator[Mapping[str, Any]]:
        """What the process tells, until its end. Raises what went wrong there, and Cancelled where it was given up."""
        for news in self._child.news():
            if "error" in news:
                raise getattr(errors, news["error"])(news["sentence"])
            yield news
        if self._cancelled:
            raise errors.Cancelled("Cancelled.")
