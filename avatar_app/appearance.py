"""What can be changed of an avatar without its photo: the hairstyle, and the colours of hair and eyes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from avatar_app import library
from engine.types import Avatar, replace
from engine.writing import whole

RGB = tuple[float, float, float]
"""Linear, [0, 1]."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """In plain values, to be compared and shown."""

    style: str
    """One of HAIR_STYLES."""
    hair_rgb: RGB
    iris_rgb: RGB

    @classmethod
    def of(cls, avatar: Avatar) -> Appearance:
        style = avatar.hair.style if avatar.hair.thickness > 0 else "none"
        return cls(style, _plain(avatar.hair.rgb), _plain(avatar.iris_rgb))

    def on(self, avatar: Avatar) -> Avatar:
        """`avatar` with this appearance; what is not different stays to the bit."""
        from engine.avatar.hairstyle import wear

        was = Appearance.of(avatar)
        hair = avatar.hair if self.style == was.style else wear(avatar.hair, self.style)
        if self.hair_rgb != was.hair_rgb:
            hair = replace(hair, rgb=np.array(self.hair_rgb, np.float32))
        changed = replace(avatar, hair=hair)
        if self.iris_rgb != was.iris_rgb:
            changed = replace(changed, iris_rgb=np.array(self.iris_rgb, np.float32))
        return changed


def save(avatar: Avatar, path: Path | None) -> Path:
    """Keep an avatar whose appearance was changed in its file, which is whole at any time; the path of the file.

    An avatar that lies outside the library, and the default one (None), stay as they are: the change becomes another
    avatar of the library.
    """
    from engine.avatar.store import avatar_bytes

    if path is None or path.parent != library.folder():
        return library.keep(avatar if path is None else replace(avatar, name=path.stem))
    former = library.entry(library.require(path)).thumbnail
    data = avatar_bytes(replace(avatar, name=path.stem), alike=path)
    with whole(path) as temporary:
        temporary.write_bytes(data)
    with suppress(OSError):
        former.unlink(missing_ok=True)  # it shows the former hair
    return path


def _plain(rgb: np.ndarray) -> RGB:
    red, green, blue = (float(part) for part in rgb)
    return red, green, blue
