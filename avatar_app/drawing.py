"""Pictures and files that are made beside the window: on a thread, with a renderer of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar_app.job import Job
from engine.avatar.manner import Alone
from engine.avatar.performance import Performance
from engine.cancel import Cancel
from engine.detail.path import DetailPath, moving_detail
from engine.types import Avatar, Motion, Picture, Take, View, replace
from engine.writing import make_folder

if TYPE_CHECKING:
    from engine.head import Head
    from engine.render.renderer import Renderer

EXPORTS = (".mp4", ".glb", ".take")
"""Endings of the files that a take can become: a video, a model that moves, a copy."""


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """Who is drawn."""

    head: Head
    avatar: Avatar
    detail_path: DetailPath


class Screenshot(Job):
    """Writes one moment as a PNG to `path`."""

    def __init__(self, cast: Cast, motion: Motion, view: View, path: Path) -> None:
        self.path = path
        self._cast, self._motion, self._view = cast, motion, view
        super().__init__("screenshot")

    def _work(self) -> None:
        from engine.record.snapshot import save_png

        make_folder(self.path)
        with _renderer(self._cast) as renderer:
            save_png(renderer.render(self._motion, self._view), self.path)


class TakeExport(Job):
    """Writes a take as what the ending of `path` asks for. Poll `share`, too."""

    def __init__(self, take: Take, cast: Cast, view: View, path: Path, alone: Alone = "breathe") -> None:
        """view: of a video's pictures; the strength of its detail is the model's, too. alone: as `Manner.alone`."""
        self.path, self.share = path, 0.0
        self._take, self._cast, self._view = take, cast, view
        self._performance = Performance(take, cast.head, alone)
        self._cancel = Cancel()
        super().__init__("export")

    def cancel(self) -> None:
        """End it soon; nothing is left of it but what a video shows until then."""
        self._cancel.ask()

    def _work(self) -> None:
        make_folder(self.path)
        {".mp4": self._video, ".glb": self._model, ".take": self._copy}[self.path.suffix.lower()]()

    def _video(self) -> None:
        from engine.record.video import VideoRecorder

        fps = self._take.source_fps if self._take.source_fps > 0 else 30.0
        with _renderer(self._cast) as renderer, VideoRecorder(self.path, self._view.size_wh, fps=fps, start=None) as to:
            for index, motion in enumerate(self._performance):
                self._cancel.check()
                shown = renderer.render(motion, self._view)
                to.write(Picture(shown.rgba, index=index, time=motion.time))
                self.share = (index + 1) / len(self._take)

    def _model(self) -> None:
        from engine.export.carving import carving_of
        from engine.export.gltf import save_glb

        head, avatar = self._cast.head, self._cast.avatar
        moving = moving_detail(avatar, self._cast.detail_path)
        carving = carving_of(avatar, Motion.rest(head.num_expression), moving, self._view.detail_strength)
        save_glb(avatar, head, self.path, list(self._performance), None, carving)

    def _copy(self) -> None:
        from engine.record.take import save_take

        save_take(self._take, self.path)


@contextmanager
def _renderer(cast: Cast) -> Iterator[Renderer]:
    from engine.render.headless import headless_renderer

    with headless_renderer(cast.head) as renderer:
        renderer.show(cast.avatar, moving_detail(cast.avatar, cast.detail_path))
        yield renderer


def opaque(view: View) -> View:
    """`view` for a video, which knows no transparency."""
    transparent = isinstance(view.background, tuple) and view.background[3] < 1
    return replace(view, background=(0.0, 0.0, 0.0, 1.0)) if transparent else view
