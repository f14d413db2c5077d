"""What a known face does in one frame: expression, jaw, eyes, head and camera, in a few Gauss-Newton steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.tracking.placement import Placement, place
from engine.tracking.prior import Prior
from engine.tracking.rig import Person, control_slopes, posed
from engine.tracking.solve import boxed_step
from engine.tracking.target import landmark_weights


@dataclass(frozen=True, slots=True)
class FollowConfig:
    """How a frame's fit weighs its wishes. Errors are in shares of the distance between the irises."""

    landmark_noise: float = 0.03
    """Standard deviation granted to a landmark of weight 1."""
    steps: int = 3
    """Gauss-Newton steps from the frame before."""
    first_steps: int = 10
    """The same without a frame before."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What the solver knows after a frame."""

    controls: Array  # [K]
    placement: Placement
    uv: Array  # [2, L] where the fitted mesh puts the landmarks, picture units


def follow(
    person: Person,
    offsets: Array,
    uvz: Array,
    prior: Prior,
    before: State | None,
    start: Array | None = None,
    config: FollowConfig | None = None,
) -> State:
    """Fit `person` to landmarks uvz [3, L] (picture units).

    offsets: [3, L] metres, model frame: what the tracker calls each landmark lies this far from where the head has it.
    before: the state of the frame before, else the face is placed anew with controls `start` [K].
    """
    config = config or FollowConfig()
    rig = person.rig
    if before is None:
        controls = np.clip(prior.mean if start is None else start, rig.low, rig.high)
        points = posed(person, controls).points
        placement = place(points + offsets, uvz, points.mean(1))
    else:
        controls, placement = before.controls, before.placement
    k = rig.num_controls
    for _ in range(config.first_steps if before is None else config.steps):
        at = posed(person, controls)
        uv, turned = placement.seen(at.points + offsets)
        slopes = np.concatenate(
            [
                placement.point_slopes(uv, turned, control_slopes(person, at, placement.view())),
                placement.own_slopes(uv, turned, False),
            ],
            axis=2,
        )
        root = np.sqrt(landmark_weights(placement.rotation)) / config.landmark_noise
        rows = (slopes * root[:, None]).reshape(-1, k + 6)
        normal = rows.T @ rows
        gradient = rows.T @ ((uvz[:2] - uv) * root).ravel()
        normal[:k, :k] += prior.precision
        gradient[:k] += prior.precision @ (prior.mean - controls)
        normal[range(k, k + 6), range(k, k + 6)] += 1e-6
        low, high = np.full(k + 6, -np.inf), np.full(k + 6, np.inf)
        low[:k], high[:k] = rig.low - controls, rig.high - controls
        step = boxed_step(normal, gradient, low, high)
        controls = np.clip(controls + step[:k], rig.low, rig.high)
        placement = placement.moved(step[k:])
        if np.abs(step).max() < 1e-3:
            break
    uv, _ = placement.seen(posed(person, controls).points)
    return State(controls, placement, uv)
