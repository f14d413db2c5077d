"""The fit of photos: one identity for all pictures of a person, and what the face does in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.tracking.fit import IdentityFit, fit_portraits
from engine.tracking.follow import State
from engine.tracking.rig import Person
from engine.types import Face
from training.label.clip_fit import Fitted
from training.label.confidence import confidence
from training.label.sighting import Fitter


@dataclass(frozen=True, slots=True, eq=False)
class PhotoFit:
    """Who is in the photos, and what they do in each."""

    shape: Array  # [S]
    frames: tuple[Fitted, ...]
    portraits: IdentityFit
    """The same as making an avatar sees it: expressions not held to the landmarks as closely."""


def fit_photos(fitter: Fitter, faces: Sequence[Face]) -> PhotoFit:
    """One person seen in one or several photos, with the perspective of each.

    A handful of pictures cannot tell the detector's habits from the person's own face: there are no offsets.
    """
    portraits = fit_portraits(fitter.head, faces)
    person = Person.of(fitter.rig, portraits.shape)
    offsets = np.zeros((3, fitter.rig.num_points))
    frames = []
    for face, view in zip(faces, portraits.views, strict=True):
        sighting = fitter.sighting(face)
        # The portrait's fit is lenient, so that the identity does not bend; its camera, distance included, is kept.
        start = State(view.controls, view.placement, view.uv)
        state = fitter.fit(sighting, person, offsets, start)
        residual = fitter.residual(sighting, person, offsets, state)
        trust = confidence(
            residual, state.placement.rotation, sighting.landmarks, face.frame.size_wh, sighting.target.unit_px
        )
        frames.append(Fitted(sighting, state.controls, state.placement, residual, trust))
    return PhotoFit(portraits.shape, tuple(frames), portraits)
