"""Writing an avatar for other programs, on a thread of its own."""

from __future__ import annotations

from pathlib import Path

from avatar_app.job import Job


class ModelExport(Job):
    """Writes the avatar of a file as GLB, at rest, with one morph target an expression; `path` at a good end."""

    def __init__(self, avatar: Path, path: Path, detail_strength: float) -> None:
        self.avatar, self.path, self._detail_strength = avatar, path, detail_strength
        super().__init__("export model")

    def _work(self) -> None:
        from engine.avatar.store import load_avatar
        from engine.detail.path import moving_detail
        from engine.export.carving import carving_of
        from engine.export.gltf import save_glb
        from engine.head import head_of
        from engine.types import Motion

        avatar = load_avatar(self.avatar)
        head = head_of(avatar.head_id, str(self.avatar))
        rest = Motion.rest(head.num_expression)
        carving = carving_of(avatar, rest, moving_detail(avatar, "auto"), self._detail_strength)
        save_glb(avatar, head, self.path, carving=carving)
