"""Eyelids as the tracker's points have them: how open, and when an eye that is nearly shut is shut."""

from __future__ import annotations

import numpy as np

from engine.check import Array

# fmt: off
_UPPER = (np.array([246, 161, 160, 159, 158, 157, 173]), np.array([466, 388, 387, 386, 385, 384, 398]))
_LOWER = (np.array([7, 163, 144, 145, 153, 154, 155]), np.array([249, 390, 373, 374, 380, 381, 382]))
_CORNERS = ((33, 133), (263, 362))  # outer, inner
# fmt: on
_ARCH = np.array([0.3, 0.8, 1.0, 1.0, 1.0, 0.8, 0.3])
"""A lid's way is longest in its middle."""

_GAZE = 0.10, 0.20
"""Openings at which an eye's gaze is not believed at all, and fully."""

SHUT, FROM = 0.03, 0.14
"""MediaPipe's lids keep a gap of about SHUT (of the eye's width) when they touch; up to FROM the gap is corrected."""
OVERLAP = 0.06
"""Lids that touch are pulled past each other by this, lest another face's lids stay ajar."""


def lid_openings(uv: Array) -> Array:
    """[2] gap between the lids by the eye's width, of the right and the left eye, from uv [2+, 478]."""

    def distance(a: int, b: int) -> float:
        return float(np.hypot(uv[0, a] - uv[0, b], uv[1, a] - uv[1, b]))

    right = (distance(160, 144) + distance(158, 153)) / (2 * distance(33, 133) + 1e-6)
    left = (distance(385, 380) + distance(387, 373)) / (2 * distance(362, 263) + 1e-6)
    return np.array([right, left])


def gaze_trust(openings: Array) -> Array:
    """[2] in [0, 1]: behind a closed lid the irises are invented."""
    closed, opened = _GAZE
    return np.clip((openings - closed) / (opened - closed), 0, 1)


def touching_lids(uvz: Array, openings: Array) -> Array:
    """uvz [3, 478] with the lids of nearly shut eyes brought together, so that a blink is one."""
    shut = np.clip((FROM - openings) / (FROM - SHUT), 0, 1)
    if not shut.any():
        return uvz
    out = uvz.copy()
    for closed, upper, lower, (outer, inner), left in zip(shut, _UPPER, _LOWER, _CORNERS, (False, True), strict=True):
        across = (uvz[:2, outer] - uvz[:2, inner]) * (1 if left else -1)
        up = np.array([-across[1], across[0], 0.0])
        middle = (uvz[:, upper] + uvz[:, lower]) / 2
        half = (1 - closed) * (uvz[:, upper] - uvz[:, lower]) / 2 - closed * OVERLAP / 2 * up[:, None] * _ARCH
        out[:, upper], out[:, lower] = middle + half, middle - half
    return out
