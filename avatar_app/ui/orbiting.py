"""How mouse, wheel and keys move the camera around the avatar: within what there is to be seen."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt

from engine.types import Orbit, replace

MAX_YAW, MAX_PITCH = math.radians(80), math.radians(45)
MIN_HEIGHT, MAX_HEIGHT = 0.16, 0.80
"""Metres that the picture's height covers: from eyes and mouth alone to a small bust."""
NOTCH = 0.9
SHRINK = 0.75
"""Of what is covered: shoulders may go, hair and chin may not."""
STEP_RAD = math.radians(5)
_TURNS = {
    Qt.Key.Key_Left: (STEP_RAD, 0.0),
    Qt.Key.Key_Right: (-STEP_RAD, 0.0),
    Qt.Key.Key_Up: (0.0, STEP_RAD),
    Qt.Key.Key_Down: (0.0, -STEP_RAD),
}
_NOTCHES = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


def turned(orbit: Orbit, yaw: float, pitch: float) -> Orbit:
    """rad, added to where it is."""
    return replace(
        orbit,
        yaw=min(max(orbit.yaw + yaw, -MAX_YAW), MAX_YAW),
        pitch=min(max(orbit.pitch + pitch, -MAX_PITCH), MAX_PITCH),
    )


def zoomed(orbit: Orbit, notches: float) -> Orbit:
    """Closer by so many notches of a wheel."""
    return replace(orbit, height=min(max(orbit.height * NOTCH**notches, MIN_HEIGHT), MAX_HEIGHT))


def above(orbit: Orbit, covered: float) -> Orbit:
    """Smaller and higher, where that share of the picture's height is covered from below: the face stays free."""
    return replace(orbit, height=orbit.height / (1 - SHRINK * covered), lift=0.48 * covered)


def moved_by_key(orbit: Orbit, key: int) -> Orbit | None:
    """Arrows turn, + and - zoom, Home looks straight again; None for a key that means nothing here."""
    if key in _TURNS:
        return turned(orbit, *_TURNS[Qt.Key(key)])
    if key in _NOTCHES:
        return zoomed(orbit, _NOTCHES[Qt.Key(key)])
    return Orbit() if key == Qt.Key.Key_Home else None
