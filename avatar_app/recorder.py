"""The recording under way, if there is one: what it is told of the source, and why it ended early."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from avatar_app.microphone import Microphone
from avatar_app.recording import Recorded, Recording
from avatar_app.stage import sentence
from engine.avatar.mirror import mirrored
from engine.avatar.retarget import calibrated
from engine.errors import AvatarError, BadInput, Closed, DeviceError
from engine.types import Frame, Motion, Picture, Tracked, replace

if TYPE_CHECKING:
    from avatar_app.chain import Chain
    from engine.head import Head


def as_shown(tracked: Tracked, neutral: Motion | None, mirrored_on: Head | None) -> Tracked:
    """`tracked` as a take holds it: without the performer's neutral face, and in a mirror where the avatar was in one.

    mirrored_on: the head of it. Landmarks stay those of the camera's picture.
    """
    motion = tracked.motion if neutral is None else calibrated(tracked.motion, neutral)
    return replace(tracked, motion=motion if mirrored_on is None else mirrored(motion, mirrored_on))


class Recorder:
    """One recording at a time. head_id: of the motions that are kept."""

    def __init__(self, head_id: str) -> None:
        self._head_id = head_id
        self.now: Recording | None = None
        self.microphone = Microphone()
        """What it hears, once one is chosen, becomes the sound of videos."""
        self.sound_delay = 0.0
        """s, by which the sound of the next videos is moved to later times."""
        self.ended_early: Recording | None = None
        """The last one, where `add` has raised; whoever deals with it sets it to None."""

    def start(
        self,
        video: Path | None,
        size_wh: tuple[int, int] | None,
        take: Path | None,
        chain: Chain | None,
        frame: Frame | None,
    ) -> None:
        """Begin a video, a take, or both. size_wh: px, of the pictures that `add` will get; None: it gets none.
        frame: the source's last, as a sample.
        """
        if self.now is not None:
            raise BadInput(f"{self.now.path} is already being recorded.")
        self.now = Recording(
            video,
            size_wh,
            head_id=self._head_id,
            take=take,
            source_size_wh=frame.size_wh if frame is not None else (0, 0),
            source_fps=chain.captured.per_second if chain is not None else 0.0,
            tracker=chain.tracker_name if chain is not None else "",
            model_sha256=chain.model_sha256 if chain is not None else "",
            sound=self.microphone.tap() if self.microphone.wanted and video is not None else None,
            sound_delay=self.sound_delay,
        )

    def add(self, picture: Picture | None, tracked: Tracked, time: float) -> None:
        """Keep one moment. Where the files cannot be written any more this raises the reason: a sentence of ours as
        it is, anything else as a DeviceError.
        """
        if self.now is None:
            return
        try:
            self.now.add(picture, tracked, time)
        except Closed as closed:
            ended, self.now = self.now, None
            self.ended_early = ended
            cause = closed.__cause__
            if isinstance(cause, AvatarError):
                raise cause from None
            why = f" ({sentence(cause)})" if cause is not None else ""
            raise DeviceError(
                f"The recording {ended.path} ended early{why}; what was written until then plays."
            ) from cause

    def end(self) -> Recording | None:
        """As `stop`, without waiting for it."""
        recording, self.now = self.now, None
        if recording is not None:
            recording.end()
        return recording

    def stop(self) -> Recorded | None:
        """Finish the files; None where nothing was being recorded."""
        if self.ended_early is not None:
            self.ended_early.finish()
        recording, self.now = self.now, None
        return recording.finish() if recording is not None else None

    def close(self) -> None:
        """Finish the files and let the microphone go."""
        self.stop()
        self.microphone.close()
