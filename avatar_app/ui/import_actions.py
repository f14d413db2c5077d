"""What becomes of FLAME's files that are dropped on the window: a head that new avatars are made on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from avatar_app.importing import Importing
from avatar_app.state import AppState
from avatar_app.ui.head_actions import HeadActions
from avatar_app.ui.missing_parts import MissingParts
from avatar_app.ui.text import tr


class ImportActions:
    """GUI thread; `refresh` several times a second."""

    def __init__(self, state: AppState, missing: MissingParts, heads: HeadActions) -> None:
        self._state, self._missing, self._heads = state, missing, heads
        self._importing: Importing | None = None

    def take_in(self, files: Sequence[Path]) -> None:
        """Import the FLAME model in `files`, with what else of FLAME is among them."""
        if self._importing is not None:
            self._state.tell(tr("FLAME is being imported already. Wait until it is ready."), "note")
            return
        self._importing = Importing(files)
        name = self._importing.files[0].name
        self._state.tell(tr("Importing FLAME from {name}: this takes about half a minute.", name=name), "note")

    def refresh(self) -> None:
        importing = self._importing
        if importing is None or not importing.ended:
            return
        self._importing = None
        importing.join(1.0)
        if importing.head_id:
            self._heads.look()
            self._heads.choose(importing.head_id)
            self._state.tell(tr("FLAME is imported. New avatars are made on it."), "note")
        elif not self._missing.offer(importing.cause, lambda: self.take_in(importing.files)):
            self._state.tell(importing.reason)

    def close(self) -> None:
        """What is being imported is given up: its process is ended."""
        if self._importing is not None:
            self._importing.cancel()
            self._importing.join(10.0)
