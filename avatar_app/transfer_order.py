"""What a person asks of the transfer queue: one video, one avatar, and what is to become of them. Plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal, get_args

from engine.detail.path import DetailPath
from engine.lighting import Lighting
from engine.tracking.open import TrackerKind

Makes = Literal["video", "take", "both"]
"""The avatar's video with the sound of the one it is from, its motion alone, or both."""
Picture = Literal["alone", "beside", "onto"]
"""The avatar alone, the video on its left, or the avatar on the face in the video."""
DEFAULT_NAME = "default avatar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What videos are to become, whichever they are and whoever performs them."""

    folder: Path = Path()
    """Of the results; made if missing."""
    makes: Makes = "video"
    picture: Picture = "alone"
    size_wh: tuple[int, int] = (512, 512)
    """Of the avatar's picture; on the face in the video it has the size of that."""
    tracker: TrackerKind = "auto"
    detail_path: DetailPath = "auto"
    lighting: Lighting = Lighting()  # noqa: RUF009  (frozen)
    detail_strength: float = 1.0
    behind: str = ""
    """What is behind the avatar: #rrggbb, "blur" of the video, a picture's path, or empty for the plain colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Wishes):
    """One item of the queue, as it was asked for."""

    video: Path
    avatar: Path | None
    """None: the default avatar."""
    avatar_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Wishes):
    """What videos that are added from now on are asked for with; each of them once an avatar."""

    avatars: tuple[tuple[Path | None, str], ...] = ((None, DEFAULT_NAME),)
    """File and name."""

    def orders(self, videos: tuple[Path, ...]) -> tuple[Order, ...]:
        """Avatar by avatar, the videos in their order."""
        wishes = {one.name: getattr(self, one.name) for one in fields(Wishes)} | {"folder": self.folder.absolute()}
        return tuple(
            Order(**wishes, video=video.absolute(), avatar=avatar, avatar_name=name)
            for avatar, name in self.avatars
            for video in videos
        )


def table_of(order: Order) -> dict[str, object]:
    """For JSON."""
    return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(order).items()}


def order_from(table: object) -> Order:
    """What `table_of` gave, back from JSON. ValueError where it is anything else."""
    if not isinstance(table, Mapping) or table.keys() != {one.name for one in fields(Order)}:
        raise ValueError("an item lacks something, or has too much")
    texts = {name: table[name] for name in ("video", "avatar_name", "folder", "behind")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise ValueError("a name or a background is no text")
    avatar = table["avatar"]
    if avatar is not None and not isinstance(avatar, str):
        raise ValueError("an avatar is no file")
    for name, kind in (("makes", Makes), ("picture", Picture), ("tracker", TrackerKind), ("detail_path", DetailPath)):
        if table[name] not in get_args(kind):
            raise ValueError(f"{name} is {table[name]!r}")
    size = table["size_wh"]
    if not (isinstance(size, list | tuple) and len(size) == 2 and all(type(side) is int and side > 0 for side in size)):
        raise ValueError(f"a size is {size!r}")
    read = {
        "video": Path(table["video"]),
        "avatar": Path(avatar) if avatar is not None else None,
        "folder": Path(table["folder"]),
        "size_wh": (size[0], size[1]),
        "lighting": _lighting(table["lighting"]),
        "detail_strength": _number(table["detail_strength"]),
    }
    return Order(**{**table, **read})


def _lighting(table: object) -> Lighting:
    if not isinstance(table, Mapping) or table.keys() != {one.name for one in fields(Lighting)}:
        raise ValueError("a light lacks something, or has too much")
    return Lighting(table["preset"], _number(table["turn"]), _number(table["strength"]))


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{value!r} is no number")
    return float(value)
