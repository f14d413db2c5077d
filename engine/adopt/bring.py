"""A FLAME download becomes a head that this user's avatars can be made on, kept with what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.adopt.adopt import Adopted, adopt_flame
from engine.adopt.flame_files import WANTED, flame_files
from engine.adopt.map_store import map_path, save_map
from engine.errors import ModelMismatch
from engine.head import open_head
from engine.head.brought import head_path
from engine.head.store import save_head
from engine.writing import make_folder


@dataclass(frozen=True, slots=True, eq=False)
class BroughtHead:
    """A head that was imported."""

    adopted: Adopted
    path: Path
    """Its file, in the user's folder of heads."""


def bring(
    path: Path,
    *beside: Path,
    landmarks: Path | None = None,
    masks: Path | None = None,
    texture_space: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> BroughtHead:
    """Read what is at `path` and `beside` it, make the head, and keep it in the user's folder of heads. 20 s.

    landmarks, masks, texture_space: files that are meant whatever their names; else those that are found.
    Raises as `flame_files` and `adopt_flame` do.
    """
    with flame_files(path, *beside) as files:
        progress(f"{files.model.name}: reading")
        try:
            made = adopt_flame(
                files.model,
                open_head(),
                landmarks=landmarks or files.landmarks,
                masks=masks or files.masks,
                texture_space=texture_space or files.texture_space,
                progress=progress,
            )
        except ModelMismatch as error:
            raise ModelMismatch(f"{error} {WANTED}") from error
    target = head_path(made.head.id)
    make_folder(target)
    save_map(made.expressions, map_path(made.flame.id))
    save_head(made.flame, head_path(made.flame.id))
    save_head(made.head, target)
    return BroughtHead(made, target)
