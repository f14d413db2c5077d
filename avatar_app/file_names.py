"""Names that people give: which ones a file can have, and how a file gets one without pushing another aside."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from engine.errors import BadInput

MAX_NAME = 80
MAX_BYTES = 200
"""Of a name in UTF-8; file systems end at 255, and a suffix and a number must fit."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever follows the dot."""


def checked(text: str) -> str:
    """The name that `text` asks for, spaces tidied; BadInput, a sentence to show, where no file can have it."""
    name = re.sub(" +", " ", text).strip()
    if not name:
        raise BadInput("A name needs at least one letter.")
    if _FORBIDDEN.search(name):
        raise BadInput('A name cannot contain any of \\ / : * ? " < > |. Leave them out.')
    if name.startswith(".") or name.endswith("."):
        raise BadInput("A name cannot begin or end with a dot. Leave it out.")
    if _DEVICES.fullmatch(name):
        raise BadInput(f"“{name}” means a device on Windows. Choose another name.")
    if len(name) > MAX_NAME or len(name.encode()) > MAX_BYTES:
        raise BadInput(f"A name has {MAX_NAME} characters at most. Choose a shorter one.")
    return name


def cleaned(text: str, otherwise: str) -> str:
    """As `checked`, for a name that nobody typed: what cannot stay goes; `otherwise` where nothing is left."""
    name = _FORBIDDEN.sub(" ", text)[:MAX_NAME].encode()[:MAX_BYTES].decode(errors="ignore").strip(" .")
    return name if name and not _DEVICES.fullmatch(name) else otherwise


def numbered(name: str) -> Iterator[str]:
    """name, then "name 2", "name 3" ...; a number it ends with is counted on."""
    yield name
    counted = re.fullmatch(r"(.+) ([2-9]|[1-9]\d)", name)
    stem, number = (counted[1], int(counted[2])) if counted else (name, 1)
    while True:
        number += 1
        yield f"{stem} {number}"


def free_name(folder: Path, name: str, suffix: str) -> str:
    """The first of `numbered(name)` that no file of `folder` has."""
    return next(one for one in numbered(name) if not os.path.lexists(folder / f"{one}{suffix}"))


def settle(source: Path, folder: Path, name: str, suffix: str) -> Path:
    """Move a finished file to the first free of `numbered(name)` and say where it is.

    Another program may take a name between a look and a move: this never replaces a file.
    """
    for one in numbered(name):
        with suppress(FileExistsError):
            return _move(source, folder / f"{one}{suffix}")
    raise AssertionError("there is always another number")


def _move(source: Path, target: Path) -> Path:
    try:
        os.link(source, target)  # unlike a rename it refuses a name that is taken
    except FileExistsError:
        raise
    except OSError:  # no hard links here: a memory stick, a network's folder
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        os.rename(source, target)
        return target
    source.unlink()
    return target
