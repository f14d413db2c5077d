"""What only a living face does: blinks that close, one eye that closes alone, a jaw that goes sideways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.arkit import INDEX
from engine.head.landmarks import IBUG68, LEFT_IRIS, RIGHT_IRIS
from engine.tracking.agreement import eye_gap, eye_gaps, jaw_shift

_BLINK = 0.5
"""A gap below this share of the open eye's is a blink."""
_RAREST = 0.02
"""Share of a clip's frames that count as its strongest."""
_WINK = 0.12
"""Lids that differ less than this (in eye widths, from the clip's median) are no wink: one eye read
later than the other."""
_SIDEWAYS = 0.03
"""A jaw that moves less than this (in distances of the outer eye corners) does not go sideways."""


@dataclass(frozen=True, slots=True)
class Liveliness:
    """One clip. NaN where the reference shows no case."""

    blink_open: float
    """Gap between the lids at full blinks, share of the open eye's; both from the tracker."""
    blink_open_theirs: float
    """The same from the reference."""
    wink_kept: float
    """Difference between the two eyes' gaps in the frames where the reference has the largest, share of that."""
    jaw_kept: float
    """Sideways shift of chin and lower lip, likewise. Of both, what turning the head does is taken off first."""


def liveliness(ours: Array, theirs: Array, yaw: Array) -> Liveliness:
    """ours: [N, 68, 2] px. theirs: [N, 478, 2] px, the reference. yaw: [N] rad of the reference's head."""
    ours, theirs = ours.astype(np.float64), theirs[:, IBUG68].astype(np.float64)
    gap = eye_gap(theirs)
    open_frames = gap >= np.median(gap)
    shut = gap <= max(np.quantile(gap, _RAREST), 1e-9)
    blinks = gap[shut].mean() < _BLINK * gap[open_frames].mean()
    winks = (_beyond_turn(np.diff(eye_gaps(points), axis=1)[:, 0], yaw) for points in (ours, theirs))
    chins = (_beyond_turn(jaw_shift(points), yaw) for points in (ours, theirs))
    return Liveliness(
        blink_open=_share(eye_gap(ours), shut, open_frames) if blinks else float("nan"),
        blink_open_theirs=_share(gap, shut, open_frames) if blinks else float("nan"),
        wink_kept=kept(*winks, _WINK),
        jaw_kept=kept(*chins, _SIDEWAYS),
    )


def iris_shift(landmarks: Array) -> Array:
    """[N] how far the irises are to the picture's right within their eyes, in eye widths, of [N, 478, 2] px."""
    shifts = []
    for iris, start, end in ((RIGHT_IRIS, 33, 133), (LEFT_IRIS, 362, 263)):
        along = landmarks[:, end].astype(np.float64) - landmarks[:, start]
        middle = (landmarks[:, end].astype(np.float64) + landmarks[:, start]) / 2
        shifts.append(((landmarks[:, iris] - middle) * along).sum(1) / (along**2).sum(1))
    return np.mean(shifts, 0)


def gaze(expression: Array) -> Array:
    """[N] how far weights [N, 52] look to the picture's right: their own left."""
    names = (("eyeLookOutLeft", 1), ("eyeLookInRight", 1), ("eyeLookInLeft", -1), ("eyeLookOutRight", -1))
    return sum(sign * expression[:, INDEX[name]].astype(np.float64) for name, sign in names)


def kept(ours: Array, theirs: Array, least: float) -> float:
    """`ours` by `theirs` in the frames where `theirs` is farthest from zero; NaN where it stays below `least`."""
    strongest = np.argsort(abs(theirs))[-max(int(_RAREST * len(theirs)), 3) :]
    if abs(theirs[strongest]).mean() < least:
        return float("nan")
    return float((ours[strongest] * theirs[strongest]).sum() / (theirs[strongest] ** 2).sum())


def _beyond_turn(values: Array, yaw: Array) -> Array:
    """`values` less what the head's turning explains of them: a rigid face seen from the side has uneven eyes, too."""
    columns = np.stack([np.ones_like(yaw), yaw, yaw**2], 1)
    return values - columns @ np.linalg.lstsq(columns, values, rcond=None)[0]


def _share(gap: Array, shut: Array, opened: Array) -> float:
    return float(gap[shut].mean() / gap[opened].mean())
