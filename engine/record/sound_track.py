"""The microphone's track in a recording: no gaps, and every sample at the time at which it was heard."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np

from engine.check import Array
from engine.clock import now
from engine.sound.block import SoundBlock
from engine.sound.feed import Tap
from engine.sound.resampler import RATE, Resampler

BIT_RATE = 128_000
PATIENCE_SECONDS = 1.0
"""Sound that is later than the pictures by more than this is taken for missing, and silence written."""
GAP_SECONDS = 0.005
"""Blocks that are further apart than this have a gap between them, or overlap: sound was lost, or a time mended."""
END_SECONDS = 0.8
"""How long the end waits for the sound of the last pictures, which may be moved to earlier times."""
LAST_PICTURE_SECONDS = 1 / 30


class SoundTrack:
    """What `SoundCopy` is for a file, for a microphone: sound up to the pictures, or silence. Belongs to one thread.

    delay: s, by which the sound is moved to later times.
    """

    codec = "aac"
    time_base = Fraction(1, RATE)
    found = True

    def __init__(self, tap: Tap, delay: float = 0.0) -> None:
        self._tap, self._delay = tap, delay
        self._origin: float | None = None
        self._end = 0.0
        self._pictures_end = 0.0
        self._num_written = 0
        self._resampler: Resampler | None = None
        self._waiting: SoundBlock | None = None
        self._into: av.container.OutputContainer | None = None

    def begin(self, time: float) -> None:
        """time: s on the engine's clock, of the first picture."""
        self._origin = time

    def add_to(self, recording: av.container.OutputContainer) -> None:
        self._stream = recording.add_stream("aac", rate=RATE, layout="mono", bit_rate=BIT_RATE)
        self._into = recording

    def copy_until(self, seconds: float | None) -> None:
        """Write what was heard up to then; None: up to the end of the last picture, waiting for it a little."""
        if self._into is None or self._origin is None:
            return
        if seconds is not None:
            self._pictures_end = seconds + LAST_PICTURE_SECONDS
            self._take(seconds, until_end=False)
            self._fill(seconds - PATIENCE_SECONDS)
            return
        last, wait_until = self._pictures_end, now() + END_SECONDS
        self._take(last, until_end=True)
        while not self._waiting and last - PATIENCE_SECONDS < self._end < last and (left := wait_until - now()) > 0:
            self._waiting = self._tap.get(left)
            self._take(last, until_end=True)
        self._fill(last)
        self._end_stretch()
        self._mux(self._stream.encode(None))

    def close(self) -> None:
        self._tap.close()

    def _take(self, seconds: float, *, until_end: bool) -> None:
        """Add the blocks that begin before; until_end: nothing after it, not even of the last block."""
        while (block := self._waiting or self._tap.take()) is not None:
            begin, end = self._place(block)
            self._waiting = block if begin > seconds else None
            if begin > seconds:
                return
            samples = block.samples
            if until_end and end > seconds:
                samples = samples[: round(len(samples) * (seconds - begin) / (end - begin))]
                end = seconds
            self._add(samples, block.rate, begin, end)

    def _place(self, block: SoundBlock) -> tuple[float, float]:
        """Begin and end in the recording's time, s."""
        moved = self._delay - (self._origin or 0.0)
        return block.time + moved, block.end + moved

    def _add(self, samples: Array, rate: int, begin: float, end: float) -> None:
        if end <= self._end:
            return  # from before the recording, or so late that there is silence already
        if begin < self._end - GAP_SECONDS or (begin < 0 and self._end == 0):
            samples = samples[min(len(samples), round((self._end - begin) * rate)) :]
            begin = self._end
        elif begin > self._end + GAP_SECONDS:
            self._fill(begin)
        if not len(samples):
            return
        if self._resampler is None or self._resampler.rate != rate:
            self._end_stretch()
            self._resampler = Resampler(rate)
        self._write_all(self._resampler.push(samples, begin))
        self._end = end

    def _fill(self, seconds: float) -> None:
        """Silence up to then, where there is no sound."""
        if seconds <= self._end:
            return
        self._end_stretch()
        self._end = seconds
        if (missing := round(seconds * RATE) - self._num_written) > 0:
            self._write(np.zeros(missing, np.float32))

    def _end_stretch(self) -> None:
        if self._resampler is not None:
            self._write_all(self._resampler.flush())
            self._resampler = None

    def _write_all(self, pieces: Iterator[Array]) -> None:
        for samples in pieces:
            self._write(samples)

    def _write(self, samples: Array) -> None:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), "fltp", "mono")
        frame.sample_rate, frame.time_base, frame.pts = RATE, self.time_base, self._num_written
        self._num_written += len(samples)
        self._mux(self._stream.encode(frame))

    def _mux(self, packets: list[av.Packet[av.AudioStream]]) -> None:
        if self._into is not None:
            self._into.mux(packets)
