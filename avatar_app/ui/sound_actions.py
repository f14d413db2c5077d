"""What a person can do about the microphone, and what they are told of it."""

from __future__ import annotations

from avatar_app.microphone import Hearing
from avatar_app.session import Session, Status
from avatar_app.state import AppState
from avatar_app.ui.sentences import translated
from avatar_app.ui.text import tr
from engine.sound.level import Level

START_PULSES = 5
"""The one of the last time is opened a second after the window: nobody waits for it."""


class SoundActions:
    """GUI thread; `refresh` several times a second."""

    def __init__(self, session: Session, state: AppState) -> None:
        self._session, self._state = session, state
        self._pulses = 0
        self._before = Hearing()
        self._said = ""

    def choose(self, name: str) -> None:
        """The microphone of the next videos: a name, DEFAULT for the system's choice, or empty for none."""
        self._forget()
        self._state.update(microphone=name)
        self._session.recorder.microphone.choose(name)

    def look(self) -> None:
        """Find out which microphones there are."""
        self._session.recorder.microphone.look()

    def delay(self, ms: int) -> None:
        """Move the sound of the next videos to later times, or with a negative number to earlier ones."""
        self._state.update(sound_delay_ms=ms)
        self._session.recorder.sound_delay = ms / 1000

    def level(self) -> Level:
        """Since the last look."""
        return self._session.recorder.microphone.meter.read()

    def refresh(self, status: Status) -> None:
        microphone = self._session.recorder.microphone
        self._state.update(microphones=microphone.names)
        if self._pulses < START_PULSES:
            self._pulses += 1
            if self._pulses == START_PULSES:
                microphone.choose(self._state.now.microphone)
            return
        hearing, before = status.hearing, self._before
        self._before = hearing
        if hearing.state == "lost" and (before.state != "lost" or before.name != hearing.name):
            self._tell(translated(hearing.reason), during=status.recording is not None)
        elif hearing.state == "live" and before.state != "live":
            self._forget()
        elif microphone.look_failed:
            self._tell(translated(microphone.look_failed), during=False)
            microphone.look_failed = ""

    def _tell(self, reason: str, *, during: bool) -> None:
        more = tr("the recording goes on, silent until then.")
        self._said = f"{reason.removesuffix('.')}; {more}" if during else reason
        self._state.tell(self._said)

    def _forget(self) -> None:
        notice = self._state.now.notice
        if self._said and notice is not None and notice.text == self._said:
            self._state.update(notice=None)
        self._said = ""
