"""The user's avatars: a folder of .avatar files, and a small picture of each. The name of the file is the avatar's."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from platformdirs import user_data_path

from avatar_app.file_names import cleaned, free_name, settle
from engine.errors import BadInput
from engine.types import Avatar, replace
from engine.writing import unwritable

SUFFIX = ".avatar"


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

    @property
    def kept(self) -> bool:
        """It lies in the library: the default avatar has no file, others may have been opened from elsewhere."""
        return self.path.parent == folder()


def folder() -> Path:
    """Where this user's avatars are; it need not exist."""
    return user_data_path("avatar-app", appauthor=False) / "avatars"


def arriving() -> Path:
    """Where files are written before they get their name; on the same disk, so that a name is all that is missing."""
    return folder() / ".arriving"


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
    found = []
    for path in folder().glob(f"*{SUFFIX}"):
        with suppress(OSError):  # another window may be taking it away
            found.append((path.stat().st_mtime_ns, entry(path)))
    return tuple(one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].name)) if one.path.is_file())


def changed_ns() -> int:
    """When files came or went last; another window, or a file manager, may do that too."""
    try:
        return folder().stat().st_mtime_ns
    except OSError:
        return 0


def keep(avatar: Avatar) -> Path:
    """Save a new avatar in the library, beside others of its name; the path of its file."""
    from engine.avatar.store import avatar_bytes

    name = free_name(folder(), cleaned(avatar.name, "avatar"), SUFFIX)
    return add(avatar_bytes(replace(avatar, name=name)), name)


def add(data: bytes, name: str, *, modified_ns: int | None = None) -> Path:
    """A new file of the library; it appears whole or not at all and replaces none. modified_ns: of its time stamp.

    BadInput where there is no room for it.
    """
    temporary = arriving() / uuid4().hex
    try:
        arriving().mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # a rename removes the former file next: this one must be on the disk
        if modified_ns is not None:
            os.utime(temporary, ns=(modified_ns, modified_ns))
        return settle(temporary, folder(), name, SUFFIX)
    except OSError as error:
        raise unwritable(folder() / f"{name}{SUFFIX}", error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def require(path: Path) -> Path:
    """`path`, where it is a file of the library; else BadInput."""
    if path.parent != folder():
        raise BadInput(f"“{path.stem}” lies in {path.parent}, not among your avatars. Add it to them first.")
    if not path.is_file():
        raise BadInput(f"“{path.stem}” is no longer among your avatars: another window or program took it away.")
    return path
