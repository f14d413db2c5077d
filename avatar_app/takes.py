"""The user's takes: a folder of .take files beside the avatars'. The name of the file is the take's."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from platformdirs import user_data_path

from avatar_app import trash
from avatar_app.file_names import checked, cleaned, free_name, settle
from avatar_app.mouth_curve import mouth_open, peaks
from engine.errors import AvatarError, BadInput
from engine.writing import make_folder, unwritable, whole

SUFFIX = ".take"
CURVE = 48
"""Columns of a take's small curve."""


@dataclass(frozen=True, slots=True)
class TakeEntry:
    """One take of the list."""

    path: Path
    recorded: datetime
    seconds: float = 0.0
    frames: int = 0
    curve: tuple[float, ...] = ()
    """CURVE values, 0 to 1: how far the mouth is open."""
    reason: str = ""
    """Why it cannot be played; empty where it can."""

    @property
    def name(self) -> str:
        return self.path.stem


def folder() -> Path:
    """Where this user's takes are; it need not exist."""
    return user_data_path("avatar-app", appauthor=False) / "takes"


def entries(apart_from: Path | None = None) -> tuple[TakeEntry, ...]:
    """All takes, the newest first. apart_from: one that is being recorded. Reads files: not for the GUI's thread."""
    found = []
    for path in folder().glob(f"*{SUFFIX}"):
        with suppress(OSError):  # another window may be taking it away
            if path != apart_from:
                facts = path.stat()
                found.append(_entry(path, facts.st_mtime_ns, facts.st_size))
    return tuple(sorted(found, key=lambda one: (one.recorded, one.name), reverse=True))


@lru_cache(maxsize=1024)
def _entry(path: Path, modified_ns: int, _size: int) -> TakeEntry:
    from engine.record.take import load_take

    recorded = datetime.fromtimestamp(modified_ns / 1e9)
    try:
        take = load_take(path)
    except AvatarError as error:
        return TakeEntry(path, recorded, reason=str(error))
    times = take.time - take.time[0]
    curve = peaks(times, mouth_open(take), CURVE)
    return TakeEntry(path, recorded, float(times[-1]), len(take), tuple(curve.round(3).tolist()))


def changed_ns() -> int:
    """When takes came or went last; another window, or a file manager, may do that too."""
    try:
        return folder().stat().st_mtime_ns
    except OSError:
        return 0


def new_path(word: str) -> Path:
    """Where the next take goes: "Take 8" after the highest number that is there."""
    numbers = [re.fullmatch(rf"{re.escape(word)} (\d+)", path.stem) for path in folder().glob(f"*{SUFFIX}")]
    return folder() / f"{word} {max((int(found[1]) for found in numbers if found), default=0) + 1}{SUFFIX}"


def rename(path: Path, text: str) -> Path:
    """Give a take another name; a name that is taken gets a number. BadInput: no file can have it."""
    name = checked(text)
    if name == path.stem:
        return path
    try:
        same = path.with_name(f"{name}{SUFFIX}")
        if same.exists() and same.samefile(path):  # only the case differs, where the file system cares for none
            os.rename(path, same)
            return same
        return settle(path, path.parent, name, SUFFIX)
    except FileNotFoundError as error:
        raise BadInput(f"“{path.stem}” is no longer among your takes.") from error
    except OSError as error:
        raise unwritable(path.with_name(f"{name}{SUFFIX}"), error) from error


def take_in(path: Path) -> Path:
    """Copy a take to the others; its path there, or that of the same take if it is there already."""
    if path.resolve().parent == folder().resolve():
        return path
    for known in folder().glob(f"*{SUFFIX}"):
        if filecmp.cmp(path, known, shallow=False):
            return known
    target = folder() / f"{free_name(folder(), cleaned(path.stem, 'take'), SUFFIX)}{SUFFIX}"
    make_folder(target)
    with whole(target) as temporary:
        shutil.copyfile(path, temporary)
    return target


def discard(path: Path) -> Path:
    """Take one away; where it lies now, for `put_back`."""
    return trash.discard(path, "your takes")


def discarded() -> tuple[Path, ...]:
    """What can be put back, the newest first."""
    return trash.discarded(folder(), SUFFIX)


def put_back(path: Path) -> Path:
    """Take what `discard` or `discarded` named back."""
    return trash.put_back(path, folder())


def sweep() -> None:
    """Remove for good what was deleted long ago, and what a killed app left half written. At the start."""
    trash.sweep(folder())
    trash.sweep_interrupted(folder(), f"{SUFFIX}.part")
