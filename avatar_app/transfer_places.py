"""Where the results of a transfer go. A part that is under way has a name of its own; no file is ever replaced."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from avatar_app.file_names import cleaned, settle
from avatar_app.process import lives
from avatar_app.recording import free_path
from avatar_app.transfer_order import Order
from engine.writing import unwritable

PART = ".part"
"""Of the names of what is under way or was left."""


@dataclass(frozen=True, slots=True)
class Places:
    """Of one order. The parts are written as they come; `settle` gives them their names once they are whole."""

    folder: Path
    name: str
    """What a whole one is called."""
    video: Path | None
    take: Path | None

    @classmethod
    def of(cls, order: Order) -> Places:
        """Makes the folder. BadInput where it cannot be."""
        try:
            order.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(order.folder, error) from error
        name = cleaned(f"{order.video.stem} as {order.avatar_name}", "transfer")
        video = free_path(order.folder, f"{name}{PART}", ".mp4") if order.makes != "take" else None
        take = free_path(order.folder, f"{name}{PART}", ".take") if order.makes != "video" else None
        return cls(order.folder, name, video, take)

    def settle(self) -> tuple[Path, ...]:
        """Name what is whole, and say where it is. BadInput where that cannot be."""
        settled: list[Path] = []
        name = self.name
        for part in self.parts():
            try:
                settled.append(settle(part, self.folder, name, part.suffix))
            except OSError as error:
                raise unwritable(part, error) from error
            name = settled[0].stem  # a take is called as the video that it is of
        return tuple(settled)

    def parts(self) -> tuple[Path, ...]:
        """What has been written and has no name yet."""
        return self.begun.written()

    @property
    def begun(self) -> Begun:
        """What this process is going to write."""
        return Begun(os.getpid(), tuple(one for one in (self.video, self.take) if one is not None))


@dataclass(frozen=True, slots=True)
class Begun:
    """What a process is writing."""

    process: int
    parts: tuple[Path, ...]

    def written(self) -> tuple[Path, ...]:
        """Those of its parts that there are."""
        return tuple(part for part in self.parts if part.is_file())


def sweep(begun: Begun, order: Order) -> tuple[Path, ...]:
    """Remove what a process left that ended without a word; what stays, e.g. while the process lives."""
    if not lives(begun.process):
        for part in begun.parts:
            forget_part(part, order)
    return begun.written()


def forget_part(path: Path, order: Order) -> None:
    """Remove a part of an earlier attempt at `order`; never anything else, whatever a list of parts may say."""
    if path.parent == order.folder and PART in path.name and path.suffix in (".mp4", ".take"):
        with suppress(OSError):
            path.unlink()
