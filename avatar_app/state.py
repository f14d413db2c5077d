"""What the window shows: plain fields and one signal. Widgets are built from it and refresh on `changed`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from avatar_app.library import Entry
from avatar_app.session import Status


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for the person in front of the window."""

    text: str
    kind: Literal["error", "note"] = "error"


@dataclass(slots=True)
class Fields:
    """Everything there is to see. Values are replaced whole, never changed inside."""

    status: Status = Status()  # noqa: RUF009  (frozen)
    avatar_name: str = ""
    avatar_path: Path | None = None
    """None: the default avatar."""
    default: Entry | None = None
    """The default avatar's tile."""
    avatars: tuple[Entry, ...] = ()
    making: tuple[str, float] | None = None
    """Step and share of the avatar that is being made."""
    notice: Notice | None = None
    backend: str = ""
    """Which graphics driver draws."""
    mirrored: bool = True
    preview_shown: bool = True
    take_kept: bool = False
    record_folder: Path = Path()
    last_recording: Path | None = None


class AppState(QObject):
    """`state.now` is the present; `state.update(field=value, ...)` the only way to change it. GUI thread only."""

    changed = Signal()
    """Sent once per turn of the event loop, however many updates it brought."""

    def __init__(self, start: Fields | None = None) -> None:
        super().__init__()
        self.now = start if start is not None else Fields()
        self._names = frozenset(field.name for field in fields(Fields))
        self._pending = QTimer(self, interval=0, singleShot=True)
        self._pending.timeout.connect(self.changed)

    def update(self, **values: object) -> None:
        """Set fields; `changed` follows if any of them is different now."""
        unknown = values.keys() - self._names
        if unknown:
            raise AttributeError(f"the state has no field {', '.join(sorted(unknown))}")
        different = {name: value for name, value in values.items() if getattr(self.now, name) != value}
        for name, value in different.items():
            setattr(self.now, name, value)
        if different and not self._pending.isActive():
            self._pending.start()

    def tell(self, text: str, kind: Literal["error", "note"] = "error") -> None:
        """Show one sentence until it is dismissed or replaced."""
        self.update(notice=Notice(text, kind))
