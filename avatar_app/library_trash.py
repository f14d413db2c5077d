"""Deleted avatars: they can be put back for a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from avatar_app import trash
from avatar_app.library import SUFFIX, arriving, entry, folder, require


def discard(path: Path) -> Path:
    """Take an avatar out of the library; where it lies now, for `put_back`."""
    return trash.discard(require(path), "your avatars")


def discarded() -> tuple[Path, ...]:
    """What can be put back, the newest first."""
    return trash.discarded(folder(), SUFFIX)


def put_back(path: Path) -> Path:
    """Take what `discard` or `discarded` named back into the library; it gets a number if its name is taken by now."""
    return trash.put_back(path, folder())


def sweep(now: datetime | None = None) -> None:
    """Remove for good what was deleted long ago, its picture too, and what a crash left half written. At the start."""
    now = now or datetime.now(UTC)
    trash.sweep(folder(), now, before=_forget_picture)
    trash.sweep_interrupted(arriving(), now=now)


def _forget_picture(path: Path) -> None:
    if path.suffix == SUFFIX:
        with suppress(OSError):
            entry(path).thumbnail.unlink(missing_ok=True)
