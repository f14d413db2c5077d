"""`avatar-app track`: a video becomes a take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from tyro.conf import Positional, arg

from avatar_app.console import Console, counted


@dataclass(frozen=True)
class Track:
    """Turn a video into a take: motion without pictures, to be played by any avatar."""

    video: Annotated[Positional[Path], arg(metavar="VIDEO")]
    """A video, a picture or a folder of pictures."""
    output: Annotated[Path, arg(aliases=["-o"], metavar="T.take")]
    """Where the take goes."""
    tracker: Literal["auto", "encoder", "landmarks", "deca", "smirk"] = "auto"
    """What follows the face: the encoder, or MediaPipe's landmarks; auto is the encoder where it is good enough.
    deca and smirk are what you imported, on FLAME heads (docs/deca.md)."""
    avatar: Annotated[Path | None, arg(metavar="ME.avatar")] = None
    """An avatar of the person in the video: its face shape is used instead of an estimate."""

    def run(self, console: Console) -> dict[str, object]:
        from avatar_app import options
        from engine.avatar.store import load_avatar
        from engine.capture import open_source
        from engine.clock import now
        from engine.head import head_of, open_head
        from engine.head.brought import flame_head
        from engine.perform import tracked
        from engine.record.take import TakeBuilder, save_take
        from engine.tracking.open import open_tracker

        options.output(self.output, ".take")
        avatar = None if self.avatar is None else load_avatar(self.avatar)
        if avatar is not None:
            head, shape = head_of(avatar.head_id, avatar.name), avatar.shape
        else:
            head, shape = flame_head() if self.tracker in ("deca", "smirk") else open_head(), None
        tracker = open_tracker(self.tracker, head, shape=shape)
        source = open_source(self.video)
        take = TakeBuilder(
            head.id,
            source_size_wh=source.size_wh,
            source_fps=source.fps,
            tracker=tracker.name,
            model_sha256=tracker.model_sha256,
        )
        start, faces = now(), 0
        with (
            console.progress(f"tracking {self.video.name}", source.num_frames) as bar,
            tracked(source, tracker) as frames,
        ):
            for _, seen in frames:
                take.add(seen)
                faces += seen.motion.confidence > 0
                bar.update()
        seconds = now() - start
        for note in source.notes:
            console.warn(note)
        save_take(take.build(), self.output)
        if faces == 0:
            console.warn(f"No face was found in {self.video}: the take rests throughout.")
        fps = len(take) / seconds
        console.say(f"{self.output}: {counted(len(take), 'frame')}, a face in {faces}, {seconds:.1f} s ({fps:.1f} fps)")
        return {
            "take": str(self.output),
            "frames": len(take),
            "seconds": seconds,
            "fps": fps,
            "faces": faces,
            "tracker": tracker.name,
        }
