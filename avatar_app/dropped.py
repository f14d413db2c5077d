"""Files that were dropped on the window, by what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")
"""What `engine.avatar.create` reads."""
VIDEOS = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v")
_KINDS = {
    **dict.fromkeys((*PHOTOS, ".heic", ".heif"), "photos"),  # what cannot be read is told in one sentence
    **dict.fromkeys(VIDEOS, "videos"),
    ".avatar": "avatars",
    ".take": "takes",
    **dict.fromkeys((".pkl", ".zip"), "flame"),  # as its makers give it out
    **dict.fromkeys((".npz", ".obj"), "beside"),
}


@dataclass(frozen=True, slots=True)
class Dropped:
    """In the order in which they were given."""

    avatars: tuple[Path, ...] = ()
    """All are taken in, the last one is shown."""
    photos: tuple[Path, ...] = ()
    """The first becomes an avatar: whose the others are, nobody knows."""
    videos: tuple[Path, ...] = ()
    """All are transferred."""
    takes: tuple[Path, ...] = ()
    """The first is played."""
    flame: tuple[Path, ...] = ()
    """All together are one head: the model, and what belongs to it."""
    others: tuple[Path, ...] = ()

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Dropped:
        """Sorted by their names alone: nothing is read."""
        found: dict[str, list[Path]] = {}
        for path in paths:
            found.setdefault(_KINDS.get(path.suffix.lower(), "others"), []).append(path)
        beside = found.pop("beside", [])
        if beside:  # a model's landmarks and texture layout, of no use without it
            found.setdefault("flame" if "flame" in found else "others", []).extend(beside)
        return cls(**{kind: tuple(files) for kind, files in found.items()})

    @property
    def left_out(self) -> tuple[Path, ...]:
        """What could be used, but not all at once."""
        return (*self.photos[1:], *self.takes[1:])
