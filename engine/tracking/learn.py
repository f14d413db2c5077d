"""The performer's identity, learned while they perform and then held."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.check import Array
from engine.tracking.follow import State
from engine.tracking.measure import PORTRAIT, Measure
from engine.tracking.prior import Prior
from engine.tracking.rig import Person, Rig, control_slopes, posed, shape_slopes


@dataclass(frozen=True, slots=True)
class LearnConfig:
    """How long and how fast an identity is learned."""

    frames: int = 60
    """As many frames are learned from."""
    pause_s: float = 0.1
    """Time between them: neighbours say the same thing."""
    offset_frames: float = 30.0
    """So many frames of a landmark's offset are needed to believe half of it."""
    weight: float = 1.0
    """Of a frame's word on the identity; below 1 where many frames repeat the detector's habits."""


class Learner:
    """Gathers what each frame says of the identity once its expression and camera are left free.

    Each frame is a linearised observation of the identity (an extended information filter without dynamics), so a
    frame costs the same however many there were, and nothing has to be kept.
    """

    def __init__(self, rig: Rig, measure: Measure, config: LearnConfig | None = None) -> None:
        self._rig = rig
        self._measure = replace(Measure.of(PORTRAIT), points=measure.points)
        self._config = config or LearnConfig()
        self._information = np.eye(rig.num_shape)  # the prior: a standard normal
        self._vector = np.zeros(rig.num_shape)
        self._offset_sum = np.zeros((3, rig.num_points))
        self._count = 0
        self._last = -np.inf

    @property
    def count(self) -> int:
        """Of the frames that were learned from."""
        return self._count

    def due(self, time: float) -> bool:
        """Whether a frame at `time` s is to be learned from."""
        return self._count < self._config.frames and not 0 <= time - self._last < self._config.pause_s

    def learn(
        self, person: Person, shape: Array, state: State, uvz: Array, prior: Prior, irises: Array, time: float
    ) -> Array:
        """The identity [S], better by the frame that `state` fits to uvz [3, L]."""
        rig = self._rig
        at = posed(person, state.controls)
        uv, turned = state.placement.seen(at.points)
        view = state.placement.view()
        slopes = np.concatenate(
            [
                state.placement.point_slopes(uv, turned, shape_slopes(person, at, view, rig.num_shape)),
                state.placement.point_slopes(uv, turned, control_slopes(person, at, view)),
                state.placement.own_slopes(uv, turned, False),
            ],
            axis=2,
        )
        rows, error = self._measure.rows(slopes, uvz[:2] - uv, state.placement.rotation, irises)
        normal, gradient = rows.T @ rows, rows.T @ error
        who = np.arange(rig.num_shape)
        controls = rig.num_shape + np.arange(rig.num_controls)
        normal[np.ix_(controls, controls)] += prior.precision
        gradient[controls] += prior.precision @ (prior.mean - state.controls)
        # A control that rests on its bound is not free to explain anything.
        inside = (state.controls > rig.low + 1e-6) & (state.controls < rig.high - 1e-6)
        free = np.concatenate([controls[inside], controls[-1] + 1 + np.arange(6)])
        explained = np.linalg.solve(normal[np.ix_(free, free)], normal[np.ix_(free, who)])  # [free, S]
        information = normal[np.ix_(who, who)] - normal[np.ix_(who, free)] @ explained
        pull = gradient[who] - explained.T @ gradient[free]
        self._information += self._config.weight * information
        self._vector += self._config.weight * (information @ shape + pull)
        self._count += 1
        self._last = time
        residual = np.concatenate([uvz[:2] - uv, np.zeros((1, len(uvz[0])))]) / state.placement.scale
        self._offset_sum += state.placement.rotation.T @ residual
        return np.linalg.solve(self._information, self._vector)

    @property
    def offsets(self) -> Array:
        """[3, L] metres, model frame: how far from the head's landmarks the tracker's are, on average."""
        return self._offset_sum / (self._count + self._config.offset_frames)
