"""What to do with an MP4 whose end is missing: keep its whole boxes, so that every player takes it."""

from __future__ import annotations

from pathlib import Path

_HEADER = 8
_LONG_HEADER = 16


def cut_to_whole(path: Path) -> None:
    """Shorten the file to the last fragment that is on the disk entirely. A file of whole fragments stays as it is."""
    size = path.stat().st_size
    whole = at = 0
    with path.open("r+b") as file:
        while at + _HEADER <= size:
            file.seek(at)
            header = file.read(_LONG_HEADER)
            length, kind = int.from_bytes(header[:4], "big"), header[4:8]
            if length == 1:  # the real one follows, in 8 bytes
                length = int.from_bytes(header[8:16], "big")
            at += length
            if length < _HEADER or at > size:
                break
            if kind != b"moof":  # a moof says what its mdat holds, and is nothing without it
                whole = at
        file.truncate(whole)
