"""A picture, or a folder of pictures in the order of their names, as a source."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from engine.avatar.photo import load_photo
from engine.capture.source import PICTURES
from engine.errors import BadInput
from engine.types import Frame


class ImageFolder:
    """Each picture is shown for 1/fps s. Pictures that cannot be read are left out, with a note."""

    time_base: Fraction
    path: Path | None = None  # pictures have no sound

    def __init__(self, path: Path, fps: int = 25) -> None:
        self.name = str(path)
        self.fps = float(fps)
        self.time_base = Fraction(1, fps)
        self.notes: tuple[str, ...] = ()
        if path.is_dir():
            files = sorted((p for p in path.iterdir() if p.suffix.lower() in PICTURES and p.is_file()), key=_natural)
        else:
            files = [path]
        if not files:
            raise BadInput(f"{path} holds no pictures: put JPEG or PNG files into it, or give a video.")
        self._single = not path.is_dir()
        self._files = files
        self._index = 0
        self._first = self._next()
        if self._first is None:
            raise BadInput(f"None of the {len(files)} pictures in {path} could be read.")
        self.size_wh = self._first.size_wh

    @property
    def num_frames(self) -> int | None:
        return len(self._files)

    def read(self) -> Frame | None:
        if self._first is not None:
            frame, self._first = self._first, None
            return frame
        return self._next()

    def close(self) -> None:
        self._first, self._index = None, len(self._files)

    def _next(self) -> Frame | None:
        while self._index < len(self._files):
            path, index = self._files[self._index], self._index
            self._index += 1
            try:
                photo = load_photo(path)
            except BadInput as error:
                if self._single:
                    raise
                self.notes += (f"Left out: {error}",)
                continue
            return Frame(image=photo.image, index=index, time=index / self.fps, source=str(path))
        return None


def _natural(path: Path) -> list[tuple[int, str]]:
    """frame2 before frame10."""
    return [(int(part), "") if part.isdigit() else (0, part.lower()) for part in re.split(r"(\d+)", path.name)]
