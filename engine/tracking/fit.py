"""Who is in the picture: identity, expression and camera from a face's landmarks, by regularised least squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.tracking.fit_equations import Belief, FitConfig, normal_equations
from engine.tracking.fit_motion import motion_of
from engine.tracking.lids import gaze_trust, lid_openings
from engine.tracking.measure import INNER, Measure
from engine.tracking.placement import Placement, place
from engine.tracking.prior import ExpressionPrior, Prior
from engine.tracking.rig import Person, Rig, posed
from engine.tracking.solve import boxed_step
from engine.tracking.target import Target
from engine.types import Face, FaceCode


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One face as the fit explains it."""

    target: Target
    controls: Array  # [K]
    placement: Placement
    uv: Array  # [2, 478] picture units

    @property
    def residual(self) -> float:
        """Mean distance of the inner landmarks, share of the interocular distance."""
        return float(np.linalg.norm(self.uv - self.target.uvz[:2], axis=0)[INNER].mean())


@dataclass(frozen=True, slots=True, eq=False)
class IdentityFit:
    """An identity, and how each of the faces it was fitted to is explained by it."""

    head: Head = field(repr=False)
    shape: Array  # [S]
    views: tuple[View, ...]
    tex: Array = field(default_factory=lambda: np.zeros(0))  # what was believed of the skin

    @property
    def residual(self) -> float:
        """Mean over the faces, share of the interocular distance."""
        return float(np.mean([view.residual for view in self.views]))

    @property
    def distance(self) -> float:
        """Metres between the camera and the first face; inf for weak perspective."""
        nearness = self.views[0].placement.nearness
        return 1 / nearness if nearness > 0 else np.inf

    def code(self, index: int = 0, time: float = 0.0) -> FaceCode:
        """The fit of face number `index`, its camera reduced to weak perspective; `time` in s goes into the motion."""
        view = self.views[index]
        # The perspective scales about the head's centre, so leaving it out keeps place and mean size.
        weak = replace(view.placement, nearness=0.0)
        rig = Rig.of(self.head)
        person = Person.of(rig, self.shape)
        motion = motion_of(self.head, rig, person, view.controls, weak, view.target, time)
        return FaceCode(motion=motion, shape=self.shape.astype(np.float32), tex=self.tex)

    def image_points(self, points: Array, index: int = 0) -> Array:
        """[N, 3] of model points (posed with neck and head at rest): x, y px in the picture, z towards the camera.

        With the perspective the fit found; z is in px too and only good for comparing.
        """
        view = self.views[index]
        uv, turned = view.placement.seen(points.T)
        depth = view.placement.scale * view.target.unit_px * turned[2]
        return np.concatenate([view.target.image(uv), depth[:, None]], 1)


def fit_identity(head: Head, face: Face, *more: Face, config: FitConfig | None = None) -> FaceCode:
    """Who and what of one portrait; further pictures of the same person make the who better."""
    return fit_portraits(head, [face, *more], config=config).code()


def fit_portraits(
    head: Head,
    faces: Sequence[Face],
    *,
    rig: Rig | None = None,
    config: FitConfig | None = None,
    priors: Sequence[Prior] | None = None,
    belief: Belief | None = None,
) -> IdentityFit:
    """One identity for all `faces` (at least one), and an expression and a camera for each.

    Gauss-Newton on landmarks with priors, inside the expression's bounds.
    rig: of `head`, for those who have it already or measure its bias.
    priors: what is known of each expression, one a face; by default what the tracker's scores say.
    belief: what is known of the identity; by default that it is anyone's.
    """
    rig = rig or Rig.of(head)
    config = config or FitConfig()
    belief = belief or Belief.of_anyone(rig.num_shape)
    targets = [Target.of(face) for face in faces]
    measure = Measure.of(config.measure, every=1)
    prior_of = ExpressionPrior(head, rig)
    opened = [gaze_trust(lid_openings(target.uvz)) for target in targets]
    priors = priors or [prior_of(face.scores, eyes_open=eyes) for face, eyes in zip(faces, opened, strict=True)]
    shape = belief.shape
    centre = posed(Person.of(rig, shape), np.zeros(rig.num_controls)).points.mean(1)
    controls = [np.clip(config.expressive * prior.mean, rig.low, rig.high) for prior in priors]
    placements = []
    for target, start in zip(targets, controls, strict=True):
        placement = place(posed(Person.of(rig, shape), start).points, target.uvz, centre)
        if config.perspective:
            placement = replace(placement, nearness=config.nearness)
        placements.append(placement)
    for iteration in range(config.iterations):
        # Large steps of the identity before the cameras are right lead astray: hold back at first.
        damping = 1.0 if iteration < 3 else 0.0
        system = normal_equations(
            rig, shape, controls, placements, targets, priors, opened, measure, config, belief, damping
        )
        step = boxed_step(*system)
        shape = shape + step[: rig.num_shape]
        per_face = step[rig.num_shape :].reshape(len(faces), -1)
        controls = [
            np.clip(c + s[: rig.num_controls], rig.low, rig.high) for c, s in zip(controls, per_face, strict=True)
        ]
        placements = [p.moved(s[rig.num_controls :]) for p, s in zip(placements, per_face, strict=True)]
        if np.abs(step).max() < 2e-3:
            break
    person = Person.of(rig, shape)
    views = tuple(
        View(t, c, p, p.seen(posed(person, c).points)[0]) for t, c, p in zip(targets, controls, placements, strict=True)
    )
    return IdentityFit(head, shape, views, belief.tex)
