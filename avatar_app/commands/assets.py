"""`avatar-app assets`: what is shipped, what is fetched at set-up, and whether the bytes are right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from tyro.conf import Positional, arg

from avatar_app.console import Console


@dataclass(frozen=True)
class Assets:
    """List, fetch or check the files that are not code."""

    action: Positional[Literal["list", "pull", "verify", "import-flame"]] = "list"
    """list shows them with their licences, pull fetches what is missing, verify compares every byte; import-flame
    makes a FLAME download of yours a head for avatars."""
    path: Annotated[Positional[Path | None], arg(metavar="PATH")] = None
    """For import-flame: the model (.pkl), the .zip that it comes in, or a folder with what you downloaded."""
    landmarks: Path | None = None
    """For import-flame: mediapipe_landmark_embedding.npz; without it the landmarks are found in pictures."""
    masks: Path | None = None
    """For import-flame: FLAME_masks.pkl, which tells neck and scalp."""
    texture_space: Path | None = None
    """For import-flame: head_template.obj or FLAME_texture.npz, kept with FLAME's own head (for DECA's networks)."""

    def run(self, console: Console) -> dict[str, object]:
        if self.action == "import-flame":
            from avatar_app.commands.import_flame import import_flame

            return import_flame(self.path, self.landmarks, self.masks, self.texture_space, console)
        actions = {"list": _list, "pull": _pull, "verify": _verify}
        return actions[self.action](console)


def _list(console: Console) -> dict[str, object]:
    from engine.assets import manifest

    rows: list[dict[str, object]] = []
    for asset in manifest():
        present = asset.path.is_file()
        rows.append({"name": asset.name, "licence": asset.licence, "path": str(asset.path), "present": present})
        console.say(f"{asset.name:24} {'present' if present else 'MISSING':8} {asset.licence:36} {asset.what}")
    return {"assets": rows}


def _pull(console: Console) -> dict[str, object]:
    from engine.assets import cache_folder, manifest
    from engine.provision import pull

    fetched = [asset.name for asset in manifest() if not asset.is_shipped and pull(asset, console.say)]
    console.say(f"Fetched {', '.join(fetched)} into {cache_folder()}" if fetched else "Nothing to fetch.")
    return {"fetched": fetched, "folder": str(cache_folder())}


def _verify(console: Console) -> dict[str, object]:
    from engine.assets import check_bytes, manifest
    from engine.errors import AssetMissing

    faults = []
    for asset in manifest():
        try:
            check_bytes(asset)
        except AssetMissing as fault:
            faults.append(str(fault))
        else:
            console.say(f"{asset.name}: as listed")
    if faults:
        raise AssetMissing("\n".join(faults))
    return {"verified": [asset.name for asset in manifest()]}
