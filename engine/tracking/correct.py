"""What the landmarks say against an expression, as a correction of it: a Gauss-Newton step in a tenth of the time.

The step of `engine.tracking.follow` from any face is nearly that from a resting face seen from the front, once the
landmarks' misfit is turned back to the front (on five videos the figures agree to a hundredth). There the slopes are
always the same, so the normal equations are inverted once; what is left of a step is to stay between the bounds.
"""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52
from engine.tracking.measure import Measure
from engine.tracking.placement import Placement
from engine.tracking.rig import Person, control_slopes, posed

_SCALE = 16.0
"""Picture units a metre: the distance between the irises is about 1."""
_ROUNDS = 2
_LEFT_ALONE = ("eyeLook", "jawLeft", "jawRight")


class Corrector:
    """For a person on an arkit52 head, whose rig has the points of `measure`.

    precision: [K, K] of the expression that is corrected. The gaze is left alone: `QuickPerson` moves no irises. So is
    a jaw that goes sideways: on rendered faces it comes back farther (.84 and .51 of its way, to either side) than with
    the landmarks' say (.74 and .50).
    """

    def __init__(self, person: Person, measure: Measure, precision: Array) -> None:
        at = posed(person, np.zeros(person.rig.num_controls))
        front = Placement(np.eye(3), _SCALE, np.zeros(2), 0.0, at.points.mean(1))
        uv, turned = front.seen(at.points)
        self._free = np.flatnonzero([not name.startswith(_LEFT_ALONE) for name in ARKIT52])
        n = len(self._free)
        slopes = _SCALE * control_slopes(person, at, front.view())[:, :, self._free]
        # The head's own turning, size and place are free too, so that no expression has to stand in for them.
        slopes = np.concatenate([slopes, front.own_slopes(uv, turned, False)], axis=2)
        blind = np.zeros(2)
        rows, _ = measure.rows(slopes, uv, np.eye(3), blind)
        weighted, _ = measure.rows(np.eye(uv.size).reshape(*uv.shape, -1), uv, np.eye(3), blind)
        normal = rows.T @ rows
        normal[:n, :n] += precision[np.ix_(self._free, self._free)]
        self._spread = np.linalg.inv(normal)[:n, :n]  # of the controls once the head is left free
        # In single precision: some 1e-7 of a control, and half of what has to be fetched from memory at every frame.
        self._gain = np.linalg.solve(normal, rows.T @ weighted)[:n].astype(np.float32)
        self._low, self._high = person.rig.low[self._free], person.rig.high[self._free]
        self._bounded = np.zeros(n, np.int8)

    def __call__(self, controls: Array, misfit: Array, placement: Placement) -> Array:
        """[K] controls that also explain `misfit` [2, L]: how far beyond `placement` the landmarks lie, picture units.

        As `engine.tracking.solve.boxed_step`, but from the inverse: what is held on a bound is pulled there by a force,
        and lets go where the force would have to push the other way. It begins with what was held in the last frame.
        """
        turned_back = ((_SCALE / placement.scale) * placement.rotation[:2, :2].T) @ misfit
        wanted = controls[self._free] + self._gain @ turned_back.astype(np.float32).ravel()
        low, high, bounded, found = self._low, self._high, self._bounded, wanted
        for _ in range(_ROUNDS):
            held = bounded.nonzero()[0]
            found = wanted
            if len(held):
                side = bounded[held]
                pulled = self._spread[held]
                force = np.linalg.solve(pulled[:, held], np.where(side < 0, low[held], high[held]) - wanted[held])
                found = wanted + force @ pulled
            outside = np.subtract(found > high, found < low, dtype=np.int8)
            if len(held):
                outside[held] = np.where(force * side <= 0, side, 0)
            if outside.tobytes() == bounded.tobytes():
                break
            bounded = outside
        self._bounded = bounded
        corrected = controls.copy()
        corrected[self._free] = np.minimum(np.maximum(found, low), high)
        return corrected
