"""What the live network sees, as a motion of the head: placement in closed form, identity learned, time smoothed."""

from __future__ import annotations

import math

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.tracking.align import LIVE_SIZE, REACH
from engine.tracking.correct import Corrector
from engine.tracking.fit import fit_portraits
from engine.tracking.fit_equations import FitConfig
from engine.tracking.fit_motion import motion_of
from engine.tracking.follow import State
from engine.tracking.learn import Learner
from engine.tracking.lids import gaze_trust, lid_openings
from engine.tracking.live_network import Sight
from engine.tracking.measure import IRISES, Measure
from engine.tracking.placement import Placement, rotation_matrix
from engine.tracking.prior import ExpressionPrior, Prior
from engine.tracking.quick import QuickPerson
from engine.tracking.rig import Person, Rig
from engine.tracking.smooth import OneEuroConfig
from engine.tracking.smoothed import Smoothed
from engine.tracking.steady import Steady, SteadyConfig
from engine.tracking.target import Target
from engine.types import Face, Frame, Motion

_FACE = 1.2
"""Length of a face (engine.tracking.align) in distances between its irises."""
_SMALLEST = 1.0
"""Scale of a placement, picture units a metre; faces have about 15."""
_MOBILE = 1e-3
"""Metres: a landmark that expressions move this much (root mean square) says half as much of where the head is."""
_ADAPT, _ARRIVED = 0.15, 0.01
"""Share of the way to a newly learned identity that a frame goes, and (standard deviations) where that ends: told at
once, each of its improvements would be a twitch of the face."""
_PLAIN = 0.8
"""Confidence from which a frame says something of the identity: a hand before the face would be learned too."""
_STEADY = SteadyConfig(
    head=OneEuroConfig(0.35, 8.5, 3.0),
    eyes=OneEuroConfig(0.4, 6.0, 3.0),
    brows=OneEuroConfig(0.35, 5.0, 3.0),
    mouth=OneEuroConfig(0.4, 6.0, 3.0),
)
"""MediaPipe smooths its points before they are fitted, the network smooths nothing: more is left to do here."""
_STIFF = 2.0
"""So many times the prior's precision is granted to the network's expression where landmarks may refine it."""
_SURE = 40.0
"""And so many times where the question is who performs: else whoever is met smiling has a wide mouth from then on."""
_ACQUAINTED = 2.5
"""Learned from so many frames, an identity is good enough for half of the correction by the landmarks: before, what
they say against the expression is mostly who the performer is."""


class Decoder(Smoothed):
    """Of one performer. shape: [S] identity; None learns it. refine: correct the expression by the landmarks."""

    def __init__(self, head: Head, *, shape: Array | None, smooth: bool, refine: bool) -> None:
        self._head = head
        self._measure = Measure.of()
        self._rig = Rig.of(head, self._measure.points)
        precision = ExpressionPrior(head, self._rig)(np.zeros(head.num_expression)).precision
        self._sure = _SURE * precision
        anyone = Person.of(self._rig, np.zeros(self._rig.num_shape))
        self._weights = _steadfast(anyone, self._measure)
        self._correct = Corrector(anyone, self._measure, _STIFF * precision) if refine else None
        self._learner = Learner(self._rig, self._measure)
        self._known = shape is not None
        self._person: Person | None = None
        self._learned: Array | None = None
        self.shape: Array | None = None
        if shape is not None:
            self._meet(np.asarray(shape, np.float64))
        self._steady = Steady(head, self._rig, _STEADY) if smooth else None

    def meet(self, face: Face, sight: Sight) -> None:
        """A first idea of who performs, unless that is known: what the seen expression leaves of the face."""
        if self._person is None:
            prior = Prior(sight.expression, self._sure)
            self._meet(fit_portraits(self._head, [face], config=FitConfig(perspective=False), priors=[prior]).shape)

    def reset(self) -> None:
        """The next frame does not go on from the last one."""
        if self._steady:
            self._steady.reset()

    def __call__(self, frame: Frame, sight: Sight, crop_from_image: Array) -> tuple[Motion, Array]:
        """The motion of `frame`, and [68, 2] px where the person's mesh then has the iBUG points."""
        assert self._person is not None
        origin = np.array(frame.size_wh) / 2
        (cos, _, x), (sin, _, y) = crop_from_image[:2].tolist()
        zoom = math.hypot(cos, sin)
        unit = LIVE_SIZE / (REACH * _FACE * zoom)
        # From px of the square to picture units: the inverse of a similarity, and +v is up.
        back = np.array([[cos, sin], [sin, -cos]]) / (zoom * zoom * unit)
        away = back @ (x, y)
        away += (origin[0] / unit, -origin[1] / unit)
        target = Target(back @ sight.landmarks.T - away[:, None], origin, unit)
        # The square is upright: what it was turned by is the head's own.
        roll = np.array([[cos / zoom, -sin / zoom, 0.0], [sin / zoom, cos / zoom, 0.0], [0.0, 0.0, 1.0]])
        rotation = roll @ rotation_matrix(sight.global_orient)
        controls = told = sight.expression
        placement, misfit = self._place(controls, rotation, target)
        if self._correct is not None:
            acquainted = 1.0 if self._known else self._learner.count / (self._learner.count + _ACQUAINTED)
            controls = self._correct(controls, acquainted * misfit, placement)
        if sight.confidence >= _PLAIN and self._learner.due(frame.time):
            self._learn(told, controls, placement, target, frame.time)
        if self._learned is not None:
            placement = self._become(self._learned, controls, placement, target)
        if self._steady:
            controls, placement = self._steady(controls, placement, unit, frame.time)
        uv = self._seen(controls, placement)
        motion = motion_of(
            self._head, self._rig, self._person, controls, placement, target, frame.time, uv=uv,
            confidence=min(sight.confidence, 1.0),
        )  # fmt: skip
        return motion, target.image(uv[:, self._measure.ibug68])

    def _seen(self, controls: Array, placement: Placement) -> Array:
        """[2, L] where the person's landmarks then are, picture units."""
        return self._quick.seen(controls, placement.scale * placement.rotation[:2]) + placement.offset[:, None]

    def _place(self, controls: Array, rotation: Array, target: Target) -> tuple[Placement, Array]:
        """The person with `controls`, turned by `rotation`, moved and sized to lie on the landmarks.

        And what is left: [2, L] how far beyond it the landmarks lie, picture units.
        """
        away = self._beside.seen(controls, rotation[:2])
        weighted = away * self._weights
        middle, goal = weighted.sum(1), target.uvz @ self._weights
        # Weighted covariance over weighted variance. No head at all fits landmarks that ask for one turned inside out.
        wanted = float(np.vdot(weighted, target.uvz)) - float(middle @ goal)
        scale = max(wanted / (float(np.vdot(weighted, away)) - float(middle @ middle)), _SMALLEST)
        offset = goal - scale * middle
        away *= -scale
        away += target.uvz
        away -= offset[:, None]
        return Placement(rotation, scale, offset, 0.0, self._centre), away

    def _learn(self, told: Array, controls: Array, placement: Placement, target: Target, time: float) -> None:
        """Learn from a frame who performs. told: [52] the network's expression, before it was corrected."""
        assert self._person is not None
        sparse = np.full((2, 478), np.nan)
        sparse[:, self._measure.points] = target.uvz
        irises = gaze_trust(lid_openings(sparse))
        state = State(controls, placement, self._seen(controls, placement))
        prior = Prior(told, self._sure)
        self._learned = self._learner.learn(self._person, self.shape, state, target.uvz, prior, irises, time)

    def _become(self, learned: Array, controls: Array, placement: Placement, target: Target) -> Placement:
        """Go some of the way to the `learned` [S] identity; where the frame's face then is."""
        goal = self.shape if self._known else learned
        away = self._learner.offsets - self._offsets
        step = goal - self.shape
        if max(np.abs(step).max(), np.abs(away).max() / _MOBILE) < _ARRIVED:
            self._learned = None
        self._meet(self.shape + _ADAPT * step, self._offsets + _ADAPT * away)
        again, _ = self._place(controls, placement.rotation, target)
        if self._steady:  # the same frame told by the better identity: smoothing goes on from there
            self._steady.shift((controls, placement), (controls, again), target.unit_px)
        return again

    def _meet(self, shape: Array, offsets: Array | None = None) -> None:
        """From now on it is this identity [S], the network's landmarks `offsets` [3, L] metres beside the head's."""
        self.shape, self._person = shape, Person.of(self._rig, shape)
        self._offsets = np.zeros((3, self._rig.num_points)) if offsets is None else offsets
        self._centre = QuickPerson(self._person)(np.zeros(self._rig.num_controls)).mean(1)
        self._quick = QuickPerson(self._person, -self._centre[:, None])
        self._beside = QuickPerson(self._person, self._offsets - self._centre[:, None])


def _steadfast(person: Person, measure: Measure) -> Array:
    """[L] how much each landmark says of where the head is; their sum is 1.

    What expressions move says little, so that an expression in doubt does not shake the head. Gaze says nothing.
    """
    quick = QuickPerson(person)
    moved = np.array([quick(unit) for unit in np.eye(person.rig.num_controls)]) - quick(
        np.zeros(person.rig.num_controls)
    )
    weights = measure.root**2 / (1 + (moved**2).sum(1).mean(0) / _MOBILE**2)
    weights[np.isin(measure.points, IRISES)] = 0
    return weights / weights.sum()
