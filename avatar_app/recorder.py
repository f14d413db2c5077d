"""The recording under way, if there is one: what it is told of the source, and why it ended early."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from avatar_app.chain import Live
from avatar_app.recording import Recorded, Recording
from avatar_app.stage import sentence
from engine.errors import AvatarError, BadInput, Closed, DeviceError
from engine.types import Frame, Picture

if TYPE_CHECKING:
    from avatar_app.chain import Chain


class Recorder:
    """One recording at a time. head_id: of the motions that are kept."""

    def __init__(self, head_id: str) -> None:
        self._head_id = head_id
        self.now: Recording | None = None

    def start(
        self, path: Path, size_wh: tuple[int, int], take: Path | None, chain: Chain | None, frame: Frame | None
    ) -> None:
        """Begin a file. size_wh: px, of the pictures that `add` will get. frame: the source's last, as a sample."""
        if self.now is not None:
            raise BadInput(f"{self.now.path} is already being recorded.")
        self.now = Recording(
            path,
            size_wh,
            head_id=self._head_id,
            take=take,
            source_size_wh=frame.size_wh if frame is not None else (0, 0),
            source_fps=chain.captured.per_second if chain is not None else 0.0,
            tracker=chain.tracker_name if chain is not None else "",
            model_sha256=chain.model_sha256 if chain is not None else "",
        )

    def add(self, picture: Picture, live: Live) -> None:
        """Keep one picture. Where the file cannot be written any more this raises the reason: a sentence of ours as
        it is, anything else as a DeviceError.
        """
        if self.now is None or live.tracked is None:
            return
        try:
            self.now.add(picture, live.tracked, live.frame.time)
        except Closed as closed:
            path, self.now = self.now.path, None
            cause = closed.__cause__
            if isinstance(cause, AvatarError):
                raise cause from None
            why = f" ({sentence(cause)})" if cause is not None else ""
            raise DeviceError(f"The recording {path} ended early{why}; what was written until then plays.") from cause

    def stop(self) -> Recorded | None:
        """Finish the file; None where nothing was being recorded."""
        recording, self.now = self.now, None
        return recording.finish() if recording is not None else None
