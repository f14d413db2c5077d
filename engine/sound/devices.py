"""The machine's microphones, through PortAudio. Belongs to one thread: some systems bind sound to the one that asks.

Loaded when the first microphone is looked for, since looking takes a moment.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from types import ModuleType
from typing import Protocol

import numpy as np

from engine.check import Array
from engine.clock import now
from engine.errors import DeviceError

DEFAULT = "default"
"""The name of whatever microphone the system prefers."""
BUFFER_SECONDS = 0.1
"""Sound may wait this long for a busy program; since it has times, late is not wrong."""
BLOCK = 512
"""Samples. With sizes of its own choice ALSA may give none at all; round times of 10 ms come a sample short, and late.
"""
NUM_OFFSETS = 256
"""Looks at PortAudio's clock and ours; the least difference is the true one, at the others we were held up."""
# One system has several ways to the same device; this one has its whole name and the least delay.
_PREFERRED = ("Windows WASAPI", "Core Audio", "ALSA")
Hear = Callable[[Array, float, float | None, bool], None]
"""Gets samples [N] float32, mono, when they arrived, when the first was in the air as the device tells it (s on the
engine's clock; None: it does not), and whether some were lost before them. Called on the device's thread.
"""


class Opened(Protocol):
    """A microphone that is heard until it is closed."""

    rate: int

    @property
    def alive(self) -> bool: ...

    def close(self) -> None: ...


class Devices(Protocol):
    """Where microphones come from."""

    def names(self) -> tuple[str, ...]:
        """What is plugged in now, by name; empty where there is none. Not while one is open. Raises DeviceError."""

    def open(self, name: str, make_hear: Callable[[int], Hear]) -> Opened:
        """Hear it from now on. name: one of `names`, or DEFAULT; make_hear gets its rate, Hz. Raises DeviceError."""


class PortAudio:
    """`Devices` as they are."""

    def __init__(self) -> None:
        self._library: ModuleType | None = None

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, name in self._inputs()))

    def open(self, name: str, make_hear: Callable[[int], Hear]) -> Opened:
        found = self._inputs()
        if not found:
            raise DeviceError("No microphone was found: plug one in, or allow this app to use it.")
        library = self._library
        assert library is not None
        index = next((index for index, known in found if known == name), None)
        if index is None and name != DEFAULT:
            raise DeviceError(f"The microphone {name} is not there: plug it in or choose another.")
        if index is None:
            index = self._default(found)
        try:
            return _Stream(library, index, make_hear)
        except (library.PortAudioError, ValueError) as error:
            called = next(known for number, known in found if number == index)
            raise DeviceError(
                f"The microphone {called} cannot be opened ({_short(error)}): "
                "close other programs that use it, or choose another."
            ) from error

    def _inputs(self) -> list[tuple[int, str]]:
        """Index and name of every microphone, looked for anew: PortAudio itself does so only when it starts."""
        try:
            import sounddevice as library
        except OSError as error:
            how = "Run: sudo apt-get install libportaudio2" if sys.platform.startswith("linux") else "Reinstall the app"
            raise DeviceError(f"Sound needs the PortAudio library, which is not installed. {how}.") from error
        except ImportError as error:
            raise DeviceError("Sound needs the Python package sounddevice. Run: pip install sounddevice.") from error
        self._library = library
        try:
            if library._initialized:  # not where the last look failed
                library._terminate()
            library._initialize()
            apis, devices = library.query_hostapis(), library.query_devices()
        except library.PortAudioError as error:
            raise DeviceError(f"The system's sound does not answer ({_short(error)}): restart the app.") from error
        chosen = next((n for name in _PREFERRED for n, api in enumerate(apis) if api["name"] == name), 0)
        return [
            (device["index"], device["name"])
            for device in devices
            if device["hostapi"] == chosen and device["max_input_channels"] > 0 and _is_real(device["name"])
        ]

    def _default(self, found: list[tuple[int, str]]) -> int:
        """The system's choice, or the first."""
        assert self._library is not None
        known = [index for index, _ in found]
        devices = self._library.query_devices()
        preferred = self._library.query_hostapis(devices[known[0]]["hostapi"])["default_input_device"]
        return preferred if preferred >= 0 else known[0]


class _Stream:
    """PortAudio's input, with its times moved to the engine's clock."""

    def __init__(self, library: ModuleType, index: int, make_hear: Callable[[int], Hear]) -> None:
        facts = library.query_devices(index)
        self.rate = round(facts["default_samplerate"])
        self._hear = make_hear(self.rate)
        self._offsets: deque[float] = deque(maxlen=NUM_OFFSETS)
        self._stream = library.InputStream(
            samplerate=self.rate,
            device=index,
            channels=min(2, facts["max_input_channels"]),
            dtype="float32",
            blocksize=BLOCK,
            latency=max(BUFFER_SECONDS, facts["default_high_input_latency"]),
            callback=self._take,
        )
        try:
            self._stream.start()
        except library.PortAudioError:
            self._stream.close()
            raise

    @property
    def alive(self) -> bool:
        return bool(self._stream.active)

    def close(self) -> None:
        self._stream.close()

    def _take(self, samples: Array, _count: int, times: object, status: object) -> None:
        arrived = now()
        current, adc = times.currentTime, times.inputBufferAdcTime  # type: ignore[attr-defined]
        self._offsets.append(arrived - current)
        stamp = adc + min(self._offsets) if current > adc > 0 else None  # not every system tells
        mono = np.clip(np.nan_to_num(samples.mean(1)), -1, 1)  # a copy, and nothing that an encoder refuses
        self._hear(mono, arrived, stamp, bool(status.input_overflow))  # type: ignore[attr-defined]


def _is_real(name: str) -> bool:
    """ALSA also lists its converters; what is heard there comes from the others."""
    if not sys.platform.startswith("linux"):
        return True
    return "(hw:" in name or name in (DEFAULT, "pulse", "pipewire")


def _short(error: Exception) -> str:
    """PortAudio's own words."""
    words = str(error.args[0] if error.args else error)
    return words.removeprefix("Error opening InputStream: ").split(" [")[0].rstrip(".")
