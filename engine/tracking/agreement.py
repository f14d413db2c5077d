"""How well a tracker's 68 points follow reference points of the same frames: figures, without pictures.

All arrays run over the frames in which both saw a face. Distances are told in shares of the distance between the
irises of the reference. What a rigid mask would also get right, the place of the face, is told apart from what only a
living one does: gaps over time, and motion that is left when the head's own is removed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.landmarks import IBUG68, LEFT_IRIS, RIGHT_IRIS

INNER51 = np.arange(17, 68)
_ANCHORS = np.array([27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 39, 42, 45])  # nose and eye corners
_REGIONS = {"brows": np.arange(17, 27), "eyes": np.arange(36, 48), "mouth": np.arange(48, 68)}


@dataclass(frozen=True, slots=True)
class Agreement:
    """One clip."""

    frames: int
    distance: float
    """Median over frames of the mean distance of the inner 51 points, share of interocular."""
    mouth_r: float
    mouth_slope: float
    """Gap between the inner lips over time: correlation, and ours regressed on theirs."""
    eyes_r: float
    eyes_slope: float
    """Gap between the lids by eye width over time, both eyes' mean; crossed lids are below zero."""
    smile_r: float
    smile_slope: float
    """Distance between the corners of the mouth by that between the outer corners of the eyes, over time."""
    motion_mouth: float
    motion_eyes: float
    motion_brows: float
    """Share of the variance of the reference's non-rigid motion that is explained."""
    lag: float
    """Frames that ours come late, from the slope of the difference on the reference's velocity."""


def agreement(points: Array, reference: Array) -> Agreement:
    """points: [N, 68, 2] px, ours, NaN without a face. reference: [N, 478, 2] px, MediaPipe's, likewise."""
    seen = np.isfinite(points[:, 0, 0]) & np.isfinite(reference[:, 0, 0])
    consecutive = np.flatnonzero(seen[2:] & seen[1:-1] & seen[:-2])
    unit = np.linalg.norm(reference[:, LEFT_IRIS] - reference[:, RIGHT_IRIS], axis=1)
    theirs = reference[:, IBUG68].astype(np.float64)
    ours = points.astype(np.float64)
    speed = ((theirs[2:] - theirs[:-2]) / 2)[consecutive]
    behind = (theirs - ours)[1:-1][consecutive]
    behind = behind - behind.mean(0) if len(behind) else behind
    ours, theirs, unit = ours[seen], theirs[seen], unit[seen]
    mouth_r, mouth_slope = line(mouth_gap(theirs) / unit, mouth_gap(ours) / unit)
    eyes_r, eyes_slope = line(eye_gap(theirs), eye_gap(ours))
    smile_r, smile_slope = line(smile_width(theirs), smile_width(ours))
    still_ours, still_theirs = without_head(ours, theirs[0]), without_head(theirs, theirs[0])
    explained = {name: _explained(still_ours[:, part], still_theirs[:, part]) for name, part in _REGIONS.items()}
    return Agreement(
        frames=len(unit),
        distance=float(np.median(np.linalg.norm(ours - theirs, axis=2)[:, INNER51].mean(1) / unit)),
        mouth_r=mouth_r,
        mouth_slope=mouth_slope,
        eyes_r=eyes_r,
        eyes_slope=eyes_slope,
        smile_r=smile_r,
        smile_slope=smile_slope,
        motion_mouth=explained["mouth"],
        motion_eyes=explained["eyes"],
        motion_brows=explained["brows"],
        lag=float((speed * behind)[:, INNER51].sum() / ((speed**2)[:, INNER51].sum() + 1e-12)),
    )


def mouth_gap(points: Array) -> Array:
    """[N] px between the middles of the inner lips of [N, 68, 2]."""
    return _distance(points, 62, 66)


def eye_gap(points: Array) -> Array:
    """[N] gap between the lids by the width of the eye, mean of both eyes, of [N, 68, 2]."""
    return eye_gaps(points).mean(1)


def eye_gaps(points: Array) -> Array:
    """[N, 2] the same for the right and the left eye. Negative where the lower lid is above the upper one.

    Heads press their lids together, so that the edges cross: without a sign, a firmly shut eye would read as open.
    """
    return np.stack([_opening(points, 36, (37, 38), 39, (41, 40)), _opening(points, 42, (43, 44), 45, (47, 46))], 1)


def _opening(points: Array, start: int, upper: tuple[int, int], end: int, lower: tuple[int, int]) -> Array:
    """[N] how far the `lower` lid is from the `upper` one across the line of corners, in lengths of that line."""
    along = points[:, end] - points[:, start]
    apart = (points[:, lower] - points[:, upper]).mean(1)  # y goes down
    return (along[:, 0] * apart[:, 1] - along[:, 1] * apart[:, 0]) / (along**2).sum(-1)


def smile_width(points: Array) -> Array:
    """[N] distance of the mouth's corners by that of the eyes' outer corners, of [N, 68, 2].

    Both lines run along the same axis of the head, so turning it shortens them alike: only smiling changes the ratio.
    """
    return _distance(points, 48, 54) / _distance(points, 36, 45)


def jaw_shift(points: Array) -> Array:
    """[N] how far chin and lower lip are to the picture's right of the first frame's place, head still.

    In distances of the outer eye corners, of [N, 68, 2].
    """
    still = without_head(points, points[0])[:, [8, 57], 0].mean(1)
    return (still - still[0]) / np.linalg.norm(points[0, 36] - points[0, 45])


def unsteadiness(points: Array, unit_px: float) -> float:
    """Root mean square of the second difference over time of [N, L, 2] px, in shares of `unit_px`."""
    bend = points[2:] - 2 * points[1:-1] + points[:-2]
    return float(np.sqrt((bend**2).sum(-1).mean()) / unit_px)


def _distance(points: Array, a: int, b: int) -> Array:
    return np.linalg.norm(points[:, a] - points[:, b], axis=1)


def line(x: Array, y: Array) -> tuple[float, float]:
    """Correlation of x and y, and the slope of y on x."""
    x, y = x - x.mean(), y - y.mean()
    return float((x * y).sum() / np.sqrt((x**2).sum() * (y**2).sum() + 1e-30)), float(
        (x * y).sum() / ((x**2).sum() + 1e-30)
    )


def without_head(points: Array, place: Array) -> Array:
    """Each of [N, 68, 2] moved, turned and scaled so that its nose and eye corners lie on those of `place` [68, 2]."""
    z = points[..., 0] + 1j * points[..., 1]
    target = place[_ANCHORS, 0] + 1j * place[_ANCHORS, 1]
    anchors = z[:, _ANCHORS]
    middle = anchors.mean(1, keepdims=True)
    about = anchors - middle
    turn = (about.conj() * (target - target.mean())).sum(1, keepdims=True) / (abs(about) ** 2).sum(1, keepdims=True)
    moved = (z - middle) * turn + target.mean()
    return np.stack([moved.real, moved.imag], -1)


def _explained(ours: Array, theirs: Array) -> float:
    ours, theirs = ours - ours.mean(0), theirs - theirs.mean(0)
    return float(1 - ((ours - theirs) ** 2).sum() / (theirs**2).sum())
