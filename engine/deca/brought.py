"""The networks that the user imported, by name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from engine.deca.encoder import ENCODER, BroughtEncoder
from engine.deca.network import DecaNetwork
from engine.deca.place import deca_folder, smirk_folder
from engine.deca.smirk import SmirkNetwork
from engine.head.head_model import Head

BroughtKind = Literal["deca", "smirk"]


def open_brought(kind: BroughtKind, head: Head, *, fast: bool = False) -> BroughtEncoder:
    """That network, imported for `head`. Errors as `BroughtEncoder`'s.

    fast: opened once until it is imported anew: what a graphics card has taken over stays there for the next source.
    """
    folder = smirk_folder() if kind == "smirk" else deca_folder()
    path = folder / ENCODER
    if fast and path.is_file():
        return _opened(kind, folder, head, path.stat().st_mtime_ns)
    return _open(kind, folder, head)


@lru_cache(maxsize=2)
def _opened(kind: BroughtKind, folder: Path, head: Head, written: int) -> BroughtEncoder:
    return _open(kind, folder, head, fast=True)


def _open(kind: BroughtKind, folder: Path, head: Head, *, fast: bool = False) -> BroughtEncoder:
    return (SmirkNetwork if kind == "smirk" else DecaNetwork)(folder, head, fast=fast)
