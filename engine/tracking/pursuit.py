"""Where to look for the face in the next frame: the square around it, as its landmarks moved."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.tracking.align import LEFT_EYE, LIVE_SIZE, MOUTH, RIGHT_EYE, matrix_of, square_around
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

_MIDDLE = (1 + 1j) * LIVE_SIZE / 2
_CORNERS = (0, LIVE_SIZE, 1j * LIVE_SIZE, (1 + 1j) * LIVE_SIZE)


class Pursuit:
    """Follows one face's square through a stream. Points are complex numbers, x + iy, as in `square_around`."""

    def __init__(self) -> None:
        self._eyes_and_mouth = np.searchsorted(Measure.of().points, [*RIGHT_EYE, *LEFT_EYE, *MOUTH])
        self._square: tuple[complex, complex] | None = None
        self._moved = 0j
        self._time = -np.inf

    def lose(self) -> None:
        """Forget where the face was."""
        self._square = None

    def square(self, time: float, size_wh: tuple[int, int]) -> Array | None:
        """[3, 3] px of the square from px of the picture, for the frame at `time` s; None where nothing is followed."""
        if self._square is None or not 0 < time - self._time < GAP_S:
            return None
        turn, shift = self._square
        centre = (_MIDDLE - shift) / turn + AHEAD * self._moved
        inside = 0 < centre.real < size_wh[0] and 0 < centre.imag < size_wh[1]
        if not inside or abs(turn) * SMALLEST_PX > LIVE_SIZE:
            return None
        return matrix_of(turn, _MIDDLE - turn * centre)

    def seen(self, landmarks: Array, crop_from_image: Array, time: float) -> None:
        """The face's landmarks are at [L, 2] px of the square `crop_from_image` [3, 3] (Measure.of()) at `time` s."""
        (cos, _, x), (sin, _, y) = crop_from_image[:2].tolist()
        turn, shift = 2 * complex(cos, sin), 2 * complex(x, y)
        a, b, c, d, e, f = (complex(x, y) for x, y in landmarks[self._eyes_and_mouth].tolist())
        wanted = square_around((a + b - shift) / turn, (c + d - shift) / turn, (e + f - shift) / turn)
        if self._square is None or not 0 < time - self._time < GAP_S:
            self._square, self._moved = wanted, 0j
        else:
            self._follow(*self._square, *wanted)
        self._time = time

    def _follow(self, turn: complex, shift: complex, wanted_turn: complex, wanted_shift: complex) -> None:
        """Move the square, which is at turn, shift, to where it is within HOLD_PX of the wanted one."""
        change = wanted_turn / turn
        strayed = max(abs(change * corner + wanted_shift - change * shift - corner) for corner in _CORNERS)
        share = max(0.0, 1 - HOLD_PX / max(strayed, 1e-9))
        now = turn + share * (wanted_turn - turn), shift + share * (wanted_shift - shift)
        self._square, self._moved = now, (_MIDDLE - now[1]) / now[0] - (_MIDDLE - shift) / turn
