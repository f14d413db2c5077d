"""From the microphone to whoever records: the device's thread never waits, and the last seconds are kept."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import suppress

from engine.sound.block import SoundBlock

KEPT_SECONDS = 2.0
"""Pictures are younger when they reach a recording: it may begin with sound that was heard before."""
MOST_SECONDS = 120.0
"""What a tap holds for a reader that is held up; older sound is given up."""


class Feed:
    """Blocks go in at one end and into every tap."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._recent: deque[SoundBlock] = deque()
        self._taps: list[Tap] = []

    def put(self, block: SoundBlock) -> None:
        """Never waits."""
        with self._lock:
            _push(self._recent, block, KEPT_SECONDS)
            taps = tuple(self._taps)
        for tap in taps:
            tap.put(block)

    def tap(self) -> Tap:
        """Everything from a moment ago on, until it is closed."""
        with self._lock:
            made = Tap(self, self._recent)
            self._taps.append(made)
        return made

    def remove(self, tap: Tap) -> None:
        with self._lock, suppress(ValueError):
            self._taps.remove(tap)


class Tap:
    """One reader's end."""

    def __init__(self, feed: Feed, recent: deque[SoundBlock]) -> None:
        self._feed = feed
        self._changed = threading.Condition()
        self._blocks = deque(recent)

    def put(self, block: SoundBlock) -> None:
        with self._changed:
            _push(self._blocks, block, MOST_SECONDS)
            self._changed.notify()

    def take(self) -> SoundBlock | None:
        """The oldest block; None where there is none yet."""
        with self._changed:
            return self._blocks.popleft() if self._blocks else None

    def get(self, timeout: float) -> SoundBlock | None:
        """As `take`, but waits up to `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._blocks, timeout)
        return self.take()

    def close(self) -> None:
        """Hear no more."""
        self._feed.remove(self)


def _push(blocks: deque[SoundBlock], block: SoundBlock, seconds: float) -> None:
    """Add the newest, and let go what is older than `seconds`."""
    blocks.append(block)
    while blocks[0].end < block.end - seconds:
        blocks.popleft()
