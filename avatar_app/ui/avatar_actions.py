"""What a person can do about avatars: show one, open one, make one."""

from __future__ import annotations

from pathlib import Path

from avatar_app import library
from avatar_app.making import Making
from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.ui.attempt import attempt
from avatar_app.ui.missing_parts import MissingParts
from avatar_app.ui.selfie import Selfie
from engine.types import Avatar


class AvatarActions:
    """GUI thread; `refresh` several times a second."""

    def __init__(self, session: Session, state: AppState, default: Avatar, missing: MissingParts) -> None:
        self._session, self._state, self._default, self._missing = session, state, default, missing
        self._making: Making | None = None
        self.selfie = Selfie(session, state, self.make)

    def show_default(self) -> None:
        self._show(self._default, None)

    def open(self, path: Path) -> None:
        """Show the avatar of a file."""

        def open_it() -> None:
            from engine.avatar.store import load_avatar

            self._show(load_avatar(path), path)

        attempt(self._state, open_it)

    def make(self, photo: Path) -> None:
        """Make an avatar of a photo and show it when it is ready."""
        if self._making is not None:
            self._state.tell("An avatar is being made already. Wait until it is ready.", "note")
            return
        self._making = Making(photo, self._session.head)
        self._state.update(making=(self._making.step, 0.0), notice=None)

    def refresh_library(self) -> None:
        """List the library, and what was opened from elsewhere before it."""
        found, shown = library.entries(), self._state.now.avatar_path
        if shown is not None and shown not in [entry.path for entry in found]:
            found = (library.entry(shown), *found)
        self._state.update(avatars=found, default=library.default_entry(self._default))

    def refresh(self) -> None:
        making = self._making
        if making is not None:
            self._state.update(making=(making.step, making.share))
            if making.ended:
                self._finish(making)

    def close(self) -> None:
        """An avatar that is being made is given a moment to be kept."""
        if self._making is not None:
            self._making.join(10.0)
        self.selfie.close()

    def _show(self, avatar: Avatar, path: Path | None) -> None:
        self._session.show(avatar)
        self._state.update(avatar_name=avatar.name, avatar_path=path, detailed=avatar.detail is not None, notice=None)
        self.refresh_library()

    def _finish(self, making: Making) -> None:
        self._making = None
        making.join(1.0)
        self.selfie.forget()
        self._state.update(making=None)
        if making.made is None:
            if not self._missing.offer(making.cause, lambda: self.make(making.photo)):
                self._state.tell(making.reason, remedy="photo")
            return
        self._show(making.made.avatar, making.made.path)
        if making.made.notes:
            self._state.tell(" ".join(making.made.notes), "note")
