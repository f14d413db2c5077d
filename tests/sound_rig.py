"""A microphone without a room: clicks at known times, from a device whose clock and hand-over are as bad as asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np

from engine.check import Array
from engine.clock import now
from engine.errors import DeviceError
from engine.sound.devices import Hear

CLICK_SECONDS = 0.002
CLICK_HZ = 3000
EVERY = 0.5
"""s between two clicks: one at each multiple of it."""


def clicks(times: Array) -> Array:
    """What is in the air then: [N] s -> [N] float32."""
    heard = np.where(times % EVERY < CLICK_SECONDS, 0.9 * np.sin(2 * np.pi * CLICK_HZ * (times % EVERY)), 0.0)
    return heard.astype(np.float32)


@dataclass
class Device:
    """Blocks of a device, as they arrive. rate: Hz, as it says; ppm: by how much its quartz is fast."""

    rate: int = 48_000
    ppm: float = 0.0
    delay: float = 0.02
    """s, from the last sample to its arrival, at least."""
    jitter: float = 0.03
    """s, by which an arrival is held up at most."""
    start: float = 1000.0
    block: int = 512
    quiet: bool = False
    """There is nothing to hear: quicker."""
    count: int = 0
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))

    @property
    def real_rate(self) -> float:
        return self.rate * (1 + self.ppm * 1e-6)

    def until(self, time: float) -> Iterator[tuple[Array, float, float]]:
        """Samples, when they arrive and when the first was in the air; every block that arrives up to then."""
        silence = np.zeros(self.block, np.float32)
        while (self.count + self.block) / self.real_rate + self.start + self.delay < time:
            begin = self.start + self.count / self.real_rate
            end = begin + self.block / self.real_rate
            samples = silence if self.quiet else clicks(begin + np.arange(self.block) / self.real_rate)
            # A burst in four is handed over at once.
            held_up = self.random.random() * self.jitter * (self.random.random() < 0.75)
            yield samples, end + self.delay + held_up, begin
            self.count += self.block


def heard(path: Path) -> tuple[Array, float]:
    """Times of the clicks in a recording, s, and how long its sound is."""
    with av.open(str(path)) as container:
        frames = list(container.decode(audio=0))
    begin = float(frames[0].pts * frames[0].time_base)
    samples = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    loud = np.flatnonzero(np.abs(samples) > 0.2)
    first = loud[np.diff(loud, prepend=-(10**6)) > frames[0].sample_rate * EVERY / 4]
    return first / frames[0].sample_rate + begin, len(samples) / frames[0].sample_rate + begin


class CueDevices:
    """`Devices` that are plugged in and unplugged on cue, and heard when a test says so."""

    def __init__(self, *names: str) -> None:
        self.plugged = names
        self.missing = ""
        """Why there is no sound at all."""
        self.opened: list[CueMicrophone] = []

    def names(self) -> tuple[str, ...]:
        if self.missing:
            raise DeviceError(self.missing)
        return self.plugged

    def open(self, name: str, make_hear: Callable[[int], Hear]) -> CueMicrophone:
        if not self.plugged or name not in ("default", *self.plugged):
            raise DeviceError(f"The microphone {name} is not there: plug it in or choose another.")
        self.opened.append(CueMicrophone(name, make_hear(48_000)))
        return self.opened[-1]


class CueMicrophone:
    """Gives what it is told to."""

    rate = 48_000

    def __init__(self, name: str, hear: Hear) -> None:
        self.name, self.hear, self.alive, self.closed = name, hear, True, False
        self._until = now()

    def give(self, samples: Array, arrived: float) -> None:
        """samples: [N] float32; arrived: s."""
        self.hear(samples, arrived, None, False)

    def catch_up(self) -> None:
        """Give the clicks that were in the air since the last time, unless it is unplugged."""
        begin, self._until = self._until, now()
        if self.alive and not self.closed:
            times = begin + np.arange(round((self._until - begin) * self.rate)) / self.rate
            self.give(clicks(times), self._until)

    def close(self) -> None:
        self.closed = True
