"""Motion -> motion over time: gains, held regions, and what the avatar does alone. Nothing it does is a jump.

Trackers bridge the frames without a face in the camera's picture (engine.tracking.absence); this is about the avatar,
which has a body of its own and all the time in the world.
"""

from __future__ import annotations

import math

import numpy as np

from engine.avatar.idle_blink import IdleBlinks
from engine.avatar.manner import Manner, Regions
from engine.check import Array
from engine.ease import smoothstep
from engine.head.head_model import Head
from engine.types import Motion, replace

HOLD_S = 0.5
"""A face lost for less than this is waited for."""
FADE_S = 1.5
"""Then the avatar goes to rest within this time."""
EASE_S = 0.4
"""Within this time a face that is back, or another manner, takes over from what is shown."""
BREATH_S, SWAY_S = 4.0, 11.0
"""Periods of an idle body. They share no small multiple, so it takes long until anything comes back."""
BREATH_RAD = math.radians(0.9)
"""How far breathing lifts and lowers the chin."""
SWAY_RAD = np.radians([0.3, 0.8, 0.35])
"""How far the head wanders meanwhile: pitch, yaw, roll."""


class Actor:
    """One avatar's. Times are seconds on any clock that does not go back."""

    def __init__(self, head: Head, seed: int | None = None) -> None:
        """seed: of the moments at which it blinks alone."""
        self._regions = Regions(head)
        self._lids = np.flatnonzero(self._regions.lids)
        self._blinks = IdleBlinks(seed)
        self._rest = np.zeros(self._regions.size)
        self._manner = Manner()
        self._held = np.zeros(self._regions.size, bool)
        self._shown: Array | None = None  # [E + 12] of the last answer
        self._kept = self._rest  # what held regions show
        self._left: tuple[Array, float] | None = None  # what was shown when the face was lost, and when
        self._away: tuple[Array, float] | None = None  # what was shown beyond the target at the last change, and when
        self._changed = False
        self.restless = False
        """The last answer will be different soon, even without another motion."""

    def enter(self) -> None:
        """Say that the avatar was shown at rest until now: it eases into the first face, too."""
        self._shown, self._changed = self._rest, True

    def ease(self) -> None:
        """Say that the same face is told differently from the next motion on, e.g. by another neutral."""
        self._changed = True

    def at_once(self, motion: Motion, manner: Manner) -> Motion:
        """`motion` at one moment of a performance, whichever moment was before: gains and held regions alone.

        What it does next over time, it eases into from here.
        """
        if manner.held != self._manner.held:
            self._hold(manner)
        target = self._regions.scaled(self._regions.values(motion), manner)
        self._shown = np.where(self._held, self._kept, target)
        self._manner, self._left, self._away, self._changed, self.restless = manner, None, None, True, False
        return motion if manner.plain else self._regions.motion(self._shown, motion)

    def __call__(self, motion: Motion | None, manner: Manner, time: float) -> Motion:
        """What the avatar does at `time`. motion: the performer's, retargeted; None or confidence 0: nobody is seen."""
        seen = motion if motion is not None and motion.confidence > 0 else None
        if self._shown is None and seen is None:
            self._shown = self._rest
        self._changed |= manner != self._manner or (seen is not None and self._left is not None)
        if manner.held != self._manner.held:
            self._hold(manner)
        self._manner = manner
        if seen is not None:
            self._left = None
            self._blinks.stop()
            target = self._regions.scaled(self._regions.values(seen), manner)
        else:
            target = self._alone(time)
        if self._shown is None:
            self._shown = target
        target = np.where(self._held, self._kept, target)
        shown = self._eased(target, time)
        self._shown = shown
        self.restless = self._away is not None or (seen is None and self._moves(time))
        if seen is None:
            like = motion if motion is not None else Motion.rest(self._regions.num_expression, time)
            return self._regions.motion(shown, replace(like, confidence=0.0))
        return seen if manner.plain and self._away is None else self._regions.motion(shown, seen)

    def _hold(self, manner: Manner) -> None:
        """Regions that are held from now on keep what is shown."""
        now_held = self._regions.where(manner.held)
        if self._shown is not None:
            self._kept = np.where(now_held & ~self._held, self._shown, self._kept)
        self._held = now_held

    def _alone(self, time: float) -> Array:
        """[E + 12] without a face: from what was shown last towards rest."""
        if self._left is None:
            assert self._shown is not None
            self._left, self._away = (self._shown, time), None
        left, since = self._left
        share = self._gone(time)
        target = (1 - share) * left
        if self._manner.alone == "breathe":
            target[self._regions.head] += share * breath(time - since)
            if share == 1 and self._manner.eyes > 0:
                target[self._lids] = self._blinks(time)
        return target

    def _gone(self, time: float) -> float:
        """0 while a lost face is waited for, 1 at rest."""
        if self._left is None or self._manner.alone == "hold":
            return 0.0
        return smoothstep((time - self._left[1] - HOLD_S) / FADE_S)

    def _moves(self, time: float) -> bool:
        return self._manner.alone == "breathe" or (self._manner.alone == "rest" and self._gone(time) < 1)

    def _eased(self, target: Array, time: float) -> Array:
        """`target`, approached from what was shown before the last change."""
        if self._changed and self._shown is not None:
            self._changed, self._away = False, (self._shown - target, time)
        if self._away is None:
            return target
        away, since = self._away
        share = smoothstep((time - since) / EASE_S)
        if share >= 1:
            self._away = None
            return target
        return target + (1 - share) * away


def breath(seconds: float) -> Array:
    """[3] rad, the head of somebody who waits: zero at the start."""
    breath = np.array([-BREATH_RAD * math.sin(2 * math.pi * seconds / BREATH_S), 0.0, 0.0])
    sway = 2 * math.pi * seconds / SWAY_S
    return breath + SWAY_RAD * (math.sin(1.3 * sway), math.sin(sway), math.sin(0.7 * sway))
