"""What people write after an option, as values: sizes, colours, expressions."""

from __future__ import annotations

import math
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.errors import BadInput

if TYPE_CHECKING:
    from engine.check import Array
    from engine.lighting import Lighting, Preset

MAX_SIDE_PX = 4096
MIN_SIDE_PX = 16

KEY_COLOURS = {"green": "#00b140", "blue": "#0047bb"}
"""Those of chroma keys; the other names are CSS's."""


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


def output(path: Path, *endings: str) -> None:
    """Refuse, before any work is done, a place where no file with one of `endings` can be written."""
    if path.suffix.lower() not in endings:
        raise BadInput(f"{path} has an ending that is not written: end it in {' or '.join(endings)}.")
    if path.is_dir():
        raise BadInput(f"{path} is a folder: name a file in it.")
    if not path.parent.is_dir():
        raise BadInput(f"The folder {path.parent} does not exist: make it first, or write elsewhere.")
    if not os.access(path.parent, os.W_OK):
        raise BadInput(f"{path} cannot be written, its folder is read-only. Choose another place.")


def seconds(option: str, value: float) -> float:
    """`value` of the option of that name, if it is a time that can pass."""
    if not 0 < value < math.inf:
        raise BadInput(f"{option} must be more than 0, not {value:g}.")
    return value


def background(
    text: str, also: tuple[str, ...] = ("transparent", "source")
) -> tuple[float, float, float, float] | Array | Literal["source", "blur"]:
    """A colour (CSS name or #rrggbb), "transparent", "source", "blur" (of the source), or the path of a picture.

    also: which of those words a refusal offers, because the caller can use them.
    """
    from PIL import ImageColor

    word = text.strip().lower()
    if word in ("source", "blur"):
        return "source" if word == "source" else "blur"
    if word == "transparent":
        return 0.0, 0.0, 0.0, 0.0
    code = KEY_COLOURS.get(word, word)
    if code in ImageColor.colormap or re.fullmatch(r"#[0-9a-f]{6}", code):
        red, green, blue = (value / 255 for value in ImageColor.getrgb(code)[:3])
        return red, green, blue, 1.0
    if not Path(text).exists():
        words = "".join(f", {word}" for word in also)
        raise BadInput(
            f"{text} is no background: write a CSS colour such as white, grey or navy, #rrggbb{words} or the path of a "
            "picture that exists."
        )
    from engine.avatar.photo import load_photo

    return load_photo(Path(text)).image


def lighting(preset: Preset, turn_deg: float, strength: float) -> Lighting:
    """The light of --light, --light-turn and --light-strength."""
    from engine.lighting import MAX_STRENGTH, MIN_STRENGTH, Lighting

    if not math.isfinite(turn_deg):
        raise BadInput(f"--light-turn must be a number of degrees, not {turn_deg}.")
    if not MIN_STRENGTH <= strength <= MAX_STRENGTH:
        raise BadInput(
            f"--light-strength must lie within {MIN_STRENGTH} and {MAX_STRENGTH}, not {strength:g}: 1 is as it is."
        )
    return Lighting(preset, math.radians(turn_deg), strength)


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
        hint = "" if "?" in sentence else " The names are in: avatar-app render --help"
        raise BadInput(sentence[0].upper() + sentence[1:] + hint) from error


def detail_strength(strength: float) -> float:
    """How deep detail is drawn, within what still looks like skin."""
    if not 0 <= strength <= 3:
        raise BadInput(f"--detail must lie within 0 and 3, not {strength:g}: 0 is off, 1 as it is, 2 twice as deep.")
    return strength
