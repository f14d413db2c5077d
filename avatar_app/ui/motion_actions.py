"""What a person can do about how the avatar moves."""

from __future__ import annotations

from avatar_app.session import Session
from avatar_app.state import AppState
from engine.avatar.manner import Manner


class MotionActions:
    """GUI thread. Followed from the next picture on; no source is opened again for it."""

    def __init__(self, session: Session, state: AppState) -> None:
        self._session, self._state = session, state

    def act(self, manner: Manner) -> None:
        """How much of each region is acted, what is held, and what the avatar does alone."""
        self._session.manner = manner
        self._state.update(manner=manner)

    def respond(self, responsiveness: float) -> None:
        """How motion is smoothed: 0 steady to 1 responsive."""
        self._session.responsiveness = responsiveness
        self._state.update(responsiveness=responsiveness)

    def reset(self) -> None:
        """As it is at first."""
        self.act(Manner())
        self.respond(0.5)

    def cancel_calibration(self) -> None:
        """Keep the neutral face as it was."""
        self._session.cancel_calibration()
        self._state.update(status=self._session.status())

    def forget_neutral(self) -> None:
        """Show the face as it is tracked."""
        self._session.forget_neutral()
        self._state.update(status=self._session.status())
