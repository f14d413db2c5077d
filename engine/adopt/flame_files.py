"""FLAME's downloads as they come: which of the files in a folder or a zip is the model, and which are the others."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from engine.errors import AssetMissing, BadInput

WANTED = (
    "Give generic_model.pkl of FLAME 2020 or 2019, flame2023.pkl or flame2023_Open.pkl, the zip that it comes in, or a "
    "folder with them; they are at flame.is.tue.mpg.de, under Download, after registration."
)
MAX_MEMBERS = 2000
MAX_BYTES = 512 << 20
_LAST = ("female", "male", "no_jaw")
"""Variants that are taken only where nothing else is there."""
_FIRST = ("flame2023", "generic_model", "flame")
"""What the official models' names begin with, the newest first."""


@dataclass(frozen=True, slots=True)
class FlameFiles:
    """Paths; None where there is no such file."""

    model: Path
    landmarks: Path | None = None
    masks: Path | None = None
    texture_space: Path | None = None


@contextmanager
def flame_files(path: Path, *beside: Path) -> Iterator[FlameFiles]:
    """The files in `path`: a .pkl, a .zip or a folder that holds some of both. What a zip holds lies in a temporary
    folder until the end.

    beside: further files or zips, which come before those.
    AssetMissing where there is nothing, BadInput where it is something else; both say which file is meant.
    """
    for one in (path, *beside):
        if not one.exists():
            raise AssetMissing(f"There is no file {one}. {WANTED}")
    with ExitStack() as stack:
        found: list[Path] = []
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        for file in (*beside, *inside):
            if zipfile.is_zipfile(file) and file.suffix.lower() != ".npz":
                folder = Path(stack.enter_context(TemporaryDirectory(prefix="flame-")))
                found += _unpacked(file, folder)
            elif file.is_file() and not file.name.startswith("."):
                found.append(file)
        models = sorted((file for file in found if _is_model(file)), key=_rank)
        if not models:
            what = _instead(found)
            raise BadInput(f"{path} {what}. {WANTED}")
        yield FlameFiles(
            models[0],
            landmarks=_first(found, _is_landmarks),
            masks=_first(found, _is_masks),
            texture_space=_first(found, _is_texture),
        )


def _first(files: list[Path], fits: object) -> Path | None:
    return next((file for file in files if fits(file)), None)  # type: ignore[operator]


def _is_masks(file: Path) -> bool:
    return file.suffix == ".pkl" and "mask" in file.name.lower()


def _is_texture(file: Path) -> bool:
    return file.suffix == ".obj" or (file.suffix == ".npz" and "texture" in file.name.lower())


def _is_landmarks(file: Path) -> bool:
    return file.suffix == ".npz" and "landmark" in file.name.lower()


def _instead(found: list[Path]) -> str:
    """What there is where there is no model."""
    if _first(found, _is_masks):
        return "holds FLAME's vertex masks, not the model"
    if _first(found, _is_texture):
        return "holds FLAME's texture layout, not the model"
    if _first(found, _is_landmarks):
        return "holds where FLAME's landmarks are, not the model"
    if any(file.suffix in (".tar", ".pt", ".ckpt") for file in found):
        return "holds a network's weights, not a FLAME model"
    return "holds no FLAME model"


def _is_model(file: Path) -> bool:
    others = ("mask", "landmark", "embedding", "texture", "albedo")
    return file.suffix.lower() == ".pkl" and not any(word in file.name.lower() for word in others)


def _rank(file: Path) -> tuple[bool, int, str]:
    name = file.name.lower()
    known = next((at for at, start in enumerate(_FIRST) if name.startswith(start)), len(_FIRST))
    return any(word in name for word in _LAST), known, name


def _unpacked(path: Path, folder: Path) -> list[Path]:
    """The members of a zip that may be wanted, by their bare names; no more bytes than a FLAME file may have."""
    found = []
    try:
        with zipfile.ZipFile(path) as file:
            members = file.infolist()
            if len(members) > MAX_MEMBERS:
                raise BadInput(f"{path} has {len(members)} members: it is no download of FLAME. {WANTED}")
            for number, member in enumerate(members):
                name = PurePosixPath(member.filename.replace("\\", "/")).name
                hidden = name.startswith(".")  # what macOS puts beside a file when it packs it has that file's name
                if hidden or member.is_dir() or PurePosixPath(name).suffix.lower() not in (".pkl", ".npz", ".obj"):
                    continue
                if member.file_size > MAX_BYTES and name.lower().endswith(".pkl"):
                    raise BadInput(f"{name} in {path.name} has {member.file_size >> 20} MB; a FLAME file has 50.")
                target = folder / str(number) / name
                target.parent.mkdir()
                with file.open(member) as source:
                    if _is_texture(target) and target.suffix == ".npz":
                        _copy_layout(source, target)
                    elif member.file_size <= MAX_BYTES:
                        with target.open("wb") as out:
                            shutil.copyfileobj(source, out)
                if target.is_file():
                    found.append(target)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise BadInput(f"{path} cannot be unpacked ({error}): download it again.") from error
    return found


def _copy_layout(source: IO[bytes], target: Path) -> None:
    """The texture layout alone: FLAME's textures beside it take hundreds of megabytes."""
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(target, "w") as out:
        for member in whole.infolist():
            if member.filename in ("vt.npy", "ft.npy") and member.file_size <= MAX_BYTES:
                out.writestr(member.filename, whole.read(member))
