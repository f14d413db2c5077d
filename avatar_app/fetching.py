"""Fetching what the window misses, on a thread of its own, so that nobody is sent to a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from avatar_app.job import Job
from engine.assets import Asset, manifest
from engine.errors import AssetMissing


class Fetching(Job):
    """Fetches `assets` once. Poll `step` too: what it is doing."""

    def __init__(self, assets: Sequence[Asset]) -> None:
        self.assets = tuple(assets)
        self.step = f"Fetching {named(assets)}"
        super().__init__("fetch")

    def _work(self) -> None:
        from engine import provision

        for asset in self.assets:
            provision.pull(asset, self._say)

    def _say(self, step: str) -> None:
        self.step = step


def fetchable(cause: BaseException | None) -> tuple[Asset, ...]:
    """The files that `cause` misses and that can be fetched; none where it is about something else."""
    if not isinstance(cause, AssetMissing):
        return ()
    return tuple(asset for asset in manifest() if not asset.is_shipped and asset.name in str(cause))


def named(assets: Sequence[Asset]) -> str:
    """face_landmarker.task (4 MB)"""
    return ", ".join(f"{asset.name} ({(asset.size or 0) / 1e6:.0f} MB)" for asset in assets)
