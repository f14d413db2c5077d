"""An avatar on disk: one zip of data-only members, each with its size and sha256 in the index.

Members: index.json (format, version, name, head id, hair, sizes, hashes), codes.safetensors, albedo.png; in version 2
detail.safetensors too, and an avatar without detail is still written as version 1. A file is read member by member up
to the size that the index promises, never unpacked to disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PIL import Image
from safetensors import SafetensorError
from safetensors.numpy import load, save

from engine.avatar.store_detail import detail_member, detail_of
from engine.check import Array
from engine.errors import AvatarError, BadInput, ModelMismatch
from engine.glasses import GLASSES_STYLES, Glasses
from engine.retouch import Retouch
from engine.types import HAIR_STYLES, Avatar, Hair
from engine.writing import whole

T = TypeVar("T")
FORMAT_VERSION = 2
APP_VERSION_OF = {1: "0.1", 2: "0.2"}
"""The first app version that reads a format version."""
MAX_MEMBERS = 16
MAX_MEMBER_BYTES = 64 << 20
MAX_FILE_BYTES = 128 << 20
MAX_ALBEDO_SIDE = 4096
MAX_HAIR_M = 0.1
PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".heic")
"""What people give where their avatar belongs."""
# What damaged members make of their readers; RuntimeError is an encrypted one.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, SafetensorError, OSError, EOFError, ValueError, KeyError, TypeError,
    AttributeError, RuntimeError, SyntaxError, OverflowError,
)  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)  # equal avatars give equal bytes


def save_avatar(avatar: Avatar, path: Path) -> None:
    """Write `avatar`; the file appears whole or not at all. BadInput when it cannot be written."""
    with whole(Path(path)) as temporary:
        temporary.write_bytes(avatar_bytes(avatar))


def avatar_bytes(avatar: Avatar, *, alike: Path | None = None) -> bytes:
    """What `save_avatar` writes. alike: a file with the same albedo, which is then copied and not packed again."""
    codes = {
        "shape": avatar.shape,
        "light": avatar.light,
        "iris_rgb": avatar.iris_rgb,
        "neutral_expression": avatar.neutral_expression,
        "hair_rgb": avatar.hair.rgb,
    }
    members = {
        "codes.safetensors": save({name: np.ascontiguousarray(value) for name, value in codes.items()}),
        "albedo.png": _png(avatar.albedo) if alike is None else _reading(alike, _parts)[1]["albedo.png"],
    }
    if avatar.detail is not None:
        members["detail.safetensors"] = detail_member(avatar.detail)
    index = {
        "format": "avatar",
        "version": 1 if avatar.detail is None else 2,
        "name": avatar.name[:200],
        "head_id": avatar.head_id,
        "hair_thickness": avatar.hair.thickness,
        "hair_style": avatar.hair.style,
        **({} if avatar.glasses is None else {"glasses": _glasses_entry(avatar.glasses)}),
        **({"retouch": changes} if (changes := avatar.retouch.changes) else {}),
        "members": {
            name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in members.items()
        },
    }
    return _packed(index, members)


def renamed_bytes(path: Path, name: str) -> bytes:
    """The avatar in `path` under another name: what a file with it holds. All else is copied byte by byte.

    Raises as `load_avatar` does.
    """
    index, members = _reading(Path(path), _parts)
    return _packed({**index, "name": name[:200]}, members)


def _packed(index: dict[str, Any], members: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as file:
        for name, data in {"index.json": json.dumps(index, indent=1).encode(), **members}.items():
            file.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    return memory.getvalue()


def load_avatar(path: Path) -> Avatar:
    """The avatar in a file written by `save_avatar`.

    BadInput where there is no such file or it is damaged, ModelMismatch where another version of the app wrote it.
    """
    return _reading(Path(path), _read)


def avatar_from(data: bytes) -> Avatar:
    """The avatar in `avatar_bytes`, from a process of ours."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return _read(file, Path("avatar"))


def _reading(path: Path, read: Callable[[zipfile.ZipFile, Path], T]) -> T:
    if path.suffix.lower() in PHOTOS:
        raise BadInput(f"{path} is a photo, not an avatar. Make one of it: avatar-app create {path} -o ME.avatar")
    if not path.is_file():
        raise BadInput(f"The avatar {path} does not exist. Make one with: avatar-app create PHOTO -o {path.name}")
    try:
        with zipfile.ZipFile(path) as file:
            return read(file, path)
    except AvatarError:
        raise
    except _DAMAGE as error:
        raise BadInput(f"{path} is not an avatar, or is damaged. Make it again with: avatar-app create") from error


def _parts(file: zipfile.ZipFile, path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The index, and the members that are read."""
    names = [info.filename for info in file.infolist()]
    if len(names) > MAX_MEMBERS or len(set(names)) < len(names):
        raise BadInput(f"{path} has more parts than an avatar has: use one written by avatar-app create.")
    index = json.loads(_member(file, "index.json", 1 << 20))
    if index["format"] != "avatar":
        raise ValueError("another format")
    if index["version"] not in range(1, FORMAT_VERSION + 1):
        needed = APP_VERSION_OF.get(index["version"], "newer than this one")
        raise ModelMismatch(f"{path} has avatar format {index['version']}: open it with an app version {needed}.")
    wanted = ("codes.safetensors", "albedo.png", "detail.safetensors")[: 2 if index["version"] == 1 else 3]
    return index, {name: _checked(file, name, index["members"][name], path) for name in wanted}


def _read(file: zipfile.ZipFile, path: Path) -> Avatar:
    index, parts = _parts(file, path)
    codes = load(parts["codes.safetensors"])
    if not all(code.dtype == np.float32 and np.isfinite(code).all() for code in codes.values()):
        raise ValueError("codes are finite float32")
    return Avatar(
        name=str(index["name"]),
        head_id=str(index["head_id"]),
        shape=codes["shape"],
        albedo=_picture(parts["albedo.png"]),
        light=codes["light"],
        iris_rgb=codes["iris_rgb"],
        hair=_hair(codes["hair_rgb"], index, path),
        neutral_expression=codes["neutral_expression"],
        detail=detail_of(parts["detail.safetensors"]) if "detail.safetensors" in parts else None,
        glasses=_glasses(index, path),
        retouch=Retouch(**{str(name): float(value) for name, value in index.get("retouch", {}).items()}),
    )


def _glasses_entry(glasses: Glasses) -> dict[str, Any]:
    """What the index says of them. Apps that do not know the word draw the avatar without."""
    return {"style": glasses.style, "rgb": [float(part) for part in glasses.rgb]}


def _glasses(index: dict[str, Any], path: Path) -> Glasses | None:
    if (worn := index.get("glasses")) is None:
        return None
    if worn["style"] not in GLASSES_STYLES:
        raise ModelMismatch(f"{path} wears glasses that this app lacks: open it with a newer one.")
    return Glasses(worn["style"], np.clip(np.array(worn["rgb"], np.float32), 0, 1))


def _hair(rgb: Array, index: dict[str, Any], path: Path) -> Hair:
    style = index.get("hair_style", "cap")  # files of the first versions do not say
    if style not in HAIR_STYLES:
        raise ModelMismatch(
            f"{path} wears the hairstyle {style!r:.40}, which this app lacks: open it with a newer one."
        )
    return Hair(rgb=rgb, thickness=float(np.clip(float(index["hair_thickness"]), 0, MAX_HAIR_M)), style=style)


def _checked(file: zipfile.ZipFile, name: str, promise: dict[str, Any], path: Path) -> bytes:
    data = _member(file, name, int(promise["size"]))
    if len(data) != promise["size"] or hashlib.sha256(data).hexdigest() != promise["sha256"]:
        raise BadInput(f"{path} was altered: its part {name} is not the one that was written. Use another copy.")
    return data


def _member(file: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """At most `limit` bytes of a member: a zip bomb ends here."""
    if not 0 <= limit <= MAX_MEMBER_BYTES:
        raise ValueError(f"{name} is too large")
    with file.open(name) as member:
        data = member.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"{name} is larger than promised")
    return data


def _png(albedo: Array) -> bytes:
    memory = io.BytesIO()
    Image.fromarray(albedo).save(memory, "png", compress_level=3)
    return memory.getvalue()


def _picture(data: bytes) -> Array:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remark on sizes: the limit below is ours
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if max(image.size) > MAX_ALBEDO_SIDE:
                raise ValueError("the albedo is too large")
            return np.asarray(image.convert("RGB"))
