"""Importing a FLAME head: the window stays alive meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from avatar_app.child import Child
from avatar_app.job import Job
from engine import errors

WORKER = "avatar_app.importing_worker"


class Importing(Job):
    """Imports what the files hold, once, in a process of its own; `head_id` is there at a good end."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = tuple(files)
        self.head_id = ""
        self._cancelled = False
        # What is unpacked may not stay, however the process ends: it is licensed to the user.
        self._folder = TemporaryDirectory(prefix="avatar-app-")
        order = {"files": [str(path.absolute()) for path in self.files], "folder": self._folder.name}
        self._child = Child(WORKER, order)
        super().__init__("import")

    def cancel(self) -> None:
        """End it at once."""
        self._cancelled = True
        self._child.kill()

    def _work(self) -> None:
        with self._folder:
            for news in self._child.news():
                if "error" in news:
                    raise getattr(errors, news["error"])(news["sentence"])
                self.head_id = news["head_id"]
        if self._cancelled:
            raise errors.Cancelled("Cancelled.")
        if not self.head_id:
            raise errors.BadInput(
                f"Importing {self.files[0].name} broke off (exit code {self._child.code}). Drop it once more."
            )
