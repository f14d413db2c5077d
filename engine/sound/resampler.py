"""Sound as a device samples it -> 48 kHz of the engine's clock: a slow quartz is stretched, a fast one squeezed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

import av
import av.error
from av.filter import Graph

from engine.check import Array

RATE = 48_000
_MICROSECONDS = 1_000_000
# Stretch by at most 1000 samples a second, from half a millisecond of difference on; gaps are the caller's.
# flags=res: at 48 kHz it would begin to resample at the first difference, and forget that one.
_FOLLOW = "async=1000:min_comp=0.0005:min_hard_comp=1000:flags=res"


class Resampler:
    """FFmpeg's aresample, which follows the blocks' times. For one stretch of sound without a gap.

    rate: Hz, of the device.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._graph = Graph()
        self._in = self._graph.add(
            "abuffer", sample_rate=str(rate), sample_fmt="flt", channel_layout="mono", time_base=f"1/{_MICROSECONDS}"
        )
        resample = self._graph.add("aresample", f"{RATE}:{_FOLLOW}")
        form = self._graph.add("aformat", f"sample_fmts=fltp:sample_rates={RATE}:channel_layouts=mono")
        out = self._graph.add("abuffersink")
        for left, right in ((self._in, resample), (resample, form), (form, out)):
            left.link_to(right)
        self._graph.configure()

    def push(self, samples: Array, seconds: float) -> Iterator[Array]:
        """samples: [N] float32; seconds: of the first. Gives what is ready, [M] float32."""
        frame = av.AudioFrame.from_ndarray(samples[None], "flt", "mono")
        frame.sample_rate, frame.time_base = self.rate, Fraction(1, _MICROSECONDS)
        frame.pts = round(seconds * _MICROSECONDS)
        self._graph.push(frame)
        return self._pull()

    def flush(self) -> Iterator[Array]:
        """The last few samples; nothing may follow."""
        self._graph.push(None)
        return self._pull()

    def _pull(self) -> Iterator[Array]:
        with suppress(av.error.BlockingIOError, av.error.EOFError):
            while True:
                yield self._graph.pull().to_ndarray()[0]
