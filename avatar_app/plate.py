"""A plate of pictures with words at their rows: what a figure is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine.writing import whole

if TYPE_CHECKING:
    from engine.check import Array

WIDTH = 1600
"""Pixels of the whole plate."""
_MARGIN = 150
"""Pixels at the left, for words."""
_GAP = 6
_PAPER, _INK, _FAINT = "white", "#1b1d21", "#6a6f78"


@dataclass(slots=True)
class Row:
    """Pictures beside each other; each may span several columns, in whose middle it then is."""

    label: str
    pictures: list[Array] = field(default_factory=list)  # [side, side, 3 or 4] uint8
    captions: list[str] = field(default_factory=list)
    """Below the pictures; one each, or none."""


def cell(columns: int) -> int:
    """Pixels of a picture's side, of so many columns."""
    return min((WIDTH - _MARGIN) // columns - _GAP, 520)


def write_plate(rows: Sequence[Row], columns: int, target: Path) -> None:
    """Draw `rows` as a PNG of WIDTH px."""
    side = cell(columns)
    font, small = ImageFont.load_default(22), ImageFont.load_default(18)
    heights = [side + (30 if row.captions else 0) + _GAP for row in rows]
    plate = Image.new("RGB", (WIDTH, sum(heights) + _GAP), _PAPER)
    pen, top = ImageDraw.Draw(plate), _GAP
    step = (WIDTH - _MARGIN) / columns
    for row, height in zip(rows, heights, strict=True):
        words = row.label.replace(" ", "\n")
        pen.multiline_text((_MARGIN - 14, top + side / 2), words, _INK, font, anchor="rm", align="right", spacing=6)
        span = columns / len(row.pictures)
        for number, picture in enumerate(row.pictures):
            middle = _MARGIN + step * span * (number + 0.5)
            tile = Image.fromarray(np.ascontiguousarray(picture[..., :3]))
            if tile.size != (side, side):
                tile = tile.resize((side, side), Image.Resampling.LANCZOS)
            plate.paste(tile, (round(middle - side / 2), top))
            if row.captions:
                pen.text((middle, top + side + 16), row.captions[number], _FAINT, small, anchor="mm")
        top += height
    with whole(target) as temporary:
        plate.save(temporary, "png")
