"""What can be done with avatars that are there: another name, a copy, out of the library and into it.

Whatever is interrupted, by a full disk or a crash, the former file is there: it goes last.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from contextlib import suppress
from pathlib import Path

from avatar_app.file_names import checked, cleaned, free_name
from avatar_app.library import SUFFIX, Entry, add, entries, entry, folder, require
from engine.errors import BadInput
from engine.writing import whole


def rename(path: Path, text: str) -> Path:
    """Give an avatar another name, inside the file too; the path of its file from now on.

    A name that is taken gets a number. Its place in the gallery and its picture stay. BadInput: no file can have it.
    """
    from engine.avatar.store import renamed_bytes

    name, former = checked(text), entry(require(path))
    if name == path.stem:
        return path
    same = folder() / f"{name}{SUFFIX}"
    if same.exists() and same.samefile(path):  # only the case differs, where the file system cares for none
        os.rename(path, same)
        return same
    name = free_name(folder(), name, SUFFIX)
    renamed = add(renamed_bytes(path, name), name, modified_ns=path.stat().st_mtime_ns)
    path.unlink(missing_ok=True)
    _copy_thumbnail(former, renamed)
    with suppress(OSError):
        former.thumbnail.unlink(missing_ok=True)
    return renamed


def duplicate(path: Path) -> Path:
    """Another file of the same avatar, under the next number; its path."""
    from engine.avatar.store import renamed_bytes

    former = entry(require(path))
    name = free_name(folder(), path.stem, SUFFIX)
    copy = add(renamed_bytes(path, name), name)
    _copy_thumbnail(former, copy)
    return copy


def export(path: Path, target: Path) -> Path:
    """Copy an avatar to a place of one's choice; what was there is replaced. The path of the copy."""
    if not path.is_file():
        require(path)
    if target.suffix.lower() != SUFFIX:
        target = target.with_name(target.name + SUFFIX)
        if target.exists():  # nobody was asked about this name
            raise BadInput(f"{target} exists already. Choose another name.")
    with whole(target) as temporary:
        shutil.copyfile(path, temporary)
    return target


def take_in(path: Path) -> Path:
    """Copy an avatar into the library; its path there, or that of the same avatar if the library has it."""
    if path.resolve().parent == folder().resolve():
        return path
    for known in entries():
        if filecmp.cmp(path, known.path, shallow=False):
            return known.path
    return add(path.read_bytes(), free_name(folder(), cleaned(path.stem, "avatar"), SUFFIX))


def _copy_thumbnail(former: Entry, path: Path) -> None:
    with suppress(OSError):  # a picture that is missing is drawn again
        if former.pictured:
            shutil.copyfile(former.thumbnail, entry(path).thumbnail)
