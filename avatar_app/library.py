"""The user's avatars: a folder of .avatar files, and a small picture of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from avatar_app.recording import free_path
from engine.types import Avatar


@dataclass(frozen=True, slots=True)
class Entry:
    """One avatar of the library."""

    path: Path
    thumbnail: Path
    pictured: bool
    """Whether the thumbnail exists; it is made the first time the avatar is shown."""

    @property
    def name(self) -> str:
        return self.path.stem


def folder() -> Path:
    """Where this user's avatars are; it need not exist."""
    return user_data_path("avatar-app", appauthor=False) / "avatars"


def entry(path: Path) -> Entry:
    """The entry of one file. A thumbnail belongs to one version of it, so the file's time is in its name."""
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    thumbnail = folder() / ".thumbnails" / f"{path.stem}-{stamp:x}.png"
    return Entry(path, thumbnail, thumbnail.is_file())


def default_entry(avatar: Avatar) -> Entry:
    """The default avatar's: it has no file, and one thumbnail a head."""
    thumbnail = folder() / ".thumbnails" / f"{avatar.name}-{avatar.head_id}.png"
    return Entry(Path(), thumbnail, thumbnail.is_file())


def entries() -> tuple[Entry, ...]:
    """All avatars of the library, the newest first."""
    paths = [path for path in folder().glob("*.avatar") if path.is_file()]
    return tuple(entry(path) for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True))


def keep(avatar: Avatar) -> Path:
    """Save a new avatar in the library, beside others of its name; the path of its file."""
    from engine.avatar.store import save_avatar

    folder().mkdir(parents=True, exist_ok=True)
    stem = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", avatar.name).strip(" .") or "avatar"
    path = free_path(folder(), stem[:80], ".avatar")
    save_avatar(avatar, path)
    return path
