"""A take on the stage: where it is in time, and what follows from playing, pausing, seeking and stepping."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from avatar_app.chain import Live
from avatar_app.mouth_curve import mouth_open
from engine.avatar.manner import Alone
from engine.avatar.performance import Performance
from engine.check import Array
from engine.head.head_model import Head
from engine.types import Frame, Take, Tracked

SCRUBBING_S = 0.3
"""So long after the last move nobody drags any more."""
SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0)
_NO_PICTURE = np.zeros((1, 1, 3), np.uint8)
_NO_POINTS = np.full((68, 2), np.nan, np.float32)
"""Nobody is in front of a camera."""


@dataclass(frozen=True, slots=True)
class Replaying:
    """How far a replay is, in plain values."""

    name: str
    path: Path
    frame: int
    num_frames: int
    position: float
    """Seconds from the take's first frame."""
    length: float
    playing: bool
    looped: bool
    speed: float


class Replay:
    """The whole take lies in memory, so any moment of it is shown at once. One thread's; `time` is its clock, s."""

    def __init__(self, take: Take, head: Head, path: Path, time: float) -> None:
        self.take, self.path, self.name, self._head = take, path, path.stem, head
        self.times: Array = take.time - take.time[0]  # [N] s
        self.length = float(self.times[-1])
        self.mouth: Array = mouth_open(take)  # [N] 0 to 1
        self.playing, self.looped, self.speed = True, False, 1.0
        self._position, self._since, self._sought = 0.0, time, 0.0
        self._performance = Performance(take, head)
        self._shown: tuple[int, Alone] | None = None

    def __len__(self) -> int:
        return len(self.take)

    @property
    def frame(self) -> int:
        """Which frame is due."""
        return int(np.searchsorted(self.times, self._position + 1e-9, "right")) - 1

    def state(self, time: float) -> Replaying:
        self._advance(time)
        return Replaying(
            self.name, self.path, self.frame, len(self), min(self._position, self.length), self.length, self.playing,
            self.looped, self.speed,
        )  # fmt: skip

    def moving(self, time: float) -> bool:
        """It plays, or somebody is scrubbing."""
        return self.playing or time - self._sought < SCRUBBING_S

    def due(self, time: float, epoch: int, alone: Alone = "breathe") -> Live | None:
        """What the avatar is to do now; None while that is what was given last. alone: as `Manner.alone`."""
        self._advance(time)
        frame = self.frame
        if (frame, alone) == self._shown:
            return None
        self._shown = (frame, alone)
        if alone != self._performance.alone:
            self._performance = Performance(self.take, self._head, alone)
        tracked = Tracked(self._performance.motion(frame), _NO_POINTS)
        return Live(epoch, Frame(_NO_PICTURE, frame, time, self.name), tracked)

    def play(self, on: bool, time: float) -> None:
        """Go on, from the start where the end was reached; or stay."""
        self._advance(time)
        if on and self._position >= self.length:
            self._position = 0.0
        self.playing = on

    def seek(self, frame: int, time: float) -> None:
        """Go to a frame, the nearest there is; what plays plays on from there."""
        self._advance(time)
        self._position, self._sought = float(self.times[min(max(frame, 0), len(self) - 1)]), time

    def step(self, frames: int, time: float) -> None:
        """Stay, so many frames later."""
        self._advance(time)
        self.playing = False
        self.seek(self.frame + frames, time)

    def choose_speed(self, speed: float, time: float) -> None:
        self._advance(time)
        self.speed = speed

    def _advance(self, time: float) -> None:
        passed, self._since = time - self._since, time
        if not self.playing:
            return
        self._position += passed * self.speed
        if self.looped and self.length > 0:
            self._position %= self.length + self.length / (len(self) - 1)  # the last frame has its time, too
        elif self._position >= self.length:
            self._position, self.playing = self.length, False
