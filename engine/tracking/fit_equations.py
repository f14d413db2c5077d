"""What an identity fit asks of one step: landmarks, what is believed of people, and bounds, as normal equations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.check import Array
from engine.tracking.measure import PORTRAIT, Measure, MeasureConfig
from engine.tracking.placement import Placement
from engine.tracking.prior import Prior
from engine.tracking.rig import Person, Rig, control_slopes, posed, shape_slopes
from engine.tracking.target import Target


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
    tex: Array = field(default_factory=lambda: np.zeros(0))  # [50] or [0] the skin: landmarks say nothing of it

    @classmethod
    def of_anyone(cls, num_shape: int) -> Belief:
        """The average person, as sure as people are alike."""
        return cls(np.zeros(num_shape), np.eye(num_shape))


def normal_equations(
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
    """normal [n, n], gradient [n], low [n], high [n] of a step, as `boxed_step` takes them; n = S + F * (K + camera).

    The step is of the shape [S] first, then for each of the F faces of its controls [K] and its placement [6 or 7]
    (`Placement.own_slopes`). One entry a face in each sequence.
    opened: [2] trust in the right and the left iris. damping: more precision of the shape, in that of `belief`.
    """
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
