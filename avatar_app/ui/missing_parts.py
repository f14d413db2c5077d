"""Parts that something failed without: the offer to fetch them, the fetching, and the second try."""

from __future__ import annotations

from collections.abc import Callable

from avatar_app.fetching import Fetching, fetchable, named
from avatar_app.state import AppState
from avatar_app.ui.text import tr
from engine.assets import Asset


class MissingParts:
    """GUI thread; `refresh` several times a second."""

    def __init__(self, state: AppState) -> None:
        self._state = state
        self._fetching: Fetching | None = None
        self._missing: tuple[Asset, ...] = ()
        self._then: Callable[[], None] = lambda: None

    def offer(self, cause: BaseException | None, then: Callable[[], None]) -> bool:
        """Offer to fetch what `cause` misses and to do `then`; False where that is not what went wrong."""
        missing = fetchable(cause)
        if missing:
            self._missing, self._then = missing, then
            text = tr("A part that finds faces is not on this computer yet: {names}.", names=named(missing))
            self._state.tell(text, remedy="fetch", detail=str(cause))
        return bool(missing)

    def fetch(self) -> None:
        """Fetch the files that something just failed without, then do it again."""
        if self._fetching is None and self._missing:
            self._fetching = Fetching(self._missing)
            self._state.tell(f"{self._fetching.step}…", "note")

    def refresh(self) -> None:
        fetching = self._fetching
        if fetching is None:
            return
        if not fetching.ended:
            self._state.tell(f"{fetching.step}…", "note")
            return
        self._fetching = None
        fetching.join(1.0)
        if fetching.reason:
            text = tr(
                "{names} could not be fetched: connect to the network and try again.", names=named(fetching.assets)
            )
            self._state.tell(text, remedy="fetch", detail=fetching.reason)
            return
        self._state.update(notice=None)
        self._then()

    def close(self) -> None:
        if self._fetching is not None:
            self._fetching.join(1.0)
