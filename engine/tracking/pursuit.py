"""Where to look for the face in the next frame: the square around it, as its landmarks moved."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.tracking.align import LEFT_EYE, LIVE_SIZE, MOUTH, RIGHT_EYE, crop_from_points
from engine.tracking.measure import Measure

GAP_S = 0.5
"""After a longer pause the face may be anywhere."""
AHEAD = 0.5
"""Share of the last movement that is expected to go on."""
HOLD_PX = 1.0
"""The square's corners stay this near (px of the square) to where the face would have them: a face that is still is
then seen through the same pixels, so that the network's own noise does not come back to it through the crop."""
SMALLEST_PX = 24.0
"""Side of the smallest square, px of the picture, in which a face can still be followed."""

_CORNERS = np.array([[0, 1, 0, 1], [0, 0, 1, 1], [0, 0, 0, 0]]) * float(LIVE_SIZE) + np.array([[0], [0], [1.0]])


class Pursuit:
    """Follows one face's square through a stream."""

    def __init__(self) -> None:
        points = Measure.of().points
        self._eyes_and_mouth = np.searchsorted(points, [*RIGHT_EYE, *LEFT_EYE, *MOUTH])
        self._square: Array | None = None
        self._shift = np.zeros(2)
        self._time = -np.inf

    def lose(self) -> None:
        """Forget where the face was."""
        self._square = None

    def square(self, time: float, size_wh: tuple[int, int]) -> Array | None:
        """[3, 3] px of the square from px of the picture, for the frame at `time` s; None where nothing is followed."""
        if self._square is None or not 0 < time - self._time < GAP_S:
            return None
        matrix = self._square.copy()
        matrix[:2, 2] -= matrix[:2, :2] @ (AHEAD * self._shift)
        zoom = np.hypot(matrix[0, 0], matrix[1, 0])
        centre = matrix[:2, :2].T @ (LIVE_SIZE / 2 - matrix[:2, 2]) / zoom**2
        inside = bool((centre > 0).all() and (centre < size_wh).all())
        return matrix if inside and LIVE_SIZE / zoom > SMALLEST_PX else None

    def seen(self, landmarks: Array, time: float) -> None:
        """The face's landmarks are at [L, 2] px of the picture (points of Measure.of()) at `time` s."""
        right, left, mouth = landmarks[self._eyes_and_mouth].reshape(3, 2, 2).mean(1)
        wanted = crop_from_points(right, left, mouth)
        if self._square is None or not 0 < time - self._time < GAP_S:
            self._square, self._shift = wanted, np.zeros(2)
        else:
            self._follow(wanted)
        self._time = time

    def _follow(self, wanted: Array) -> None:
        """Move the square to where it is within HOLD_PX of `wanted`."""
        assert self._square is not None
        before = self._square
        away = np.linalg.solve(before, _CORNERS)  # the old corners in the picture
        strayed = float(np.linalg.norm((wanted @ away - _CORNERS)[:2], axis=0).max())
        share = max(0.0, 1 - HOLD_PX / max(strayed, 1e-9))
        self._square = before + share * (wanted - before)
        self._shift = _centre(self._square) - _centre(before)


def _centre(square: Array) -> Array:
    """Of the square, px of the picture."""
    return np.linalg.solve(square[:2, :2], LIVE_SIZE / 2 - square[:2, 2])
