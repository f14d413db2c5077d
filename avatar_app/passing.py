"""Folders for what may not stay on disk: a selfie, the licensed files of an import.

They go with the app however it is closed; what one that was killed left behind goes at the next start.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from avatar_app.process import lives

_PREFIX = "avatar-app-"


def passing_folder() -> tempfile.TemporaryDirectory[str]:
    """A new one, empty, named after this process."""
    return tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-")


def clear_left_behind() -> None:
    """Remove those of processes that are no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        process = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if process.isdigit() and folder.is_dir() and not folder.is_symlink() and not lives(int(process)):
            shutil.rmtree(folder, ignore_errors=True)
