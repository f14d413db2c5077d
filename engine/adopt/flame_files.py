"""FLAME's downloads as they come: which of the files in a folder or a zip is the model, and which are the others."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from engine.errors import AssetMissing, BadInput

WANTED = (
    "Give generic_model.pkl of FLAME 2020 or 2019, flame2023.pkl, the zip that it comes in, or a folder with them; "
    "they are at flame.is.tue.mpg.de, under Download, after registration."
)
MAX_MEMBERS = 2000
MAX_BYTES = 512 << 20
_LAST = ("female", "male", "no_jaw")
"""Variants that are taken only where nothing else is there."""


@dataclass(frozen=True, slots=True)
class FlameFiles:
    """Paths; None where there is no such file."""

    model: Path
    landmarks: Path | None = None
    masks: Path | None = None
    texture_space: Path | None = None


@contextmanager
def flame_files(path: Path) -> Iterator[FlameFiles]:
    """The files in `path`: a .pkl, a .zip or a folder that holds some of both. What a zip holds lies in a temporary
    folder until the end.

    AssetMissing where there is nothing, BadInput where it is something else; both say which file is meant.
    """
    if not path.exists():
        raise AssetMissing(f"There is no file {path}. {WANTED}")
    with ExitStack() as stack:
        found: list[Path] = []
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        for file in inside:
            if zipfile.is_zipfile(file) and file.suffix.lower() != ".npz":
                folder = Path(stack.enter_context(TemporaryDirectory(prefix="flame-")))
                found += _unpacked(file, folder)
            elif file.is_file():
                found.append(file)
        models = sorted((file for file in found if _is_model(file)), key=_rank)
        if not models:
            masks_alone = any(_is_masks(file) for file in found)
            what = "holds FLAME's vertex masks, not the model" if masks_alone else "holds no FLAME model"
            raise BadInput(f"{path} {what}. {WANTED}")
        yield FlameFiles(
            models[0],
            landmarks=_first(found, lambda file: file.suffix == ".npz" and "landmark" in file.name.lower()),
            masks=_first(found, _is_masks),
            texture_space=_first(found, lambda file: file.suffix == ".obj" or _is_texture(file)),
        )


def _first(files: list[Path], fits: object) -> Path | None:
    return next((file for file in files if fits(file)), None)  # type: ignore[operator]


def _is_masks(file: Path) -> bool:
    return file.suffix == ".pkl" and "mask" in file.name.lower()


def _is_texture(file: Path) -> bool:
    return file.suffix == ".npz" and "texture" in file.name.lower()


def _is_model(file: Path) -> bool:
    others = ("mask", "landmark", "embedding", "texture")
    return file.suffix.lower() == ".pkl" and not any(word in file.name.lower() for word in others)


def _rank(file: Path) -> tuple[bool, str]:
    name = file.name.lower()
    return any(word in name for word in _LAST), name


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
                if member.is_dir() or PurePosixPath(name).suffix.lower() not in (".pkl", ".npz", ".obj"):
                    continue
                if member.file_size > MAX_BYTES:
                    if name.lower().endswith(".pkl"):
                        raise BadInput(f"{name} in {path.name} has {member.file_size >> 20} MB; a FLAME file has 50.")
                    continue
                target = folder / str(number) / name
                target.parent.mkdir()
                with file.open(member) as source, target.open("wb") as out:
                    shutil.copyfileobj(source, out)
                found.append(target)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise BadInput(f"{path} cannot be unpacked ({error}): download it again.") from error
    return found
