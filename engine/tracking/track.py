"""The landmark tracker: a stream of frames in, a stream of motions out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.assets import find
from engine.check import Array
from engine.clock import StageTimer, now
from engine.head.head_model import Head
from engine.tracking.absence import Absence
from engine.tracking.fit import fit_portraits
from engine.tracking.fit_equations import FitConfig
from engine.tracking.fit_motion import motion_of
from engine.tracking.follow import State, follow
from engine.tracking.landmarker import TASK_FILE
from engine.tracking.learn import Learner
from engine.tracking.lids import gaze_trust, lid_openings, touching_lids
from engine.tracking.measure import Measure
from engine.tracking.prior import ExpressionPrior
from engine.tracking.regress import Regressor
from engine.tracking.rig import Person, Rig, posed
from engine.tracking.smoothed import Smoothed
from engine.tracking.steady import Steady
from engine.tracking.target import Target
from engine.tracking.watch import Watch
from engine.types import Face, Frame, Tracked

_GAP_S = 0.5
"""Frames further apart than this do not belong to one movement."""


class Tracker(Smoothed, Watch):
    """Follows one face. For one thread; a context manager.

    shape: [S] the performer's identity on `head`; None estimates it from the first frames.
    smooth: False gives each frame's own fit, for measuring. timer: is told how long detecting and solving take.
    """

    name = "landmarks"
    provider = "MediaPipe, CPU"
    """What runs the network."""

    def __init__(
        self, head: Head, *, shape: Array | None = None, smooth: bool = True, timer: StageTimer | None = None
    ) -> None:
        self._head = head
        self._timer = timer or StageTimer()
        self._measure = Measure.of()
        self._rig = Rig.of(head, self._measure.points)
        self._prior = ExpressionPrior(head, self._rig)
        self._regressor = Regressor.for_head(head)
        self._person = None if shape is None else Person.of(self._rig, np.asarray(shape, np.float64))
        self._shape = None if shape is None else np.asarray(shape, np.float64)
        self._offsets = np.zeros((3, self._rig.num_points))
        self._learner = Learner(self._rig, self._measure)
        self._known = shape is not None
        self._steady = Steady(head, self._rig) if smooth else None
        self._absence = Absence(head.num_expression)
        self._before: tuple[State, Target, float] | None = None

    @property
    def shape(self) -> Array | None:
        """[S] the identity that is held, None before the first face."""
        return None if self._shape is None else self._shape.astype(np.float32)

    @property
    def model_sha256(self) -> str:
        """Of the network whose landmarks are followed."""
        return find(TASK_FILE).sha256

    def track(self, frame: Frame) -> Tracked:
        """The motion in the next frame of the stream."""
        self.prepare()
        start = now()
        with self._timer.measure("detect"):
            face = self.detect(frame)
        with self._timer.measure("solve"):
            tracked = self.follow(frame, face)
        return replace(tracked, latency_ms=(now() - start) * 1e3)

    def calibrate(self, faces: Sequence[Face]) -> None:
        """Learn the performer's identity from several faces of theirs, better than the first frame can tell it."""
        fit = fit_portraits(self._head, faces, config=FitConfig(perspective=False))
        self._shape, self._person = fit.shape, Person.of(self._rig, fit.shape)
        self._known = True

    def follow(self, frame: Frame, face: Face | None) -> Tracked:
        """As `track`, for a face that was detected elsewhere."""
        if face is None:
            self._before = None
            if self._steady:
                self._steady.reset()
            return Tracked(self._absence.without(frame.time), np.full((68, 2), np.nan))
        if self._person is None:
            self.calibrate([face])
            self._known = False
        assert self._person is not None
        target = Target.of(face)
        openings = lid_openings(target.uvz)
        opened = gaze_trust(openings)
        uvz = touching_lids(target.uvz, openings)[:, self._measure.points]
        prior = self._prior(face.scores, eyes_open=opened)
        before = self._start(target, frame.time)
        guess = self._regressor(target.uvz[:2]) if before is None and self._regressor else None
        person = self._person
        state = follow(person, self._measure, self._offsets, uvz, prior, opened, before, guess)
        self._before = (state, target, frame.time)
        controls, placement, uv = state.controls, state.placement, state.uv
        if self._steady:
            controls, placement = self._steady(controls, placement, target.unit_px, frame.time)
            uv, _ = placement.seen(posed(person, controls).points)
        motion = motion_of(self._head, self._rig, person, controls, placement, target, frame.time)
        if self._learner.due(frame.time):
            learned = self._learner.learn(person, self._shape, state, uvz, prior, opened, frame.time)
            self._offsets = self._learner.offsets
            if not self._known:
                self._shape, self._person = learned, Person.of(self._rig, learned)
            # The same frame told by the better identity: the next one starts there, and smoothing goes on from there.
            again = follow(self._person, self._measure, self._offsets, uvz, prior, opened, state)
            self._before = (again, target, frame.time)
            if self._steady:
                self._steady.shift((state.controls, state.placement), (again.controls, again.placement), target.unit_px)
        return Tracked(self._absence.with_face(motion), target.image(uv[:, self._measure.ibug68]))

    def _start(self, target: Target, now: float) -> State | None:
        """The state before, if it is recent, in the units of this frame."""
        if self._before is None or not 0 < now - self._before[2] < _GAP_S:
            return None
        state, other, _ = self._before
        return replace(
            state,
            placement=replace(
                state.placement,
                scale=state.placement.scale * other.unit_px / target.unit_px,
                offset=state.placement.offset * other.unit_px / target.unit_px,
            ),
        )
