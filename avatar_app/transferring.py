"""One video becomes an avatar's video, its take, or both: the work behind `avatar-app transfer` and the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import AvatarError

if TYPE_CHECKING:
    from engine.capture.source import Source
    from engine.head.head_model import Head
    from engine.perform import Stage
    from engine.record.take import TakeBuilder
    from engine.record.video import VideoRecorder
    from engine.render.renderer import Renderer
    from engine.tracking.open import AnyTracker, TrackerKind
    from engine.types import Frame, Tracked


@dataclass(frozen=True, slots=True)
class Transferred:
    """What a whole video became."""

    frames: int
    faces: int
    """Frames in which a face was followed."""
    seconds: float
    notes: tuple[str, ...]
    """Sentences about what is otherwise than one might expect."""


@dataclass(slots=True)
class Transferring:
    """Runs once. target: an MP4 with the video's own sound and frame times; take: a .take; either may be None.

    However it ends, what was written until then is kept and plays; `recorder` says where the pictures are.
    """

    video: Path
    stage: Stage
    tracker: TrackerKind
    target: Path | None
    take: Path | None = None
    recorder: VideoRecorder | None = None
    """Once it runs, where there is a target."""

    def run(self, head: Head, renderer: Renderer | None, step: Callable[[int, int | None], None]) -> Transferred:
        """renderer: shows the avatar that performs; None where only a take is wanted. step: called after each frame
        with how many are done, and how many there are if the video says so; what it raises ends the transfer.
        """
        from engine.capture import open_source
        from engine.clock import now
        from engine.perform import tracked
        from engine.tracking.open import open_tracker

        start, frames, faces, whole = now(), 0, 0, False
        tracker = open_tracker(self.tracker, head)
        source = open_source(self.video)
        total = source.num_frames  # asked now: the tracking thread closes the source while pictures are still drawn
        take = self._take_of(source, tracker, head)
        try:
            with ExitStack() as parts:
                if self.target is not None:
                    self.recorder = parts.enter_context(self._recorder(self.target, source))
                for seen in self._performed(parts.enter_context(tracked(source, tracker)), renderer, head):
                    frames, faces = frames + 1, faces + (seen.motion.confidence > 0)
                    if take is not None:
                        take.add(seen)
                    step(frames, total)
            whole = True
        finally:
            self._save(take, whole=whole)
        notes = (*source.notes, *(self.recorder.notes if self.recorder is not None else ()))
        return Transferred(frames, faces, now() - start, notes)

    def _recorder(self, target: Path, source: Source) -> VideoRecorder:
        from engine.record.video import VideoRecorder

        return VideoRecorder(
            target,
            self.stage.recorded_size_wh(source.size_wh),
            fps=source.fps,
            time_base=source.time_base,
            audio_from=source.path,
        )

    def _performed(
        self, moments: Iterator[tuple[Frame, Tracked]], renderer: Renderer | None, head: Head
    ) -> Iterator[Tracked]:
        """What was tracked, frame by frame, each drawn and written first where there is something to write to."""
        from engine.perform import perform

        if self.recorder is None or renderer is None:
            return (seen for _, seen in moments)
        return perform(moments, renderer, head, self.stage, self.recorder.write)

    def _take_of(self, source: Source, tracker: AnyTracker, head: Head) -> TakeBuilder | None:
        from engine.record.take import TakeBuilder

        if self.take is None:
            return None
        return TakeBuilder(
            head.id,
            source_size_wh=source.size_wh,
            source_fps=source.fps,
            tracker=tracker.name,
            model_sha256=tracker.model_sha256,
        )

    def _save(self, take: TakeBuilder | None, *, whole: bool) -> None:
        from engine.record.take import save_take

        if take is None or self.take is None or not len(take):
            return
        with nullcontext() if whole else suppress(AvatarError):  # what ended it is the reason to tell
            save_take(take.build(), self.take)
