"""Where shipped and provisioned files are. (first version: the provisioning part follows)"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from platformdirs import user_cache_path

from engine.errors import AssetMissing


def shipped(name: str) -> Path:
    """Path of a file that comes with the program, e.g. "head/open.safetensors"; AssetMissing when it is gone."""
    path = Path(str(files("assets"))) / name
    if not path.exists():
        raise AssetMissing(f"The shipped file assets/{name} is missing. Reinstall the application to get it back.")
    return path


def provisioned(name: str) -> Path:
    """Path of a file fetched at set-up, e.g. "face_landmarker.task"; AssetMissing names the remedy."""
    path = user_cache_path("avatar-app", appauthor=False) / "assets" / name
    if not path.is_file():
        raise AssetMissing(f"{name} is not installed yet. Run: avatar-app assets pull")
    return path
