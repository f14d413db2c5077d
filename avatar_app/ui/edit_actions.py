"""Changing the avatar on the stage: seen at once, kept in its file on Save, as before on Cancel."""

from __future__ import annotations

from pathlib import Path

from avatar_app.appearance import Appearance, save
from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.ui.attempt import attempt
from avatar_app.ui.avatar_actions import AvatarActions
from avatar_app.ui.text import tr
from engine.types import Avatar, replace


class EditActions:
    """GUI thread. While it is under way the stage belongs to it: others are told to save or cancel first."""

    def __init__(self, session: Session, state: AppState, avatars: AvatarActions) -> None:
        self._session, self._state, self._avatars = session, state, avatars
        self._original: Avatar | None = None

    def begin(self, path: Path | None) -> None:
        """Show an avatar, None is the default one, and open it for changes."""
        if path != self._state.now.avatar_path:
            if path is None:
                self._avatars.show_default()
            elif not self._avatars.open(path):
                return
        if self._state.now.making is not None:
            self._state.tell(tr("A new avatar is being made. Wait until it is ready, or cancel it."), "note")
        elif not self._avatars.undecided():
            self._original = self._session.avatar
            self._state.update(editing=Appearance.of(self._original))

    def change(self, **parts: object) -> None:
        """Show parts of the appearance otherwise, by the names of `Appearance`."""
        original, editing = self._original, self._state.now.editing
        if original is None or editing is None:
            return
        wanted = replace(editing, **parts)
        if attempt(self._state, lambda: self._session.show(wanted.on(original))):
            self._state.update(editing=wanted)

    def save(self) -> None:
        """Keep the change. Where the file cannot be written it is still shown, and may be saved again."""
        original, editing = self._original, self._state.now.editing
        if original is None or editing is None:
            return
        if editing == Appearance.of(original):
            self.cancel()
            return
        changed = editing.on(original)

        def save_it() -> None:
            same = changed.albedo is original.albedo
            path = save(changed, self._state.now.avatar_path, same_albedo=same)
            self._end()
            self._avatars.show(changed, path)

        attempt(self._state, save_it)

    def cancel(self) -> None:
        """Show the avatar as it was."""
        if self._original is not None:
            self._session.show(self._original)
            self._end()

    def original(self) -> Appearance | None:
        """What Cancel goes back to."""
        return Appearance.of(self._original) if self._original is not None else None

    def _end(self) -> None:
        self._original = None
        self._state.update(editing=None)
