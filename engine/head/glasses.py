"""Glasses that are made to measure: rims before this identity's eyes, a bridge over its nose, temples to its ears.

A few lines in space, each swept with a rounded section; nothing is modelled by hand and nothing is kept in a file, so
every head of every family gets a pair that sits. At rest, in the model frame, metres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.glasses import GlassesStyle
from engine.head.head_model import Head, vertex_normals
from engine.head.landmarks import NASION, TRAGI, embed

_PUPILS_M = 0.063
"""Distance between the pupils that the measures below are for; others are in proportion."""
_VERTEX_M = 0.013
"""From the front of the eye to the lens: lashes have room."""
_EYE_RADIUS_M = 0.0125
_PANTOSCOPIC, _WRAP = np.deg2rad(8.0), np.deg2rad(6.0)
"""The lower edge leans to the cheek, the outer edge to the temple."""
_CLEAR_M, _MAX_PUSH_M = 0.0012, 0.010
"""Air over the skin; the farthest that a pair is moved forward for it."""
_SECTION, _OUTLINE, _RINGS = 10, 48, 4


@dataclass(frozen=True, slots=True)
class Frame:
    """A style's measures, m. Lenses are superellipses, wider above by `taper`."""

    width: float
    height: float
    power: float
    rim: float  # half the rim's thickness in the plane of the lens
    taper: float = 0.0
    temple: float = 0.0022  # half a temple's height


FRAMES: dict[GlassesStyle, Frame] = {
    "round": Frame(0.046, 0.044, 2.0, 0.0010, temple=0.0013),
    "rectangular": Frame(0.053, 0.034, 4.0, 0.0014, 0.04),
    "classic": Frame(0.051, 0.040, 2.9, 0.0019, 0.12, 0.0030),
    "sun": Frame(0.055, 0.045, 3.0, 0.0020, 0.12, 0.0032),
}


@dataclass(frozen=True, slots=True, eq=False)
class GlassesMesh:
    """A pair at rest: the frame's triangles first, then the lenses'."""

    vertices: Array  # [N, 3] m
    normals: Array  # [N, 3]
    faces: Array  # [F, 3] int32, counter-clockwise from outside
    num_frame: int
    """Of `faces`, how many are the frame's."""


def glasses_on(head: Head, vertices: Array, joints: Array, style: GlassesStyle) -> GlassesMesh:
    """The pair for one identity. vertices: [V, 3], joints: [5, 3] of the shaped head at rest, m."""
    fit = _Fit(head, np.asarray(vertices, np.float64), np.asarray(joints, np.float64), FRAMES[style])
    frame = [part for side in (0, 1) for part in (fit.rim(side), fit.temple(side))] + [fit.bridge()]
    lenses = [fit.lens(side) for side in (0, 1)]
    points, faces, start = [], [], 0
    for part_points, part_faces in [*frame, *lenses]:
        points.append(part_points)
        faces.append(part_faces + start)
        start += len(part_points)
    placed, corners = np.concatenate(points), np.concatenate(faces).astype(np.int32)
    num_frame = sum(len(part) for _, part in frame)
    return GlassesMesh(
        placed.astype(np.float32), vertex_normals(placed, corners).astype(np.float32), corners, num_frame
    )


class _Fit:
    """Where the lines of a pair run on one identity. Sides: 0 is the person's left, +x."""

    def __init__(self, head: Head, vertices: Array, joints: Array, frame: Frame) -> None:
        self._landmarks = embed(head, vertices)
        self._skin = vertices[head.skin_vertices]
        self._eyes = joints[3:5] if joints[3, 0] > 0 else joints[[4, 3]]
        self._scale = (self._eyes[0, 0] - self._eyes[1, 0]) / _PUPILS_M
        self._frame = frame
        self._push = 0.0
        short = self._shortfall(np.concatenate([self._outline(side, 1.0) for side in (0, 1)]))
        self._push = float(np.clip(short, 0.0, _MAX_PUSH_M))

    def rim(self, side: int) -> tuple[Array, Array]:
        """Around one lens."""
        across, up = self._axes(side)
        thick = self._frame.rim * self._scale
        return _swept(self._outline(side, 1.0), np.cross(across, up), (0.0014, thick), closed=True)

    def lens(self, side: int) -> tuple[Array, Array]:
        """[1 + rings x outline, 3], bulging forward by a millimetre, seen from both sides."""
        across, up = self._axes(side)
        front = np.cross(across, up) * (1 if side == 0 else -1)
        middle = self._outline(side, 0.0).mean(0)
        rings = [
            self._outline(side, share) + front * 0.0012 * (1 - share**2) for share in np.linspace(0, 1, _RINGS + 1)[1:]
        ]
        points = np.concatenate([(middle + front * 0.0012)[None], *rings])
        here = np.arange(_OUTLINE)
        there = (here + 1) % _OUTLINE
        faces = [np.stack([np.zeros(_OUTLINE, int), 1 + here, 1 + there], 1)]
        for ring in range(_RINGS - 1):
            inner, outer = 1 + ring * _OUTLINE, 1 + (ring + 1) * _OUTLINE
            faces += [
                np.stack([inner + here, outer + here, outer + there], 1),
                np.stack([inner + here, outer + there, inner + there], 1),
            ]
        ordered = np.concatenate(faces)
        return points, ordered if side == 0 else ordered[:, ::-1]

    def bridge(self) -> tuple[Array, Array]:
        """Between the rims, over the nose."""
        height = 0.28
        ends = [self._on_rim(side, inner=True, height=height) for side in (0, 1)]
        top = (ends[0] + ends[1]) / 2 + [0.0, 0.0022 * self._scale, 0.0015]
        nose = self._landmarks[NASION]
        top[2] = max(top[2], nose[2] + _CLEAR_M + 0.001)
        thick = max(self._frame.rim, 0.0011) * self._scale
        return _swept(_curve(np.stack([ends[0], top, ends[1]]), 16), np.array([0.0, 0.0, 1.0]), (0.0015, thick))

    def temple(self, side: int) -> tuple[Array, Array]:
        """From the rim's outer edge over the ear and down behind it."""
        sign = 1 if side == 0 else -1
        tragus = self._landmarks[TRAGI[side]]
        start = self._on_rim(side, inner=False, height=0.30)
        over_ear = tragus + np.array([sign * 0.0015, 0.020 * self._scale, -0.010])
        out = max(abs(start[0]) + 0.0045, abs(tragus[0]) - 0.004)
        hinge = np.array([sign * out, start[1], start[2] - 0.007])
        behind = over_ear + np.array([sign * 0.0005, -0.010, -0.016]) * self._scale
        end = over_ear + np.array([-sign * 0.0015, -0.034, -0.024]) * self._scale
        straight = hinge + np.linspace(0, 1, 12)[:, None] * (over_ear - hinge)
        straight[:, 0] = sign * np.maximum(np.abs(straight[:, 0]), self._beside(straight, sign))
        path = _curve(np.concatenate([start[None], straight, behind[None], end[None]]), 48)
        return _swept(path, np.array([0.0, 1.0, 0.0]), (self._frame.temple * self._scale, 0.0012))

    def _axes(self, side: int) -> tuple[Array, Array]:
        """Outward and up in the plane of a lens."""
        sign = 1 if side == 0 else -1
        across = np.array([sign * np.cos(_WRAP), 0.0, -np.sin(_WRAP)])
        return across, np.array([0.0, np.cos(_PANTOSCOPIC), np.sin(_PANTOSCOPIC)])

    def _centre(self, side: int) -> Array:
        sign = 1 if side == 0 else -1
        room = 0.0095 * self._scale + self._frame.rim  # half the way between the lenses: the nose's
        out = max(abs(self._eyes[side, 0]), room + 0.5 * self._frame.width * self._scale)
        front = self._eyes[:, 2].mean() + _EYE_RADIUS_M + _VERTEX_M * self._scale
        return np.array([sign * out, self._eyes[:, 1].mean() - 0.002 * self._scale, front + self._push])

    def _outline(self, side: int, share: float) -> Array:
        """[48, 3] a closed line round the lens, `share` of the way from its centre; from the outer end over the top."""
        angle = np.linspace(0, 2 * np.pi, _OUTLINE, endpoint=False)
        return self._point(side, np.cos(angle), np.sin(angle), share)

    def _on_rim(self, side: int, *, inner: bool, height: float) -> Array:
        """[3] the rim's place at a share of the lens's half height."""
        cosine = np.sqrt(1 - height**2) * (-1 if inner else 1)
        return self._point(side, np.array([cosine]), np.array([height]), 1.0)[0]

    def _point(self, side: int, cosine: Array, sine: Array, share: float) -> Array:
        frame, power = self._frame, 2 / self._frame.power
        right = np.sign(cosine) * np.abs(cosine) ** power * 0.5 * frame.width * self._scale * share
        above = np.sign(sine) * np.abs(sine) ** power * 0.5 * frame.height * self._scale * share
        right = right * (1 + frame.taper * above / (0.5 * frame.height * self._scale))
        across, up = self._axes(side)
        return self._centre(side) + right[:, None] * across + above[:, None] * up

    def _shortfall(self, points: Array) -> float:
        """How far these points would have to come forward to be in front of the skin, m."""
        front = self._skin[self._skin[:, 2] > self._eyes[:, 2].mean()]
        apart = np.linalg.norm(points[:, None, :2] - front[None, :, :2], axis=2)
        surface = np.where(apart < 0.005, front[None, :, 2], -np.inf).max(1)
        return float((surface + _CLEAR_M + 0.0014 - points[:, 2]).max())

    def _beside(self, points: Array, sign: int) -> Array:
        """[n] |x| that a temple must keep to be off the skin, ears aside, m."""
        across = sign * self._skin[:, 0]
        side = self._skin[(across > 0.03) & (across < 1.03 * np.abs(self._landmarks[list(TRAGI), 0]).mean())]
        apart = np.linalg.norm(points[:, None, 1:] - side[None, :, 1:], axis=2)
        return np.where(apart < 0.008, np.abs(side[None, :, 0]), 0.0).max(1, initial=0.0) + 2 * _CLEAR_M


def _curve(through: Array, count: int) -> Array:
    """[count, 3] evenly along a smooth line through points [n, 3]: Catmull and Rom's, centripetal enough here."""
    padded = np.concatenate([2 * through[:1] - through[1:2], through, 2 * through[-1:] - through[-2:-1]])
    fine = []
    t = np.linspace(0, 1, 24, endpoint=False)[:, None]
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        fine.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    line = np.concatenate([*fine, through[-1:]])
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    wanted = np.linspace(0, length[-1], count)
    return np.stack([np.interp(wanted, length, line[:, axis]) for axis in range(3)], 1)


def _swept(path: Array, up: Array, half: tuple[float, float], *, closed: bool = False) -> tuple[Array, Array]:
    """A rounded bar along a line [n, 3]: `half` its thickness along `up` and across it, m. Vertices and triangles."""
    ahead = np.roll(path, -1, 0) - np.roll(path, 1, 0) if closed else np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    across = np.cross(ahead, up)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    over = np.cross(across, ahead)
    angle = np.linspace(0, 2 * np.pi, _SECTION, endpoint=False)
    round_x, round_y = (np.sign(part) * np.sqrt(np.abs(part)) for part in (np.cos(angle), np.sin(angle)))
    rings = (
        path[:, None]
        + half[1] * round_x[None, :, None] * across[:, None]
        + half[0] * round_y[None, :, None] * over[:, None]
    )
    count = len(path)
    ring, place = np.meshgrid(np.arange(count if closed else count - 1), np.arange(_SECTION), indexing="ij")
    following, beside = (ring + 1) % count, (place + 1) % _SECTION
    a, b = ring * _SECTION + place, ring * _SECTION + beside
    c, d = following * _SECTION + beside, following * _SECTION + place
    faces = np.concatenate([np.stack([a, c, b], -1).reshape(-1, 3), np.stack([a, d, c], -1).reshape(-1, 3)])
    points = rings.reshape(-1, 3)
    if closed:
        return points, faces
    ends = np.arange(_SECTION)
    fan = np.stack([np.full(_SECTION - 2, 0), ends[2:], ends[1:-1]], 1)
    last = (count - 1) * _SECTION
    return points, np.concatenate([faces, fan[:, ::-1], last + fan])
