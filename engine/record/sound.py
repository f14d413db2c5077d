"""The sound of the source, copied packet by packet: not decoded, not changed, at its own times."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.error


class SoundCopy:
    """The first audio stream of a file, on its way into a recording."""

    def __init__(self, path: Path) -> None:
        self._file = av.open(str(path), options={"protocol_whitelist": "file"})
        self._into: av.container.OutputContainer | None = None
        self._packets: Iterator[av.Packet[av.AudioStream]] = iter(())
        if self._file.streams.audio:
            self._packets = self._read()
        # A stream that is announced but empty must not be announced again: the file would wait for it.
        self._next = next(self._packets, None)

    @property
    def found(self) -> bool:
        """Whether there is anything to copy."""
        return self._next is not None

    @property
    def codec(self) -> str:
        return self._file.streams.audio[0].codec_context.name

    @property
    def time_base(self) -> Fraction:
        return self._file.streams.audio[0].time_base or Fraction(1, 90_000)

    def add_to(self, recording: av.container.OutputContainer) -> None:
        """Give `recording` a stream of the same kind. ValueError where its format has no place for it."""
        self._stream = recording.add_stream_from_template(self._file.streams.audio[0])
        self._into = recording

    def copy_until(self, seconds: float | None) -> None:
        """Hand over every packet that begins up to then; None: all of them."""
        while self._into is not None and self._next is not None:
            packet = self._next
            if seconds is not None and packet.pts is not None and float(packet.pts * packet.time_base) > seconds:
                return
            packet.stream = self._stream
            self._into.mux(packet)
            self._next = next(self._packets, None)

    def close(self) -> None:
        self._file.close()

    def _read(self) -> Iterator[av.Packet[av.AudioStream]]:
        packets = self._file.demux(self._file.streams.audio[0])
        while True:
            try:
                packet = next(packets, None)
            except (av.error.FFmpegError, OSError):
                return  # the file breaks off here; the pictures' reader says so
            if packet is None:
                return
            if packet.size > 0:  # the last, empty one only flushes decoders
                yield packet
