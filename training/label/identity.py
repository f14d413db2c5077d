"""Who is in a clip: one identity for all of it, from many frames, however late in the clip they come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.tracking.fit import fit_portraits
from engine.tracking.fit_equations import FitConfig
from engine.tracking.learn import LearnConfig, Learner
from engine.tracking.rig import Person
from training.label.sighting import Fitter, Sighting


@dataclass(frozen=True, slots=True)
class IdentityConfig:
    """How an identity is learned from a clip."""

    first_frames: int = 8
    """Fitted together, for a first identity."""
    frames: int = 80
    """Spread over the clip, that the identity is then learned from."""
    worth: float = 4.0
    """All frames together count as so many: they share the detector's habits, which must not become the person's."""
    rounds: int = 3
    """Each begins at the identity that the one before ended with."""


@dataclass(frozen=True, slots=True, eq=False)
class Identity:
    """A person, and how the detector's landmarks on them differ from the head's."""

    shape: Array  # [S]
    person: Person
    offsets: Array  # [3, L] metres, model frame


def learn_identity(fitter: Fitter, seen: list[Sighting], config: IdentityConfig | None = None) -> Identity:
    """The identity behind all of `seen`, at least one."""
    config = config or IdentityConfig()
    first = fit_portraits(
        fitter.head,
        [seen[i].face for i in spread(len(seen), config.first_frames)],
        config=FitConfig(perspective=False, iterations=8),
    )
    shape, offsets = first.shape, np.zeros((3, fitter.rig.num_points))
    chosen = [seen[i] for i in spread(len(seen), config.frames)]
    for _ in range(config.rounds):
        person = Person.of(fitter.rig, shape)
        learner = Learner(
            fitter.rig,
            fitter.measure,
            LearnConfig(frames=len(chosen), pause_s=0.0, weight=min(1.0, config.worth / len(chosen))),
        )
        states = [fitter.fit(sighting, person, offsets, None) for sighting in chosen]
        residuals = np.array([fitter.residual(s, person, offsets, t) for s, t in zip(chosen, states, strict=True)])
        # A frame that fits far worse than the others shows a hand, a blur, or nobody: it says nothing of who.
        good = residuals <= 2 * np.median(residuals)
        known = shape
        for sighting, state in (
            pair for pair, fits in zip(zip(chosen, states, strict=True), good, strict=True) if fits
        ):
            shape = learner.learn(
                person, known, state, sighting.uvz, sighting.prior, sighting.irises, sighting.face.frame.time
            )
        offsets = learner.offsets
    return Identity(shape, Person.of(fitter.rig, shape), offsets)


def spread(length: int, count: int) -> list[int]:
    """At most `count` of range(length), evenly spread, away from the ends."""
    if length <= count:
        return list(range(length))
    return [int((i + 0.5) * length / count) for i in range(count)]
