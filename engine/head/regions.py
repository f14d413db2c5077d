"""The parts of a face that move on their own: which of them an expression belongs to."""

from __future__ import annotations

from typing import Literal, get_args

Region = Literal["brows", "eyes", "mouth", "head"]
REGIONS: tuple[Region, ...] = get_args(Region)


def region(name: str) -> Region:
    """Of an expression, by its ARKit name. Expressions without a telling name are the mouth's, as most are."""
    if name.startswith(("eye", "cheekSquint")):
        return "eyes"
    return "brows" if name.startswith("brow") else "mouth"
