"""Who is in the picture: identity, expression and camera from a face's landmarks, by regularised least squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.tracking import crop
from engine.tracking.lids import gaze_trust, lid_openings
from engine.tracking.measure import INNER, PORTRAIT, Measure, MeasureConfig
from engine.tracking.placement import Placement, cam_from, place, rotation_vector
from engine.tracking.prior import ExpressionPrior, Prior
from engine.tracking.rig import Person, Rig, control_slopes, posed, shape_slopes
from engine.tracking.solve import boxed_step
from engine.tracking.target import Target
from engine.types import Face, FaceCode, Motion


@dataclass(frozen=True, slots=True)
class FitConfig:
    """How an identity fit weighs its wishes. Errors are in shares of the distance between the irises."""

    measure: MeasureConfig = PORTRAIT
    iterations: int = 14
    perspective: bool = True
    """Estimate the camera's distance; otherwise weak perspective."""
    nearness: float = 1.4
    """Expected 1/distance (1/m), and its spread below."""
    nearness_spread: float = 1.5
    nearness_limit: float = 7.0
    expressive: bool = True
    """False takes every face to be at rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """Who it is likely to be before the landmarks are asked: a normal distribution of the identity."""

    shape: Array  # [S]
    precision: Array  # [S, S]
    tex: Array = field(default_factory=lambda: np.zeros(0))  # the skin, of which landmarks say nothing

    @classmethod
    def of_anyone(cls, num_shape: int) -> Belief:
        """The average person, as sure as people are alike."""
        return cls(np.zeros(num_shape), np.eye(num_shape))


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
        """The fit of one face, its camera reduced to weak perspective."""
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
    """One identity for all `faces`, and an expression and a camera for each.

    Gauss-Newton on landmarks with priors, inside the expression's bounds.
    priors: what is known of each expression; by default what the tracker's scores say.
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
        system = _normal_equations(
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


def motion_of(
    head: Head,
    rig: Rig,
    person: Person,
    controls: Array,
    placement: Placement,
    target: Target,
    time: float,
    *,
    uv: Array | None = None,
    confidence: float = 1.0,
) -> Motion:
    """The motion that poses the whole head as weak-perspective `placement` and `controls` say.

    uv: [2, L] where the landmarks then are, in picture units, for those who know it already.
    """
    if uv is None:
        uv, _ = placement.seen(posed(person, controls).points)
    (left, low), (right, high) = uv.min(1).tolist(), uv.max(1).tolist()
    unit, (x, y) = target.unit_px, target.origin_px.tolist()
    matrix = crop.crop_from_box(x + unit * left, y - unit * high, x + unit * right, y - unit * low)
    e = head.num_expression
    turn, cam = (
        rotation_vector(placement.rotation),
        cam_from(placement, person.joints[0], matrix, target.origin_px, unit),
    )
    # In one array, so that a motion is made of views: eight small copies are a tenth of what a frame costs.
    values = np.concatenate([controls[:e], rig.angles @ controls, turn, cam], dtype=np.float32)
    values.flags.writeable = False
    jaw, left_eye, right_eye, turn, cam = values[e:].reshape(5, 3)
    return Motion(
        expression=values[:e],
        global_orient=turn,
        jaw_pose=jaw,
        leye_pose=left_eye,
        reye_pose=right_eye,
        cam=cam,
        crop_from_image=matrix,
        time=time,
        confidence=confidence,
    )


def _normal_equations(
    rig: Rig,
    shape: Array,
    controls: Sequence[Array],
    placements: Sequence[Placement],
    targets: Sequence[Target],
    priors: Sequence[Prior],
    opened: Sequence[Array],
    measure: Measure,
    config: FitConfig,
    belief: Belief,
    damping: float,
) -> tuple[Array, Array, Array, Array]:
    """normal [n, n], gradient [n], low [n], high [n] of a step; n = S + faces * (K + camera)."""
    s, k = rig.num_shape, rig.num_controls
    cameras = 7 if config.perspective else 6
    n = s + len(targets) * (k + cameras)
    normal, gradient = np.zeros((n, n)), np.zeros(n)
    low, high = np.full(n, -np.inf), np.full(n, np.inf)
    person = Person.of(rig, shape)
    normal[:s, :s] = belief.precision * (1 + damping)
    gradient[:s] = belief.precision @ (belief.shape - shape)
    for index, (control, placement, target, prior) in enumerate(
        zip(controls, placements, targets, priors, strict=True)
    ):
        at = posed(person, control)
        uv, turned = placement.seen(at.points)
        view = placement.view()
        slopes = np.concatenate(
            [
                placement.point_slopes(uv, turned, shape_slopes(person, at, view, s)),
                placement.point_slopes(uv, turned, control_slopes(person, at, view)),
                placement.own_slopes(uv, turned, config.perspective),
            ],
            axis=2,
        )  # [2, L, s + k + cameras]
        rows, error = measure.rows(slopes, target.uvz[:2] - uv, placement.rotation, opened[index])
        own = np.arange(s + index * (k + cameras), s + (index + 1) * (k + cameras))
        where = np.concatenate([np.arange(s), own])
        normal[np.ix_(where, where)] += rows.T @ rows
        gradient[where] += rows.T @ error
        mine = own[:k]
        normal[np.ix_(mine, mine)] += prior.precision
        gradient[mine] += prior.precision @ (prior.mean - control)
        if config.expressive:
            low[mine], high[mine] = rig.low - control, rig.high - control
        else:
            low[mine] = high[mine] = 0
        if config.perspective:
            near = own[-1]
            normal[near, near] += config.nearness_spread**-2
            gradient[near] += (config.nearness - placement.nearness) / config.nearness_spread**2
            low[near], high[near] = 0.05 - placement.nearness, config.nearness_limit - placement.nearness
    return normal, gradient, low, high
