"""What a known face does in one frame: expression, jaw, eyes, head and camera, in a few Gauss-Newton steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.tracking.measure import Measure
from engine.tracking.placement import Placement, place
from engine.tracking.prior import Prior
from engine.tracking.rig import Person, Rig, control_slopes, posed
from engine.tracking.solve import boxed_step

STEPS = 2
"""Gauss-Newton steps from the frame before: on nine videos one gives the same figures; two for what is faster."""
FIRST_STEPS = 5
"""The same without a frame before: from the regressor's guess three already end within 0.001 % of interocular."""


_SMALL = 0.01
"""After a step this small (controls, rad, picture units) the next would be about its square."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What the solver knows after a frame."""

    controls: Array  # [K]
    placement: Placement
    uv: Array  # [2, L] where the fitted mesh puts the landmarks, picture units


def follow(
    person: Person,
    measure: Measure,
    offsets: Array,
    uvz: Array,
    prior: Prior,
    irises: Array,
    before: State | None,
    start: Array | None = None,
) -> State:
    """Fit `person`, whose rig has the points of `measure`, to their places uvz [3, L] in picture units.

    offsets: [3, L] metres, model frame: what the tracker calls each landmark lies this far from where the head has it.
    irises: [2] trust in the right and the left iris. before: the state of the frame before, if any; without it the
    controls begin at `start` [K], or at what the prior expects.
    """
    rig = person.rig
    if before is None:
        controls = np.clip(prior.mean if start is None else start, rig.low, rig.high)
        points = posed(person, controls).points
        placement = place(points + offsets, uvz, points.mean(1))
    else:
        controls, placement = before.controls, before.placement
    k = rig.num_controls
    for _ in range(FIRST_STEPS if before is None else STEPS):
        at = posed(person, controls)
        uv, turned = placement.seen(at.points + offsets)
        slopes = np.concatenate(
            [
                placement.point_slopes(uv, turned, control_slopes(person, at, placement.view())),
                placement.own_slopes(uv, turned, False),
            ],
            axis=2,
        )
        rows, error = measure.rows(slopes, uvz[:2] - uv, placement.rotation, irises)
        normal = rows.T @ rows
        gradient = rows.T @ error
        normal[:k, :k] += prior.precision
        gradient[:k] += prior.precision @ (prior.mean - controls)
        controls, placement, step = stepped(rig, controls, placement, normal, gradient)
        if step < _SMALL:
            break
    uv, _ = placement.seen(posed(person, controls).points)
    return State(controls, placement, uv)


def stepped(
    rig: Rig, controls: Array, placement: Placement, normal: Array, gradient: Array
) -> tuple[Array, Placement, float]:
    """Controls [K] and placement after the Gauss-Newton step of normal [K+6, K+6] and gradient [K+6], within the rig's
    limits; and the step's largest entry (controls, rad, picture units)."""
    k = len(controls)
    low, high = np.full(k + 6, -np.inf), np.full(k + 6, np.inf)
    low[:k], high[:k] = rig.low - controls, rig.high - controls
    step = boxed_step(normal, gradient, low, high)
    moved = np.clip(controls + step[:k], rig.low, rig.high)
    return moved, placement.moved(step[k:]), float(np.abs(step).max())
