"""A take -> what an avatar does over it, at any moment, whichever moment was before. Where the take shows no face the
avatar does as in live use (engine.avatar.actor): it waits, goes to rest and breathes, and eases into the face that is
back. The same take gives the same performance each time.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.avatar.actor import EASE_S, FADE_S, HOLD_S, breath
from engine.avatar.idle_blink import beginnings, shut
from engine.avatar.manner import Alone, Regions
from engine.avatar.retarget import retarget
from engine.check import Array
from engine.ease import smoothstep
from engine.head.head_model import Head
from engine.types import Motion, Take


class Performance:
    """Of one take; `motion` costs the same for every frame. alone: what the avatar does where nobody is seen."""

    def __init__(self, take: Take, head: Head, alone: Alone = "breathe") -> None:
        self.alone = alone
        self._take, self._regions = take, Regions(head)
        seen = np.concatenate([[True], take.confidence > 0, [True]])
        self._gaps = np.flatnonzero(np.diff(seen)).reshape(-1, 2)
        """[G, 2] the first frame without a face, the next one with it."""
        self._left: dict[int, Array] = {}  # [E + 12] of each gap: what was shown when the face was lost
        self._blinks: dict[int, Array] = {}  # [K] s, their beginnings after that

    def __len__(self) -> int:
        return len(self._take)

    def __iter__(self) -> Iterator[Motion]:
        return (self.motion(frame) for frame in range(len(self)))

    def motion(self, frame: int) -> Motion:
        """What the avatar does at this frame, retargeted. Its confidence is 0 where no face is seen."""
        motion = retarget(self._take.motion(frame))
        gap = int(np.searchsorted(self._gaps[:, 0], frame, "right")) - 1
        if gap < 0:
            return motion
        found = int(self._gaps[gap, 1])
        if frame < found:
            return self._regions.motion(self._alone(gap, frame), motion)
        share = smoothstep(self._between(found, frame) / EASE_S)
        if share >= 1:
            return motion
        away = self._alone(gap, found - 1) - self._regions.values(retarget(self._take.motion(found)))
        return self._regions.motion(self._regions.values(motion) + (1 - share) * away, motion)

    def _alone(self, gap: int, frame: int) -> Array:
        """[E + 12] at a frame of a gap."""
        left, since = self._left_at(gap), self._between(int(self._gaps[gap, 0]), frame)
        if self.alone == "hold":
            return left
        share = smoothstep((since - HOLD_S) / FADE_S)
        values = (1 - share) * left
        if self.alone == "breathe":
            values[self._regions.head] += share * breath(since)
            if share == 1:
                values[: self._regions.num_expression][self._regions.lids] = self._shut(gap, since)
        return values

    def _left_at(self, gap: int) -> Array:
        """[E + 12] before a gap. Gaps that follow each other within the time of easing depend on the ones before."""
        first = gap
        while first > 0 and first not in self._left and self._between(*self._seen_before(first)) < EASE_S:
            first -= 1
        for one in range(first, gap + 1):
            if one not in self._left:
                lost = int(self._gaps[one, 0])
                self._left[one] = self._regions.values(self.motion(lost - 1)) if lost else np.zeros(self._regions.size)
        return self._left[gap]

    def _seen_before(self, gap: int) -> tuple[int, int]:
        """The first and the last frame with a face between the gap before and this one."""
        return int(self._gaps[gap - 1, 1]), int(self._gaps[gap, 0]) - 1

    def _shut(self, gap: int, since: float) -> float:
        """How far the lids are, so many seconds after the face was lost."""
        if gap not in self._blinks:
            lost, found = (int(frame) for frame in self._gaps[gap])
            self._blinks[gap] = HOLD_S + FADE_S + beginnings(self._between(lost, found - 1), seed=lost)
        last = int(np.searchsorted(self._blinks[gap], since, "right")) - 1
        return shut(since - float(self._blinks[gap][last])) if last >= 0 else 0.0

    def _between(self, earlier: int, later: int) -> float:
        """Seconds from one frame to another."""
        return float(self._take.time[later] - self._take.time[earlier])
