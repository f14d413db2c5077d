"""Where dialogs for files begin."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

Kind = QStandardPaths.StandardLocation


def pictures() -> str:
    """Where people keep photos."""
    return _there(Kind.PicturesLocation)


def videos() -> str:
    """Where people keep videos."""
    return _there(Kind.MoviesLocation)


def _there(kind: Kind) -> str:
    """A folder that does not exist would be typed in as the name of a file: home in its place."""
    folder = QStandardPaths.writableLocation(kind)
    return folder if Path(folder).is_dir() else str(Path.home())
