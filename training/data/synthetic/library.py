"""What synthetic faces borrow from real ones: skins of photographed people, and performances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from engine.avatar.store import load_avatar
from engine.check import Array
from engine.errors import AvatarError, BadInput
from engine.head.head_model import Head
from engine.record.take import load_take
from engine.types import Avatar, replace
from training.data.synthetic.canvas import SIZE, canvas_of, raised

MIN_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Avatars with an albedo of the canvas's size, and expressions."""

    avatars: tuple[Avatar, ...] = ()
    curves: Array | None = None  # [N, 52]
    skins: tuple[Array, ...] = ()
    """[SIZE, SIZE, 3] uint8 sRGB, in the head's unwrap, of nobody in particular."""


def open_library(head: Head, avatars: Path | None, takes: Path | None, skins: Path | None = None) -> Library:
    """What the folders hold. BadInput for a folder without such files, or files of another head."""
    people = []
    for path in _files(avatars, "*.avatar", "avatars", "avatar-app create"):
        avatar = load_avatar(path)
        if avatar.head_id != head.id:
            raise BadInput(f"{path} was made for another head. Make it again with: avatar-app create")
        small = cv2.resize(avatar.albedo, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
        people.append(replace(avatar, albedo=raised(head, small)))
    rows = []
    for path in _files(takes, "*.take", "takes", "python -m training label"):
        take = load_take(path)
        if take.head_id != head.id:
            raise BadInput(f"{path} was recorded on another head. Record it again with: avatar-app track")
        rows.append(take.expression[take.confidence >= MIN_CONFIDENCE])
    return Library(tuple(people), np.concatenate(rows) if rows else None, _skins(head, skins))


def make_avatars(photos: Sequence[Path], folder: Path, head: Head) -> list[str]:
    """Write an avatar of each photo into `folder`, if it is not there yet; sentences about those that failed."""
    from engine.avatar.create import create
    from engine.avatar.store import save_avatar

    folder.mkdir(parents=True, exist_ok=True)
    failed = []
    for photo in photos:
        path = folder / f"{photo.parent.name}_{photo.stem}.avatar"
        if path.exists():
            continue
        try:
            save_avatar(create([photo], head, detail=False).avatar, path)
        except AvatarError as error:
            failed.append(str(error))
    return failed


def _skins(head: Head, folder: Path | None) -> tuple[Array, ...]:
    canvas = canvas_of(head)
    out = []
    for path in _files(folder, "*.png", "skins", "python -m training build-skins"):
        picture = cv2.imread(str(path))
        if picture is None:
            raise BadInput(f"{path} is no picture. Make skins with: python -m training build-skins")
        small = cv2.resize(picture, (SIZE, SIZE), interpolation=cv2.INTER_AREA)[..., ::-1]
        inside = cv2.erode(canvas.skin * small.any(2), np.ones((3, 3)))[..., None]
        out.append(np.where(inside > 0.5, small, canvas.albedo))
    return tuple(out)


def _files(folder: Path | None, pattern: str, what: str, maker: str) -> list[Path]:
    if folder is None:
        return []
    files = sorted(folder.glob(pattern)) if folder.is_dir() else []
    if not files:
        raise BadInput(f"There are no {what} in {folder}. Make some with: {maker}")
    return files
