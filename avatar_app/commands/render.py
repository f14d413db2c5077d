"""`avatar-app render`: an avatar as a picture, or performing a take as a video."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from tyro.conf import Positional, arg

from avatar_app.console import Console, counted
from engine.detail.path import DetailPath
from engine.errors import BadInput

if TYPE_CHECKING:
    from engine.head.head_model import Head
    from engine.render.renderer import Renderer
    from engine.types import Motion, Take, View

PRESENTATION_FPS = 30


@dataclass(frozen=True)
class Render:
    """Draw an avatar: a PNG of one moment, or an MP4 of a take; without a take, a short presentation."""

    avatar: Annotated[Positional[Path], arg(metavar="ME.avatar")]
    """The avatar to draw."""
    take: Annotated[Positional[Path | None], arg(metavar="T.take")] = None
    """The performance; without one the avatar rests, or shows --expression."""
    output: Annotated[Path, arg(aliases=["-o"], metavar="OUT.png|OUT.mp4")] = Path("avatar.png")
    """PNG for one picture, MP4 for the whole."""
    frame: int | None = None
    """Which frame of the take a PNG shows, from 0; the first where none is given."""
    yaw: float = 0.0
    """Degrees to turn the view; positive shows the avatar's left side."""
    look: Literal["shaded", "shape", "detail", "normal", "displacement", "albedo", "uv"] = "shaded"
    """What of the avatar is drawn: shape is the mesh in clay, detail the same with wrinkles and pores."""
    detail: Annotated[float, arg(metavar="STRENGTH")] = 1.0
    """How deep wrinkles and pores are, of an avatar that has them: 0 is off, 2 twice as deep."""
    detail_path: DetailPath = "auto"
    """How wrinkles come: exact, from their network at every picture, or baked, without it; auto is baked where the
    avatar has baked ones."""
    expression: str = ""
    """Weights of ARKit's 52 names, as in jawOpen=0.5,mouthSmileLeft=1. With * for Left or Right they are browDown*,
    browInnerUp, browOuterUp*, cheekPuff, cheekSquint*, eyeBlink*, eyeLookDown*, eyeLookIn*, eyeLookOut*, eyeLookUp*,
    eyeSquint*, eyeWide*, jawForward, jaw*, jawOpen, mouthClose, mouthDimple*, mouthFrown*, mouthFunnel, mouth*,
    mouthLowerDown*, mouthPress*, mouthPucker, mouthRollLower, mouthRollUpper, mouthShrugLower, mouthShrugUpper,
    mouthSmile*, mouthStretch*, mouthUpperUp*, noseSneer*, tongueOut."""
    size: str = "512"
    """Pixels: 512 or 1280x720."""
    background: str | None = None
    """A colour (CSS name or #rrggbb), transparent (PNG only), or the path of a picture."""
    light: Literal["photo", "studio", "soft", "side", "evening", "night"] = "photo"
    """In which the avatar is shown: that of its photo, or a room's."""
    light_turn: float = 0.0
    """Degrees that the light is moved about the avatar; positive towards its left side."""
    light_strength: float = 1.0
    """From 0.3 to 2."""

    def run(self, console: Console) -> dict[str, object]:
        from avatar_app import options
        from engine.adopt.fitting import fitting
        from engine.avatar.store import load_avatar
        from engine.clock import now
        from engine.detail.path import moving_detail
        from engine.head import head_of
        from engine.record.take import load_take
        from engine.render.headless import headless_renderer

        kind = self.output.suffix.lower()
        options.output(self.output, ".png", ".mp4")
        if self.frame is not None and (self.take is None or kind != ".png"):
            raise BadInput(
                "--frame picks one frame of a take for a PNG: give a T.take, and an output that ends in .png."
            )
        view = self._view(transparent=kind == ".png")
        avatar = load_avatar(self.avatar)
        head = head_of(avatar.head_id, avatar.name)
        take = None if self.take is None else fitting(load_take(self.take), head, str(self.take))
        start = now()
        with headless_renderer(head) as renderer:
            renderer.show(avatar, moving_detail(avatar, self.detail_path))
            if kind == ".png":
                frames = self._picture(renderer, self._moment(take, head), view)
            else:
                frames = self._video(renderer, take, head, view, console)
        seconds = now() - start
        console.say(f"{self.output}: {counted(frames, 'frame')}, {seconds:.1f} s")
        return {"output": str(self.output), "frames": frames, "seconds": seconds, "fps": frames / seconds}

    def _view(self, transparent: bool) -> View:
        from avatar_app import options
        from engine.types import Look, Orbit, View

        if not math.isfinite(self.yaw):
            raise BadInput(f"--yaw must be a number of degrees, not {self.yaw}.")
        view = View(
            options.size_wh(self.size),
            Orbit(yaw=math.radians(self.yaw)),
            look=Look(self.look),
            detail_strength=options.detail_strength(self.detail),
            lighting=options.lighting(self.light, self.light_turn, self.light_strength),
        )
        if self.background is None:
            return view
        also = ("transparent",) if transparent else ()
        background = options.background(self.background, also)
        if isinstance(background, str):
            raise BadInput("A take has no pictures to put behind the avatar: use avatar-app transfer for that.")
        if isinstance(background, tuple) and background[3] < 1 and not transparent:
            raise BadInput("An MP4 cannot be transparent: choose a colour, or draw a PNG.")
        return replace(view, background=background)

    def _moment(self, take: Take | None, head: Head) -> Motion:
        """What a PNG shows."""
        from engine.avatar.performance import Performance

        if take is None:
            return self._posed(head)
        if self.expression:
            raise BadInput("Give a take or --expression, not both: the take has its own expressions.")
        frame = self.frame or 0
        if not 0 <= frame < len(take):
            raise BadInput(f"{self.take} has the frames 0 to {len(take) - 1}; {frame} is not among them.")
        return Performance(take, head).motion(frame)

    def _posed(self, head: Head) -> Motion:
        from avatar_app import options
        from engine.head.arkit import joint_poses
        from engine.types import Motion

        rest = Motion.rest(head.num_expression, confidence=1.0)
        if not self.expression:
            return rest
        if head.basis != "arkit52":
            raise BadInput(f"The head {head.id} has no ARKit names: leave out --expression.")
        weights = options.expression(self.expression)
        jaw, left, right = joint_poses(weights)
        return replace(rest, expression=weights, jaw_pose=jaw, leye_pose=left, reye_pose=right)

    def _picture(self, renderer: Renderer, motion: Motion, view: View) -> int:
        from engine.record.snapshot import save_png

        save_png(renderer.render(motion, view), self.output)
        return 1

    def _video(self, renderer: Renderer, take: Take | None, head: Head, view: View, console: Console) -> int:
        from avatar_app.presentation import SECONDS
        from engine.record.video import VideoRecorder
        from engine.types import Picture

        shots = self._presentation(head, view) if take is None else self._performance(take, head, view)
        total = round(SECONDS * PRESENTATION_FPS) if take is None else len(take)
        fps = PRESENTATION_FPS if take is None or take.source_fps <= 0 else take.source_fps
        with (
            VideoRecorder(self.output, view.size_wh, fps=fps, start=None) as recorder,
            console.progress(f"drawing {self.output.name}", total) as bar,
        ):
            for index, (motion, seen) in enumerate(shots):
                recorder.write(Picture(renderer.render(motion, seen).rgba, index=index, time=motion.time))
                bar.update()
        for note in recorder.notes:
            console.warn(note)
        return recorder.num_pictures

    def _performance(self, take: Take, head: Head, view: View) -> Iterator[tuple[Motion, View]]:
        from engine.avatar.performance import Performance

        for motion in Performance(take, head):
            yield motion, view

    def _presentation(self, head: Head, view: View) -> Iterator[tuple[Motion, View]]:
        """Eight seconds: the view swings to both sides while the expression, or a few of them, come and go."""
        from avatar_app.presentation import SECONDS, moment
        from engine.types import Orbit

        for index in range(round(SECONDS * PRESENTATION_FPS)):
            time = index / PRESENTATION_FPS
            motion, yaw = moment(head, time, self._posed(head) if self.expression else None)
            yield motion, replace(view, camera=Orbit(yaw=math.radians(self.yaw) + yaw))
