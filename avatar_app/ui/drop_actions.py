"""What becomes of files that are dropped on the window, and what is said of it before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from avatar_app.dropped import Dropped
from avatar_app.state import AppState
from avatar_app.ui.text import tr


@dataclass(frozen=True, slots=True)
class DropActions:
    """GUI thread. Every kind of file has one thing that one expects of it; what has none is told in a sentence."""

    state: AppState
    take_in_avatar: Callable[[Path], None]
    make_avatar: Callable[[Path], None]
    transfer: Callable[[Sequence[Path]], object]
    take_in_take: Callable[[Path], None]
    import_flame: Callable[[Sequence[Path]], object]

    def drop(self, *paths: Path) -> None:
        """Do it, and say what was left."""
        files = Dropped.of(paths)
        for path in files.avatars:
            self.take_in_avatar(path)
        if files.photos:
            self.make_avatar(files.photos[0])
        if files.videos:
            self.transfer(list(files.videos))
        if files.takes:
            self.take_in_take(files.takes[0])
        if files.flame:
            self.import_flame(files.flame)
        left = [one for one in (_left_out(files), _useless(files)) if one]
        if left:
            self.state.tell(" ".join(left), "error" if files.others else "note")


def promise(paths: Iterable[Path]) -> list[str]:
    """What dropping them here would do, a line for each kind; empty where it would do nothing."""
    files, lines = Dropped.of(paths), []
    if files.avatars:
        several = tr("Add {count} avatars", count=len(files.avatars))
        lines.append(several if len(files.avatars) > 1 else tr("Open this avatar"))
    if files.photos:
        several = tr("Make an avatar of {name}", name=files.photos[0].name)
        lines.append(several if len(files.photos) > 1 else tr("Make an avatar of this photo"))
    if files.videos:
        several = tr("Transfer {count} videos to the avatar", count=len(files.videos))
        lines.append(several if len(files.videos) > 1 else tr("Transfer this video to the avatar"))
    if files.takes:
        several = tr("Play {name}", name=files.takes[0].name)
        lines.append(several if len(files.takes) > 1 else tr("Play this take"))
    if files.flame:
        lines.append(tr("Import the FLAME head in {name}", name=files.flame[0].name))
    return lines


def _left_out(files: Dropped) -> str:
    left = files.left_out
    if not left:
        return ""
    if len(left) == 1:
        return tr("{name} was left out: drop one photo or take at a time.", name=left[0].name)
    return tr("{count} files were left out: drop one photo or take at a time.", count=len(left))


def _useless(files: Dropped) -> str:
    if not files.others:
        return ""
    name, more = files.others[0].name, len(files.others) - 1
    if files.others[0].is_dir():
        return tr("{name} is a folder: drop the files that are in it.", name=name)
    if more:
        return tr("{name} and {more} more are neither photos, videos, .avatar nor .take files.", name=name, more=more)
    return tr("{name} is neither a photo, a video, an .avatar nor a .take.", name=name)
