"""Which people of a folder of portraits a model has not seen."""

from __future__ import annotations

from pathlib import Path

EVERY = 4
"""People whose number divides by it are kept out of training."""


def people(folder: Path) -> list[tuple[Path, Path]]:
    """(neutral, smile) portraits in `folder`/faces/london, by number."""
    neutral = sorted((folder / "faces" / "london").glob("*_neutral.jpg"))
    pairs = ((path, path.with_name(path.name.replace("_neutral", "_smile"))) for path in neutral)
    return [(first, second) for first, second in pairs if second.exists()]


def is_held_out(portrait: Path) -> bool:
    return int(portrait.name.split("_")[0]) % EVERY == 0


def held_out_people(folder: Path) -> list[tuple[Path, Path]]:
    """Those of `people` that are kept out."""
    return [pair for pair in people(folder) if is_held_out(pair[0])]
