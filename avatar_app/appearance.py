"""What can be changed of an avatar without its photo: hair, eyes, glasses, skin, and the shape no photo shows."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np

from avatar_app import library
from engine.glasses import Glasses, GlassesStyle
from engine.head import head_of
from engine.head.shape_controls import SHAPE_CONTROLS, ShapeControl, turned
from engine.retouch import Retouch
from engine.types import Avatar, replace
from engine.writing import whole

RGB = tuple[float, float, float]
"""Linear, [0, 1]."""
BLACK: RGB = tuple(Glasses("round").rgb.tolist())
"""Of a frame that nobody has coloured."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """In plain values, to be compared and shown."""

    style: str
    """One of HAIR_STYLES."""
    hair_rgb: RGB
    iris_rgb: RGB
    glasses: str = "none"
    """One of GLASSES_STYLES, or none."""
    glasses_rgb: RGB = BLACK
    retouch: Retouch = field(default_factory=Retouch)

    @classmethod
    def of(cls, avatar: Avatar) -> Appearance:
        style = avatar.hair.style if avatar.hair.thickness > 0 else "none"
        worn = avatar.glasses
        glasses = ("none", BLACK) if worn is None else (worn.style, _plain(worn.rgb))
        return cls(style, _plain(avatar.hair.rgb), _plain(avatar.iris_rgb), *glasses, avatar.retouch)

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
        if (self.glasses, self.glasses_rgb) != (was.glasses, was.glasses_rgb):
            changed = replace(changed, glasses=self._pair())
        return self._built(changed)

    def _pair(self) -> Glasses | None:
        if self.glasses == "none":
            return None
        return Glasses(cast(GlassesStyle, self.glasses), np.array(self.glasses_rgb, np.float32))

    def _built(self, avatar: Avatar) -> Avatar:
        """`avatar` with another skin tone and another shape."""
        was, now = avatar.retouch, self.retouch
        if was == now:
            return avatar
        head = head_of(avatar.head_id, avatar.name)
        steps: dict[ShapeControl, float] = {name: getattr(now, name) - getattr(was, name) for name in SHAPE_CONTROLS}
        if any(steps.values()):
            avatar = replace(avatar, shape=turned(head, avatar.shape, steps))
        lighter, warmer = now.skin_lightness - was.skin_lightness, now.skin_warmth - was.skin_warmth
        if lighter or warmer:
            from engine.avatar.skin_tone import with_skin_tone

            avatar = replace(avatar, albedo=with_skin_tone(head, avatar.albedo, lighter, warmer))
        return replace(avatar, retouch=now)


def save(avatar: Avatar, path: Path | None, *, same_albedo: bool = False) -> Path:
    """Keep an avatar whose appearance was changed in its file, which is whole at any time; the path of the file.

    same_albedo: the file has this avatar's albedo, which is then copied and not packed again.

    An avatar that lies outside the library, and the default one (None), stay as they are: the change becomes another
    avatar of the library.
    """
    from engine.avatar.store import avatar_bytes

    if path is None or path.parent != library.folder():
        return library.keep(avatar if path is None else replace(avatar, name=path.stem))
    former = library.entry(library.require(path)).thumbnail
    data = avatar_bytes(replace(avatar, name=path.stem), alike=path if same_albedo else None)
    with whole(path) as temporary:
        temporary.write_bytes(data)
    with suppress(OSError):
        former.unlink(missing_ok=True)  # it shows the former looks
    return path


def _plain(rgb: np.ndarray) -> RGB:
    red, green, blue = (float(part) for part in rgb)
    return red, green, blue
