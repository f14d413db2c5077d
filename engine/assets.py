"""What is shipped with the program, what is fetched at set-up: where it is, its licence, its exact bytes.

The list is assets/manifest.toml. Fetching is engine/provision.py's, and happens only when it is asked for.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from engine.errors import AssetMissing, BadInput

PULL = "Run: avatar-app assets pull"


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose wheel carries an asset."""

    requirement: str
    member: str
    """Path inside the wheel."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One line of the manifest."""

    name: str
    what: str
    licence: str
    sha256: str
    size: int | None = None
    """Bytes; known for provisioned files."""
    urls: tuple[str, ...] = ()
    packages: tuple[Package, ...] = ()

    @property
    def is_shipped(self) -> bool:
        return not (self.urls or self.packages)

    @property
    def path(self) -> Path:
        """Where the file belongs; it may be absent."""
        return (_shipped_folder() if self.is_shipped else cache_folder()) / self.name


def cache_folder() -> Path:
    """The user's folder for provisioned files (AVATAR_CACHE moves it, for tests)."""
    from platformdirs import user_cache_path  # training machines may lack it: what ships opens without

    moved = os.environ.get("AVATAR_CACHE")
    return Path(moved) if moved else user_cache_path("avatar-app", appauthor=False) / "assets"


@cache
def manifest() -> tuple[Asset, ...]:
    """All assets, shipped ones first."""
    listed = tomllib.loads((_shipped_folder() / "manifest.toml").read_text(encoding="utf-8"))
    shipped = [
        Asset(name, what=entry["source"], licence=entry["licence"], sha256=entry["sha256"])
        for name, entry in listed["shipped"].items()
    ]
    provisioned = [
        Asset(
            name,
            what=entry["what"],
            licence=entry["licence"],
            sha256=entry["sha256"],
            size=entry["size"],
            urls=tuple(entry["urls"]),
            packages=tuple(Package(**package) for package in entry["packages"]),
        )
        for name, entry in listed["provisioned"].items()
    ]
    return (*shipped, *provisioned)


def find(name: str) -> Asset:
    """The manifest's line for `name`; BadInput when it has none."""
    for asset in manifest():
        if asset.name == name:
            return asset
    raise BadInput(f"There is no asset named {name}. avatar-app assets list shows them all.")


def shipped(name: str) -> Path:
    """Path of a file that comes with the program, e.g. "head/open.safetensors"; AssetMissing when it is gone."""
    path = _shipped_folder() / name
    if not path.exists():
        raise AssetMissing(f"The shipped file assets/{name} is missing. Reinstall the application to get it back.")
    return path


def provisioned(name: str) -> Path:
    """Path of a file fetched at set-up, e.g. "face_landmarker.task"; AssetMissing names the remedy.

    Cheap: existence and size. `check_bytes` compares the content.
    """
    return _fetched(find(name))


def check_bytes(asset: Asset) -> None:
    """Raise AssetMissing unless the file is there with exactly the manifest's bytes."""
    path = shipped(asset.name) if asset.is_shipped else _fetched(asset)
    if sha256_of(path) != asset.sha256:
        remedy = "Reinstall the application to get it back." if asset.is_shipped else PULL
        raise AssetMissing(f"{asset.name} in {path.parent} was altered: its sha256 is not the manifest's. {remedy}")


def sha256_of(path: Path) -> str:
    """Hexadecimal sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fetched(asset: Asset) -> Path:
    try:
        size = asset.path.stat().st_size
    except OSError:
        raise AssetMissing(f"{asset.name} is not installed yet. {PULL}") from None
    if size != asset.size:
        raise AssetMissing(f"{asset.name} in {asset.path.parent} has {size} bytes where {asset.size} belong. {PULL}")
    return asset.path


def _shipped_folder() -> Path:
    return Path(str(files("assets")))
