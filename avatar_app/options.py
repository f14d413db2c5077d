"""What people write after an option, as values: sizes, colours, expressions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.errors import BadInput

if TYPE_CHECKING:
    from engine.check import Array

MAX_SIDE_PX = 4096
MIN_SIDE_PX = 16

_COLOURS = {
    "black": "#000000",
    "white": "#ffffff",
    "grey": "#808080",
    "gray": "#808080",
    "red": "#ff0000",
    "green": "#00b140",  # the green of chroma keys
    "blue": "#0047bb",
}


def size_wh(text: str) -> tuple[int, int]:
    """ "512" or "1280x720", px."""
    match = re.fullmatch(r"(\d+)(?:x(\d+))?", text.strip().lower())
    if match is None:
        raise BadInput(f"{text} is no size: write 512 or 1280x720.")
    width = int(match[1])
    height = int(match[2]) if match[2] else width
    if not all(MIN_SIDE_PX <= side <= MAX_SIDE_PX for side in (width, height)):
        raise BadInput(f"The size {text} cannot be drawn: both sides must be {MIN_SIDE_PX} to {MAX_SIDE_PX} pixels.")
    return width, height


def background(text: str) -> tuple[float, float, float, float] | Array | Literal["source"]:
    """A colour (name or #rrggbb), "transparent", "source", or the path of a picture."""
    word = text.strip().lower()
    if word == "source":
        return "source"
    if word == "transparent":
        return 0.0, 0.0, 0.0, 0.0
    code = _COLOURS.get(word, word)
    if re.fullmatch(r"#[0-9a-f]{6}", code):
        red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return red, green, blue, 1.0
    if not Path(text).exists():
        names = ", ".join(name for name in _COLOURS if name != "gray")
        raise BadInput(
            f"{text} is no background: write {names}, #rrggbb, transparent, source or the path of a picture."
        )
    from engine.avatar.photo import load_photo

    return load_photo(Path(text)).image


def expression(text: str) -> Array:
    """[52] weights from "jawOpen=0.5,mouthSmileLeft=1"."""
    from engine.head.arkit import expression_from

    weights = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition("=")
        try:
            weights[name.strip()] = float(value)
        except ValueError:
            raise BadInput(f"{part} is no expression: write name=value, as in jawOpen=0.5,mouthSmileLeft=1.") from None
    for name, weight in weights.items():
        if not 0 <= weight <= 1:
            raise BadInput(f"{name}={weight:g} is out of range: expressions go from 0 to 1.")
    try:
        return expression_from(weights)
    except ValueError as error:
        sentence = str(error)
        raise BadInput(sentence[0].upper() + sentence[1:]) from error
