"""`avatar-app demo`: the sample portrait becomes an avatar, and the avatar performs the sample take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tyro.conf import arg

from avatar_app.console import Console

if TYPE_CHECKING:
    from engine.render.renderer import Renderer

PERSON = "Eileen Collins, astronaut (NASA, public domain)"
HEAD_XYXY = (75, 0, 375, 300)
"""Where her head and shoulders are in the photo, px."""
FACE_XYXY = (105, 0, 345, 240)
SIDE = 512
"""Pixels of the photo's and of the avatar's half of the video."""


@dataclass(frozen=True)
class Demo:
    """Make an avatar of the sample portrait and let it perform: DIR/demo.mp4, DIR/demo.png and DIR/demo.avatar."""

    output: Annotated[Path, arg(aliases=["-o"], metavar="DIR")] = Path("out")
    """Folder for the results; made if it does not exist."""

    def run(self, console: Console) -> dict[str, object]:
        from avatar_app.sheet import TILE, draw_sheet, square
        from engine.assets import provisioned
        from engine.avatar.create import create
        from engine.avatar.store import save_avatar
        from engine.clock import now
        from engine.head import open_head
        from engine.render.headless import headless_renderer

        start = now()
        photo = provisioned("astronaut.png")
        self.output.mkdir(parents=True, exist_ok=True)
        video, sheet, file = (self.output / f"demo.{kind}" for kind in ("mp4", "png", "avatar"))

        console.say(f"The photo shows {PERSON}. Making her avatar ...")
        head = open_head()
        avatar = create([photo], head).avatar
        save_avatar(avatar, file)
        console.say(f"  {file} after {now() - start:.1f} s")

        with headless_renderer(head) as renderer:
            renderer.show(avatar)
            draw_sheet(renderer, square(photo, FACE_XYXY, TILE), sheet)
            console.say(f"  {sheet} after {now() - start:.1f} s")
            frames = _perform(renderer, photo, video, console)
        seconds = now() - start
        console.say(f"  {video} ({frames} frames)\nDone in {seconds:.1f} s.")
        return {
            "video": str(video), "picture": str(sheet), "avatar": str(file), "frames": frames, "seconds": seconds,
        }  # fmt: skip


def _perform(renderer: Renderer, photo: Path, target: Path, console: Console) -> int:
    """The photo on the left, the avatar performing on the right; the number of frames."""
    import numpy as np

    from avatar_app.sheet import square
    from engine.assets import shipped
    from engine.avatar.performance import Performance
    from engine.head import open_head
    from engine.record.take import load_take
    from engine.record.video import VideoRecorder
    from engine.types import Orbit, Picture, View

    take = load_take(shipped("samples/hello.take"))
    still = square(photo, HEAD_XYXY, SIDE)
    view = View(size_wh=(SIDE, SIDE), camera=Orbit(height=0.36))
    with (
        console.progress("performing", len(take)) as bar,
        VideoRecorder(target, (2 * SIDE, SIDE)) as recorder,
    ):
        for index, motion in enumerate(Performance(take, open_head())):
            drawn = renderer.render(motion, view)
            rgba = np.concatenate([still, drawn.rgba], axis=1)
            recorder.write(Picture(rgba, index=index, time=float(take.time[index])))
            bar.update()
    return len(take)
