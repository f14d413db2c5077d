"""The running chain as it is now, in plain values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from avatar_app.chain import SourceState
from avatar_app.microphone import Hearing
from avatar_app.replay import Replaying


@dataclass(frozen=True, slots=True)
class Status:
    """What the window says of it."""

    source: SourceState = "none"
    source_name: str = ""
    source_size_wh: tuple[int, int] | None = None
    reason: str = ""
    """One sentence: why the source was lost."""
    tracker: str = ""
    provider: str = ""
    """What runs the tracker's network."""
    captured_fps: float = 0.0
    shown_fps: float = 0.0
    latency_ms: float | None = None
    """From the source's hand-over to the finished picture; None while nothing moves."""
    dropped: int = 0
    confidence: float = 0.0
    calibrating: float | None = None
    """0 to 1 while the neutral face is being measured."""
    calibrated: bool = False
    """There is a neutral face."""
    recording: Path | None = None
    recording_seconds: float = 0.0
    recording_bytes: int = 0
    recording_free: int | None = None
    """Bytes that fit on the disk beside it."""
    missed: int = 0
    """Pictures the recording had to give up."""
    hearing: Hearing = Hearing()  # noqa: RUF009  (frozen)
    """The microphone."""
    mirrored: bool = True
    """The source, or the camera that may be next, is shown as in a mirror."""
    replaying: Replaying | None = None
    """The take on the stage; the source waits meanwhile."""
