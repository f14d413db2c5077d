"""Files that appear whole or not at all, and the one sentence for a place that takes none."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.errors import BadInput

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yields a temporary name beside `path`, which becomes `path` at the end.

    Nothing is left of it after an error. BadInput where the place takes no files.
    """
    temporary = path.with_name(path.name + ".part")
    try:
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with suppress(OSError):  # a read-only file system refuses even to remove what is not there
            temporary.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make the folder of a file that is to be written. BadInput where the place takes none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path | str, error: OSError) -> BadInput:
    """What to tell a person whose `path` could not be written."""
    return BadInput(f"{path} cannot be written, {reason(error)}. {remedy(error)}")


def reason(error: OSError) -> str:
    """Why a place takes no more, in a few words."""
    if error.errno in _FULL:
        return "the disk is full"
    return (error.strerror or "the place does not take files").lower()


def remedy(error: OSError) -> str:
    """What to do about it."""
    return "Free some space or choose another place." if error.errno in _FULL else "Choose another place."
