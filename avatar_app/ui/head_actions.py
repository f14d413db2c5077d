"""Which head new avatars are made on: the one that comes with the app, or one that the user imported."""

from __future__ import annotations

from avatar_app.state import AppState
from avatar_app.ui.text import marked, tr
from engine.head.brought import brought_heads

GONE = marked("The FLAME head is not on this computer any more: new avatars are made on the open head again.")
UNREADABLE = marked(
    "The FLAME head cannot be read: new avatars are made on the open head, "
    "until you drop your FLAME download here again."
)


class HeadActions:
    """GUI thread. The open head is the wanted one where the state names none."""

    def __init__(self, state: AppState, open_id: str) -> None:
        self._state, self._open_id = state, open_id

    def choose(self, head_id: str) -> None:
        """Make the next avatars on this one; empty: on the open head."""
        self._state.update(head_wanted=head_id)

    def look(self) -> None:
        """Find what was imported or removed meanwhile, and say so where the wanted one is gone."""
        told = self._found()
        shown = self._state.now.notice
        if told and (shown is None or shown.kind == "note"):
            self._state.tell(told, "note")

    def next(self) -> tuple[str, str]:
        """Id of the head of the next avatar, and what has to be said about it."""
        told = self._found()
        return self._state.now.head_wanted or self._open_id, told

    def blame(self, reason: str) -> bool:
        """Whether an avatar could not be made because of its head: then back to the open one, and say so."""
        wanted = self._state.now.head_wanted
        if not wanted or wanted not in reason:
            return False
        self._state.update(head_wanted="")
        self._state.tell(tr(UNREADABLE), detail=reason)
        return True

    def _found(self) -> str:
        """List the heads; back to the open one where the wanted one is gone, and the sentence for that."""
        self._state.update(heads=tuple(brought_heads()))
        if self._state.now.head_wanted in ("", *self._state.now.heads):
            return ""
        self._state.update(head_wanted="")
        return tr(GONE)
