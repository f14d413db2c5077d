"""One face as the fits of this package take it: landmarks to aim at, and what the scores say beforehand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.tracking.follow import State, follow
from engine.tracking.lids import gaze_trust, lid_openings, touching_lids
from engine.tracking.measure import Measure, MeasureConfig
from engine.tracking.prior import ExpressionPrior, Prior
from engine.tracking.regress import Regressor
from engine.tracking.rig import Person, Rig, posed
from engine.tracking.target import Target
from engine.types import Face

_LOOKING_AHEAD = MeasureConfig(lips=0.010, lip_gap=0.006)
"""Lips are followed more closely than live: smoothing that looks ahead takes the noise out again. On nine videos the
mouth's non-rigid motion is explained to .960 instead of .955, and a smile's width keeps .888 of its range, not .864."""


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """A detected face, prepared for fitting."""

    face: Face
    target: Target
    lids: Array  # [3, 478] picture units: the target's landmarks, lids that touch brought together
    uvz: Array  # [3, L] those of them that are fitted
    prior: Prior
    irises: Array  # [2] trust in the right and the left iris

    @property
    def landmarks(self) -> Array:
        """[478, 2] px in the image, lids that touch brought together."""
        return self.target.image(self.lids[:2])


@dataclass(frozen=True, slots=True, eq=False)
class Fitter:
    """A head family with all that fitting a frame needs."""

    head: Head
    rig: Rig
    measure: Measure
    prior: ExpressionPrior
    regressor: Regressor | None

    @classmethod
    def of(cls, head: Head) -> Fitter:
        measure = Measure.of(_LOOKING_AHEAD)
        rig = Rig.of(head, measure.points)
        return cls(head, rig, measure, ExpressionPrior(head, rig), Regressor.for_head(head))

    def sighting(self, face: Face) -> Sighting:
        """`face` as it will be fitted."""
        target = Target.of(face)
        openings = lid_openings(target.uvz)
        irises = gaze_trust(openings)
        lids = touching_lids(target.uvz, openings)
        prior = self.prior(face.scores, eyes_open=irises)
        return Sighting(face, target, lids, lids[:, self.measure.points], prior, irises)

    def fit(self, seen: Sighting, person: Person, offsets: Array, before: State | None) -> State:
        """What `person` does in one frame, to convergence. `before`: a state to begin at, in this frame's units."""
        guess = self.regressor(seen.target.uvz[:2]) if before is None and self.regressor else None
        first = follow(person, self.measure, offsets, seen.uvz, seen.prior, seen.irises, before, guess)
        return follow(person, self.measure, offsets, seen.uvz, seen.prior, seen.irises, first)

    def residual(self, seen: Sighting, person: Person, offsets: Array, state: State) -> float:
        """Mean distance of the fitted landmarks without the oval, share of the interocular distance."""
        uv, _ = state.placement.seen(posed(person, state.controls).points + offsets)
        inner = np.setdiff1d(np.arange(len(self.measure.points)), self.measure.oval)
        return float(np.linalg.norm(uv - seen.uvz[:2], axis=0)[inner].mean())
