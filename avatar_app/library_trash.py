"""Deleted avatars: they stay in a hidden folder of the library for a day, so that they can be put back.

The folder is inside the library's for the sake of the one step that moves a file there: it must be the same disk.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from avatar_app.file_names import settle
from avatar_app.library import SUFFIX, arriving, entry, folder, require
from engine.errors import BadInput
from engine.writing import unwritable

KEPT = timedelta(days=1)
"""What was deleted longer ago is gone with the next start; not sooner: another window may still show its Undo."""
INTERRUPTED = timedelta(hours=1)
"""What arrives for so long was given up by a crash."""


def _trash() -> Path:
    return folder() / ".trash"


def discard(path: Path) -> Path:
    """Take an avatar out of the library; where it lies now, for `put_back`."""
    place = _trash() / uuid4().hex
    try:
        require(path)
        place.mkdir(parents=True)
        os.rename(path, place / path.name)
    except FileNotFoundError as error:
        place.rmdir()
        raise BadInput(f"“{path.stem}” is no longer among your avatars.") from error
    except OSError as error:
        raise unwritable(path, error) from error
    return place / path.name


def discarded() -> tuple[Path, ...]:
    """What can be put back, the newest first."""
    places = sorted(_times(_trash()), reverse=True)
    return tuple(path for _, place in places for path in place.glob(f"*{SUFFIX}"))


def put_back(path: Path) -> Path:
    """Take what `discard` or `discarded` named back into the library; it gets a number if its name is taken by now."""
    try:
        restored = settle(path, folder(), path.stem, SUFFIX)
    except FileNotFoundError as error:
        raise BadInput(f"“{path.stem}” was put back already, or is gone for good.") from error
    except OSError as error:
        raise unwritable(folder() / path.name, error) from error
    with suppress(OSError):
        path.parent.rmdir()
    return restored


def sweep(now: datetime | None = None) -> None:
    """Remove for good what was deleted long ago, its picture too, and what a crash left half written. At the start."""
    now = now or datetime.now(UTC)
    for modified, place in _times(_trash()):
        if now - datetime.fromtimestamp(modified, UTC) > KEPT:
            for path in place.glob(f"*{SUFFIX}"):
                with suppress(OSError):
                    entry(path).thumbnail.unlink(missing_ok=True)
            shutil.rmtree(place, ignore_errors=True)
    for modified, path in _times(arriving()):
        if now - datetime.fromtimestamp(modified, UTC) > INTERRUPTED:
            with suppress(OSError):
                path.unlink()


def _times(place: Path) -> list[tuple[float, Path]]:
    """When each child of a folder was changed last, s; of a folder of the trash: when the avatar went there."""
    found = []
    with suppress(OSError):
        for path in place.iterdir():
            with suppress(OSError):
                found.append((path.stat().st_mtime, path))
    return found
