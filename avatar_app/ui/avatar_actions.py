"""What a person can do about avatars: show one, open one, make one, and keep it or not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from avatar_app import library
from avatar_app.making import Keeping, Made, Making
from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.ui.attempt import attempt
from avatar_app.ui.head_actions import HeadActions
from avatar_app.ui.missing_parts import MissingParts
from avatar_app.ui.selfie import Selfie
from avatar_app.ui.text import marked, tr
from engine.types import Avatar

UNDECIDED = marked("Keep the new avatar or discard it first.")
UNSAVED = marked("Save the changed avatar or cancel the change first.")


@dataclass(frozen=True, slots=True)
class _Offer:
    """A new avatar that is shown and not kept yet, and the one that was shown before."""

    made: Made
    former: Avatar


class AvatarActions:
    """GUI thread; `refresh` several times a second. Nothing of a new avatar is written before it is kept."""

    def __init__(self, session: Session, state: AppState, default: Avatar, missing: MissingParts) -> None:
        self._session, self._state, self._default, self._missing = session, state, default, missing
        self.heads = HeadActions(state, default.head_id)
        self._making: Making | None = None
        self._remark = ""
        """About the avatar that is being made, to be told with it."""
        self._cancelled: list[Making] = []
        self._offer: _Offer | None = None
        self._keeping: Keeping | None = None
        self.selfie = Selfie(session, state, missing, lambda photo: self.make(photo, selfie=True))

    def begin(self) -> None:
        """Offer the ways to a new avatar."""
        if not self.undecided():
            self.heads.look()
            self._state.update(page="start")

    def take_selfie(self) -> None:
        """Help to pose, and make an avatar of the picture."""
        if self._making is None and not self.undecided():
            self.selfie.open()

    def show_default(self) -> None:
        if not self.undecided():
            self.show(self._default, None)

    def open(self, path: Path) -> bool:
        """Show the avatar of a file, from where it lies; whether it is shown."""

        def open_it() -> None:
            from engine.avatar.store import load_avatar

            self.show(load_avatar(path), path)

        return not self.undecided() and attempt(self._state, open_it)

    def make(self, photo: Path, *, selfie: bool = False) -> None:
        """Make an avatar of a photo and offer it when it is ready."""
        if self.undecided():
            return
        if self._making is not None:
            self._state.tell(tr("An avatar is being made already. Wait until it is ready, or cancel it."), "note")
            return
        self.selfie.cancel()
        head_id, self._remark = self.heads.next()
        self._making = Making(photo, head_id, detail=self._state.now.detail_wanted)
        self._state.update(making=(self._making.step, 0.0), from_selfie=selfie, notice=None)
        if self._remark:
            self._state.tell(self._remark, "note")

    def cancel(self) -> None:
        """Give up the avatar that is being made; the one that is shown stays. At once: its process is ended."""
        if self._making is not None:
            self._making.cancel()
            self._cancelled.append(self._making)
            self._making = None
            self.selfie.forget()
            self._state.update(making=None)

    def keep(self) -> None:
        """Save the avatar that is offered."""
        if self._offer is not None and self._keeping is None:
            self._keeping = Keeping(self._offer.made.avatar)
            self._state.update(offered=False, keeping=True, notice=None)

    def discard(self) -> None:
        """Forget the avatar that is offered and show the former one again."""
        if self._offer is not None and self._keeping is None:
            former, self._offer = self._offer.former, None
            self._state.update(offered=False, notice=None)
            if attempt(self._state, lambda: self._session.show(former)):  # its head may be gone meanwhile
                self._state.update(detailed=former.detail is not None)
            else:
                self._session.show(self._default)
                self._state.update(avatar_name=self._default.name, avatar_path=None, detailed=False)

    def retake_selfie(self) -> None:
        """Forget the avatar that is offered, and pose for another picture."""
        self.discard()
        self.selfie.open()

    def refresh_library(self) -> None:
        """List the library, and what was opened from elsewhere before it."""
        found, shown = library.entries(), self._state.now.avatar_path
        if shown is not None and shown not in [entry.path for entry in found]:
            elsewhere = library.entry(shown)
            if not elsewhere.kept:  # else another window took its file away
                found = (elsewhere, *found)
        self._state.update(avatars=found, default=library.default_entry(self._default))

    def refresh(self) -> None:
        self._cancelled = [making for making in self._cancelled if not (making.ended and making.join(0))]
        if self._making is not None:
            self._state.update(making=(self._making.step, self._making.share))
            if self._making.ended:
                self._finish(self._making)
        if self._keeping is not None and self._keeping.ended:
            self._finish_keeping(self._keeping)

    def close(self) -> None:
        """What is being made ends at its next step; what is being kept is given the time."""
        self.cancel()
        for work in (*self._cancelled, self._keeping):
            if work is not None:
                work.join(10.0)
        self.selfie.close()

    def undecided(self) -> bool:
        """Whether a new avatar, or a change of one, waits for its decision; says so."""
        if self._offer is not None:
            self._state.tell(tr(UNDECIDED), "note")
        elif self._state.now.editing is not None:
            self._state.tell(tr(UNSAVED), "note")
        return self._offer is not None or self._state.now.editing is not None

    def show(self, avatar: Avatar, path: Path | None) -> None:
        """Put an avatar on the stage. path: of its file, None for the default one."""
        self._session.show(avatar)
        name = avatar.name if path is None else path.stem  # what its tile says
        self._state.update(avatar_name=name, avatar_path=path, detailed=avatar.detail is not None, notice=None)
        self._state.update(page="")
        self.refresh_library()

    def _finish(self, making: Making) -> None:
        self._making = None
        making.join(1.0)
        self.selfie.forget()
        self._state.update(making=None)
        if making.made is None:
            selfie = self._state.now.from_selfie  # its photo is gone by now
            again = self.selfie.open if selfie else lambda: self.make(making.photo)
            if not (self._missing.offer(making.cause, again) or self.heads.blame(making.reason)):
                self._state.tell(making.reason, remedy="photo")
            return
        self._offer = _Offer(making.made, self._session.avatar)
        self._session.show(making.made.avatar)
        self._state.update(offered=True, detailed=making.made.avatar.detail is not None, notice=None)
        notes = [note for note in (self._remark, *making.made.notes) if note]
        if notes:
            self._state.tell(" ".join(notes), "note")

    def _finish_keeping(self, keeping: Keeping) -> None:
        self._keeping = None
        keeping.join(1.0)
        if keeping.path is None:  # the disk is full: nothing is lost, it may be tried again
            self._state.update(offered=True, keeping=False)
            self._state.tell(keeping.reason)
            return
        self._offer = None
        self._state.update(keeping=False)
        self.show(keeping.avatar, keeping.path)
