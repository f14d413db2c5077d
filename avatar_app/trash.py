"""Deleted files: they stay in a hidden folder beside the others for a day, so that they can be put back.

The folder is inside theirs for the sake of the one step that moves a file there: it must be the same disk.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from avatar_app.file_names import settle
from engine.errors import BadInput
from engine.writing import unwritable

KEPT = timedelta(days=1)
"""What was deleted longer ago is gone with the next start; not sooner: another window may still show its Undo."""
INTERRUPTED = timedelta(hours=1)
"""What is being written for so long was given up by a crash."""


def discard(path: Path, among: str) -> Path:
    """Take a file away; where it lies now, for `put_back`. among: what it is missed from, as in "your avatars"."""
    place = _trash(path.parent) / uuid4().hex
    try:
        place.mkdir(parents=True)
        os.rename(path, place / path.name)
    except FileNotFoundError as error:
        with suppress(OSError):
            place.rmdir()
        raise BadInput(f"“{path.stem}” is no longer among {among}.") from error
    except OSError as error:
        raise unwritable(path, error) from error
    return place / path.name


def discarded(folder: Path, suffix: str) -> tuple[Path, ...]:
    """What can be put back, the newest first."""
    places = sorted(times(_trash(folder)), reverse=True)
    return tuple(path for _, place in places for path in place.glob(f"*{suffix}"))


def put_back(path: Path, folder: Path) -> Path:
    """Take what `discard` or `discarded` named back; it gets a number if its name is taken by now."""
    try:
        restored = settle(path, folder, path.stem, path.suffix)
    except FileNotFoundError as error:
        raise BadInput(f"“{path.stem}” was put back already, or is gone for good.") from error
    except OSError as error:
        raise unwritable(folder / path.name, error) from error
    with suppress(OSError):
        path.parent.rmdir()
    return restored


def sweep(folder: Path, now: datetime | None = None, *, before: Callable[[Path], None] = lambda _path: None) -> None:
    """Remove for good what was deleted long ago. before: called with each file that goes."""
    now = now or datetime.now(UTC)
    for modified, place in times(_trash(folder)):
        if now - datetime.fromtimestamp(modified, UTC) > KEPT:
            with suppress(OSError):
                for path in place.iterdir():
                    before(path)
            shutil.rmtree(place, ignore_errors=True)


def sweep_interrupted(folder: Path, ending: str = "", now: datetime | None = None) -> None:
    """Remove files of ours, which end so, that nobody has gone on writing for so long: a crash gave them up."""
    now = now or datetime.now(UTC)
    for modified, path in times(folder):
        if path.name.endswith(ending) and now - datetime.fromtimestamp(modified, UTC) > INTERRUPTED:
            with suppress(OSError):
                path.unlink()


def times(place: Path) -> list[tuple[float, Path]]:
    """When each child of a folder was changed last, s; of a folder of the trash: when the file went there."""
    found = []
    with suppress(OSError):
        for path in place.iterdir():
            with suppress(OSError):
                found.append((path.stat().st_mtime, path))
    return found


def _trash(folder: Path) -> Path:
    return folder / ".trash"
