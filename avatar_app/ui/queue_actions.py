"""What a person can do about transfers: line videos up, hold them, give them up, see what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QLockFile

from avatar_app.background import Background
from avatar_app.queue import Item, Queue
from avatar_app.queue_store import queue_path
from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.transfer_order import DEFAULT_NAME, Terms
from avatar_app.ui.queue_words import ended
from engine.types import replace


class QueueActions:
    """GUI thread; `refresh` several times a second. undecided: a new avatar waits to be kept; it says so.

    One window at a time keeps its list: it is the first that was opened. The lists of others end with them.
    """

    def __init__(self, session: Session, state: AppState, undecided: Callable[[], bool]) -> None:
        self._session, self._state, self._undecided = session, state, undecided
        self.queue = Queue()
        self.pause, self.resume, self.cancel = self.queue.pause, self.queue.resume, self.queue.cancel
        self.retry, self.remove, self.clear = self.queue.retry, self.queue.remove, self.queue.clear
        path = queue_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(path) + ".lock")
        self._lock.setStaleLockTime(0)  # of a program that was killed it is stale at once, of a running one never
        if self._lock.tryLock(0):
            self.queue.restore(path)
        state.update(transfers=self.queue.items, transfers_shown=bool(self.queue.items))
        self._tell_trouble()

    def add(self, videos: Iterable[Path]) -> None:
        """Line videos up for the avatar on the stage, or for those that were chosen, and show the queue."""
        if not self._undecided():
            self.queue.terms = self._terms()
            self.queue.add(videos)
            self._state.update(transfers=self.queue.items, transfers_shown=True)

    def avatar_renamed(self, former: Path, path: Path) -> None:
        """What waits for this avatar, and what was chosen for the next videos, goes with it."""
        self.queue.renamed(former, path)
        chosen = tuple(path if one == former else one for one in self._state.now.transfer_avatars)
        self._state.update(transfers=self.queue.items, transfer_avatars=chosen)

    def refresh(self) -> None:
        before = self.queue.items
        self.queue.refresh()
        self._state.update(transfers=self.queue.items)
        self._tell_trouble()
        if not self._state.now.transfers_shown and any(one.unfinished for one in before):
            self._tell_end(self.queue.items)

    def close(self) -> None:
        """What runs is stopped, and offered again at the next start."""
        self.queue.close()
        self._state.update(transfers=())
        self._lock.unlock()

    def _terms(self) -> Terms:
        now = self._state.now
        names = {None: DEFAULT_NAME} | {entry.path: entry.name for entry in now.avatars}
        chosen = [path for path in now.transfer_avatars if path in names] or [now.avatar_path]
        return replace(
            now.transfer_terms,
            avatars=tuple((path, names.get(path, now.avatar_name)) for path in chosen),
            folder=now.record_folder,
            tracker=now.tracker,
            detail_path=self._session.detail_path,
            lighting=now.lighting,
            detail_strength=now.detail_strength,
            behind=_behind(now.background),
        )

    def _tell_trouble(self) -> None:
        if self.queue.trouble:
            self._state.tell(self.queue.trouble)
            self.queue.trouble = ""

    def _tell_end(self, items: tuple[Item, ...]) -> None:
        """The list is not seen: its end is told."""
        if items and not any(one.unfinished for one in items):
            self._state.tell(ended(items), "note")


def _behind(background: Background) -> str:
    """As `Order.behind`. A video cannot be seen through."""
    return {"colour": background.colour, "picture": background.picture, "blur": "blur"}.get(background.kind, "")
