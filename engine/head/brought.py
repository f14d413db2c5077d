"""Heads that the user brought: where their files are, and which one an avatar was made for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from engine.errors import AssetMissing, AvatarError
from engine.head.head_model import Head

PREFIX = "open-flame-"
"""Of the ids of heads that move like the open one and were made of a FLAME file."""
IMPORT = "avatar-app assets import-flame PATH"


def heads_folder() -> Path:
    """Where this user's heads are; it need not exist."""
    from platformdirs import user_data_path

    return user_data_path("avatar-app", appauthor=False) / "heads"


def head_path(head_id: str) -> Path:
    """Where the head of that id belongs."""
    return heads_folder() / f"{head_id}.safetensors"


def brought_heads() -> list[str]:
    """Ids of the heads that were imported, the latest first."""
    found = heads_folder().glob(f"{PREFIX}????????????.safetensors")
    return [path.stem for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)]


def flame_head() -> Head:
    """The FLAME head imported last; AssetMissing says how to import one."""
    found = brought_heads()
    if not found:
        raise AssetMissing(
            "No FLAME head is on this machine. Download FLAME from flame.is.tue.mpg.de (it asks you to register), "
            f"then run: {IMPORT}"
        )
    return _loaded(head_path(found[0]))


def brought_head(head_id: str) -> Head:
    """The imported head of that id; AssetMissing where its file is not on this machine."""
    path = head_path(head_id)
    if not path.is_file():
        raise AssetMissing(
            f"The head {head_id} is not on this machine. Import the FLAME file that it was made of: {IMPORT}"
        )
    return _loaded(path)


@lru_cache(maxsize=4)
def _loaded(path: Path) -> Head:
    from engine.head.store import load_head

    try:
        return load_head(path)
    except AvatarError as error:
        raise AssetMissing(f"The head {path.stem} cannot be read. Import its FLAME file again: {IMPORT}") from error
