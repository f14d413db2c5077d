"""The microphone that was chosen: opened, watched and opened again by a thread of its own.

Looking for microphones and opening one takes long, and some systems bind sound to a thread: only this one touches it.
"""

from __future__ import annotations

import queue
from dataclasses import dataclass
from typing import Literal

from avatar_app.stage import Stage, sentence
from engine.check import Array
from engine.clock import now
from engine.errors import DeviceError
from engine.sound.devices import DEFAULT, Devices, Hear, Opened, PortAudio
from engine.sound.feed import Feed, Tap
from engine.sound.level import Meter
from engine.sound.sample_clock import SampleClock

MicrophoneState = Literal["off", "opening", "live", "lost"]
LOOK_SECONDS = 0.2
SILENT_SECONDS = 1.0
"""A device that gives nothing for so long was unplugged: not every system tells."""
RETRY_SECONDS, MOST_RETRY_SECONDS = 2.0, 15.0
"""Between two looks for one that is not there, at first and in the end."""
MUTE_SECONDS = 3.0
"""Every room has some noise: nothing at all for as long is no room."""
JOIN_SECONDS = 3.0
_SMOOTH = 0.05


@dataclass(frozen=True, slots=True)
class Hearing:
    """How the microphone is."""

    name: str = ""
    """Empty: none is wanted."""
    state: MicrophoneState = "off"
    reason: str = ""
    """One sentence: why it was lost."""
    latency_ms: float | None = None
    """From the air to the program; None until it is known."""
    drift_ppm: float = 0.0
    """By how much its quartz is slow."""
    silent: bool = False
    """It gives nothing but zeros: switched off at the device, or forbidden by the system."""


class Microphone:
    """One at a time. `choose` and `look` return at once, and nothing here raises: `hearing` says what went wrong."""

    def __init__(self, devices: Devices | None = None) -> None:
        self._devices: Devices = devices if devices is not None else PortAudio()
        self.meter = Meter()
        self.names: tuple[str, ...] | None = None
        """Of the microphones there are; None until somebody looked."""
        self.look_failed = ""
        """One sentence, where looking was impossible; whoever has told it empties it."""
        self._feed = Feed()
        self._asked: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._stage: Stage | None = None
        self._name = ""
        self._state: MicrophoneState = "off"
        self._reason = ""
        self._opened: Opened | None = None
        self._clock: SampleClock | None = None
        self._latency: float | None = None
        self._heard = self._sounded = 0.0
        self._tried = -RETRY_SECONDS
        self._pause = RETRY_SECONDS

    @property
    def wanted(self) -> bool:
        """One was chosen, whether or not it is heard just now."""
        return bool(self._name)

    @property
    def hearing(self) -> Hearing:
        """How it is now; any thread."""
        live = self._state == "live"
        latency = self._latency
        return Hearing(
            self._name,
            self._state,
            self._reason,
            latency * 1e3 if live and latency is not None else None,
            self._clock.drift_ppm if live and self._clock is not None else 0.0,
            live and self._heard > self._sounded + MUTE_SECONDS,
        )

    def choose(self, name: str) -> None:
        """Hear this one from now on; DEFAULT is the system's choice, empty none."""
        if name == self._name:
            return
        self._name, self._state, self._reason = name, "opening" if name else "off", ""
        self._ask("choose")

    def look(self) -> None:
        """Find out which there are, at most every two seconds; see `names`. Not while one is heard."""
        self._ask("look")

    def tap(self) -> Tap:
        """What it hears from a moment ago on; silence is for the reader to fill in."""
        return self._feed.tap()

    def close(self) -> None:
        """End the thread, within its bound."""
        if self._stage is not None:
            self._asked.put(None)
            self._stage.join(JOIN_SECONDS)
            self._stage = None

    # Its thread

    def _ask(self, what: str) -> None:
        self._asked.put(what)
        if self._stage is None:
            self._stage = Stage("sound", self._work, self._ended)
            self._stage.start()

    def _work(self) -> None:
        try:
            while (asked := self._next()) is not None:
                if asked == "look":
                    self._list()
                elif asked == "choose":
                    self._let_go()
                    self._pause = RETRY_SECONDS
                    self._open()
                elif self._opened is not None and not self._alive():
                    self._let_go()
                    self._lose(DeviceError(f"{self._called} gives no more sound: plug it in again or choose another."))
                elif self._state == "lost" and now() > self._tried + self._pause:
                    self._pause = min(2 * self._pause, MOST_RETRY_SECONDS)
                    self._open()
        finally:
            self._let_go()

    def _ended(self, cause: BaseException | None) -> None:
        if cause is not None:
            self._state, self._reason, self._stage = "lost", sentence(cause), None
            self.names = self.names or ()

    def _next(self) -> str | None:
        """What is asked for; empty where it is time to look whether all is well."""
        idle = self._opened is None and self._state != "lost"
        try:
            return self._asked.get(timeout=None if idle else LOOK_SECONDS)
        except queue.Empty:
            return ""

    def _list(self) -> None:
        if self._opened is not None or now() < self._tried + RETRY_SECONDS:
            return
        self._tried = now()
        try:
            self.names = self._devices.names()
        except DeviceError as error:
            if self.names is None:  # once is enough
                self.look_failed = sentence(error)
            self.names = ()

    def _open(self) -> None:
        name = self._name
        self._tried = now()
        if not name:
            return
        try:
            self.names = self._devices.names()
            self._latency = None
            self._heard = self._sounded = now()
            self._opened = self._devices.open(name, self._listener)
        except DeviceError as error:
            self._lose(error)
            return
        if name == self._name:
            self._state, self._reason, self._pause = "live", "", RETRY_SECONDS

    def _listener(self, rate: int) -> Hear:
        """What the device calls with its sound, on a thread of its own."""
        clock = self._clock = SampleClock(rate)

        def hear(samples: Array, arrived: float, stamp: float | None, lost: bool) -> None:
            self._heard = arrived
            if samples.any():
                self._sounded = arrived
            self.meter.add(samples)
            block = clock.place(samples, arrived, stamp, lost=lost)
            age = arrived - block.time
            self._latency = age if self._latency is None else self._latency + _SMOOTH * (age - self._latency)
            self._feed.put(block)

        return hear

    def _alive(self) -> bool:
        return self._opened is not None and self._opened.alive and now() < self._heard + SILENT_SECONDS

    def _lose(self, error: DeviceError) -> None:
        if self._name:
            self._state, self._reason = "lost", sentence(error)

    def _let_go(self) -> None:
        opened, self._opened, self._clock = self._opened, None, None
        if opened is not None:
            opened.close()

    @property
    def _called(self) -> str:
        return "The microphone" if self._name == DEFAULT else f"The microphone {self._name}"
