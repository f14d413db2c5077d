"""The square around a face that the live network looks at: turned upright, placed and sized by eyes and mouth."""

from __future__ import annotations

import numpy as np

from engine.check import Array

LIVE_SIZE = 112
"""Side of the square, px."""
REACH = 2.6
"""Side of the square, in lengths of the face."""
_EYE_SHARE = 1.08
"""Eyes are this much nearer to each other than to the mouth: evens the two lengths of a face seen from the front."""
_NORM = 6
"""Near to the larger of the two lengths, without a corner: of a face turned aside or nodding, one stays."""

RIGHT_EYE, LEFT_EYE, MOUTH = (33, 133), (362, 263), (61, 291)
"""Corners, in MediaPipe's 478 landmarks."""


def crop_from_points(right_eye: Array, left_eye: Array, mouth: Array) -> Array:
    """[3, 3] from image px to px of the LIVE_SIZE square, for three points [2] px; both count from pixel edges."""
    right, left, lips = (complex(point[0], point[1]) for point in (right_eye, left_eye, mouth))
    return matrix_of(*square_around(right, left, lips))


def square_around(right_eye: complex, left_eye: complex, mouth: complex) -> tuple[complex, complex]:
    """`turn` and `shift` with which turn * p + shift is the place in the square of p = x + iy in the picture."""
    across = left_eye - right_eye
    eyes = (left_eye + right_eye) / 2
    down = mouth - eyes
    upright = across - 1j * down
    length = (abs(down) ** _NORM + (_EYE_SHARE * abs(across)) ** _NORM) ** (1 / _NORM)
    zoom = LIVE_SIZE / (REACH * max(length, 1.0))
    turn = zoom * (upright.conjugate() / abs(upright) if abs(upright) > 0 else 1.0)
    return turn, (1 + 1j) * LIVE_SIZE / 2 - turn * (eyes + mouth) / 2


def matrix_of(turn: complex, shift: complex) -> Array:
    """[3, 3] that does to [x, y, 1] what turn * p + shift does to p."""
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag], [0.0, 0.0, 1.0]])


def crop_from_landmarks(landmarks: Array) -> Array:
    """[3, 3] as `crop_from_points`, for MediaPipe's landmarks [478, 2] px."""
    right, left, lips = ((landmarks[a].astype(np.float64) + landmarks[b]) / 2 for a, b in (RIGHT_EYE, LEFT_EYE, MOUTH))
    return crop_from_points(right, left, lips)
