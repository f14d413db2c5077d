"""`avatar-app transfer`: videos drive an avatar."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from tyro.conf import Positional, arg

from avatar_app.console import Console, counted
from engine.detail.path import DetailPath
from engine.errors import BadInput

if TYPE_CHECKING:
    from engine.head.head_model import Head
    from engine.perform import Stage
    from engine.render.renderer import Renderer
    from engine.tracking.open import TrackerKind


@dataclass(frozen=True)
class Transfer:
    """Let videos drive an avatar: each becomes an MP4 with the same sound and the same frame times."""

    avatar: Annotated[Positional[Path], arg(metavar="ME.avatar")]
    """The avatar that performs."""
    videos: Annotated[Positional[tuple[Path, ...]], arg(metavar="VIDEO...")]
    """Whoever acts in them drives the avatar."""
    output: Annotated[Path, arg(aliases=["-o"], metavar="OUT.mp4|DIR")]
    """The MP4, or a folder (made if missing) for one MP4 a video. However the program ends, it plays up to there; one
    that was there before is kept until the new one, OUT.part.mp4 until then, is whole."""
    tracker: Literal["auto", "encoder", "landmarks", "deca", "smirk"] = "auto"
    """What follows the face: the encoder, or MediaPipe's landmarks; auto is the encoder where it is good enough.
    deca and smirk are what you imported, on FLAME heads (docs/deca.md)."""
    detail_path: DetailPath = "auto"
    """How wrinkles come: exact, from their network at every frame, or baked, without it; auto is baked where the
    avatar has baked ones."""
    size: str | None = None
    """Of the avatar's picture: 512 or 1280x720. Default 512; with --background source, the video's own size."""
    side_by_side: bool = False
    """Show the video on the left of the avatar."""
    background: str | None = None
    """A colour (CSS name or #rrggbb), source (the avatar on the face in the video), blur (the video behind it, so
    blurred that nobody can be made out), or the path of a picture."""
    light: Literal["photo", "studio", "soft", "side", "evening", "night"] = "photo"
    """In which the avatar is shown: that of its photo, or a room's."""
    light_turn: float = 0.0
    """Degrees that the light is moved about the avatar; positive towards its left side."""
    light_strength: float = 1.0
    """From 0.3 to 2."""
    address: str | None = None
    """Of a running Ray cluster, HOST:PORT, to share many videos out over; all its machines see the same files. local
    shares them out over this machine's cores. Needs the extra cluster."""

    def run(self, console: Console) -> dict[str, object]:
        jobs = self._jobs(self._stage())
        if self.address is not None:
            from avatar_app.transfer_share import shared_out

            results = shared_out(jobs, self.avatar, self.detail_path, self.address, console)
        else:
            results = perform_all(jobs, self.avatar, self.detail_path, console)
        frames, seconds = sum(r.frames for r in results), sum(r.seconds for r in results)
        return {
            "frames": frames,
            "seconds": seconds,
            "fps": frames / seconds,
            "videos": [dataclasses.asdict(result) for result in results],
        }

    def _stage(self) -> Stage:
        from avatar_app import options
        from engine.perform import Stage

        light = options.lighting(self.light, self.light_turn, self.light_strength)
        stage = Stage(side_by_side=self.side_by_side, lighting=light)
        if self.size is not None:
            stage = replace(stage, size_wh=options.size_wh(self.size))
        if self.background is not None:
            stage = replace(stage, background=options.background(self.background, also=("source", "blur")))
        if isinstance(stage.background, tuple) and stage.background[3] < 1:
            raise BadInput(
                "A video cannot be transparent: choose a colour to key out, as in --background green, or draw a PNG "
                "with avatar-app render."
            )
        return stage

    def _jobs(self, stage: Stage) -> list[Job]:
        """Everything that can be wrong with the videos and the output is said here, before anything is written."""
        from avatar_app import options
        from engine.capture import open_source

        if not self.videos:
            raise BadInput(f"No video was given. Run: avatar-app transfer {self.avatar} VIDEO -o {self.output}")
        is_file = self.output.suffix.lower() == ".mp4" and not self.output.is_dir()
        if is_file and len(self.videos) > 1:
            raise BadInput(f"{len(self.videos)} videos do not fit into the one file {self.output}: give a folder.")
        if not is_file and self.output.suffix and not self.output.is_dir():
            raise BadInput(f"{self.output} has an ending that is not written: end it in .mp4, or give a folder.")
        if is_file:
            options.output(self.output, ".mp4")
        jobs: list[Job] = []
        for video in self.videos:
            source = open_source(video)
            source.close()
            target = self.output if is_file else self.output / f"{video.stem}.mp4"
            if target.exists() and target.samefile(video):
                raise BadInput(f"{target} is the video itself: give another place for the result.")
            if any(job.target == target for job in jobs):
                raise BadInput(f"Two of the videos are called {video.stem}: transfer them one at a time.")
            as_large = stage.onto_source and self.size is None
            as_shown = replace(stage, size_wh=source.size_wh) if as_large else stage
            jobs.append(Job(video, target, as_shown, self.tracker))
        if not is_file:
            self.output.mkdir(parents=True, exist_ok=True)
        return jobs


@dataclass(frozen=True)
class Result:
    """What one video became."""

    video: str
    frames: int
    faces: int
    seconds: float
    fps: float


def tell(result: Result, video: Path, console: Console) -> None:
    """One line on what a video became."""
    if result.faces == 0:
        console.warn(f"No face was found in {video}: the avatar rests throughout.")
    console.say(
        f"{result.video}: {counted(result.frames, 'frame')}, a face in {result.faces}, {result.seconds:.1f} s "
        f"({result.fps:.1f} fps)"
    )


def perform_all(jobs: Sequence[Job], avatar_path: Path, detail_path: DetailPath, console: Console) -> list[Result]:
    """One after the other, by one renderer."""
    from engine.avatar.store import load_avatar
    from engine.detail.path import moving_detail
    from engine.head import head_of
    from engine.render.headless import headless_renderer

    avatar = load_avatar(avatar_path)
    head = head_of(avatar.head_id, avatar.name)
    with headless_renderer(head) as renderer:
        renderer.show(avatar, moving_detail(avatar, detail_path))
        return [job.run(head, renderer, console) for job in jobs]


@dataclass(frozen=True)
class Job:
    """One video on its way to one MP4."""

    video: Path
    target: Path
    stage: Stage
    tracker: TrackerKind

    def absolute(self) -> Job:
        """The same files, wherever the worker stands."""
        return replace(self, video=self.video.resolve(), target=self.target.resolve())

    def run(self, head: Head, renderer: Renderer, console: Console) -> Result:
        from avatar_app.transferring import Transferring

        work = Transferring(self.video, self.stage, self.tracker, self.target)
        try:
            with console.progress(f"{self.video.name} -> {self.target.name}", None) as bar:

                def step(_frames: int, total: int | None) -> None:
                    bar.total = total
                    bar.update()

                done = work.run(head, renderer, step)
        except KeyboardInterrupt:
            if work.recorder is not None and work.recorder.being_written.exists():
                console.say(f"Stopped: {work.recorder.being_written} holds the first {work.recorder.seconds:.1f} s.")
            raise
        for note in done.notes:
            console.warn(note)
        result = Result(str(self.target), done.frames, done.faces, done.seconds, done.frames / done.seconds)
        tell(result, self.video, console)
        return result
