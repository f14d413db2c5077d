"""Importing a FLAME head: the window stays alive meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from avatar_app.child_job import ChildJob
from avatar_app.passing import passing_folder
from engine.errors import BadInput

WORKER = "avatar_app.importing_worker"


class Importing(ChildJob):
    """Imports what the files hold, once, in a process of its own; `head_id` is there at a good end."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = tuple(files)
        self.head_id = ""
        # What is unpacked may not stay, however the process ends: it is licensed to the user.
        self._folder = passing_folder()
        order = {"files": [str(path.absolute()) for path in self.files], "folder": self._folder.name}
        super().__init__("import", WORKER, order)

    def _work(self) -> None:
        head_id = ""
        with self._folder:
            for news in self._news():
                head_id = news["head_id"]
        if not head_id:
            raise BadInput(
                f"Importing {self.files[0].name} broke off (exit code {self._child.code}). Drop it once more."
            )
        self.head_id = head_id
