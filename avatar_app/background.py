"""What is behind the avatar in the window, as a person chooses it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from avatar_app.job import Job
from avatar_app.options import KEY_COLOURS
from engine.check import Array

Kind = Literal["plain", "colour", "picture", "blur", "transparent"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""plain is the theme's; blur is the source, blurred."""


@dataclass(frozen=True, slots=True)
class Background:
    """In plain values; the colour and the picture chosen last are kept while another kind is shown."""

    kind: Kind = "plain"
    colour: str = KEY_COLOURS["green"]
    """#rrggbb."""
    picture: str = ""
    """Path of a file; empty: none was chosen yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Backdrop:
    """A picture that was read, to be put behind the avatar."""

    path: str
    image: Array  # [H, W, 3] uint8 sRGB, read-only


class ReadingBackdrop(Job):
    """Reads a picture once; `backdrop` is there at a good end."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.backdrop: Backdrop | None = None
        super().__init__("backdrop")

    def _work(self) -> None:
        from engine.avatar.photo import load_photo

        self.backdrop = Backdrop(self.path, load_photo(Path(self.path)).image)
