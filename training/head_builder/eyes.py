"""Eyeballs of real size: where the lids of a face ask for them.

MakeHuman's eyes are helpers of 16.5 mm radius. Here every face gets balls of 12 mm at the place that its lids
ask for; the size of the head is then told by them (63 mm between the pupils).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from training.head_builder.selection import Selection

RADIUS = 0.012
PUPIL_DISTANCE = 0.063
EYE_MIDPOINT = np.array([0.0, 0.025, 0.040])
NUM_RINGS = 12
EDGE = 2
"""The ring that is seen as the lid's edge. Rings 0 and 1 are the lid's inner side, 0 is where the socket begins."""
LID_CLEARANCE = 0.0015
"""From the ball to the edge ring: the thickness of a lid. A blink moves the edge along a chord of the ball, and
this is what the chord loses to the arc half-way."""
_PUPIL_OFFSET = 0.0014
"""Pupils stand this much lateral of the middle between the corners of the eye (measured on 100 portraits)."""


@dataclass(frozen=True, slots=True, eq=False)
class Lids:
    """The skin around one eye as a grid: rings around the opening, columns running outwards."""

    rings: Array  # [NUM_RINGS, K] vertices
    inner: int  # column of the corner at the nose
    outer: int  # column of the corner at the temple
    upper: Array  # columns between the corners, nose to temple
    lower: Array


def lids(selection: Selection, side: str) -> Lids:
    """The lid grid of an eye. side: l or r."""
    rim = selection.rim("skin", f"socket_{side}")
    at = selection.vertices[rim] - selection.vertices[rim].mean(0)
    rings = [rim[np.argsort(np.arctan2(at[:, 1], at[:, 0]))]]
    quads = selection.quads[selection.parts == "skin"]
    neighbours: dict[int, set[int]] = {}
    for quad in quads.tolist():
        for k in range(4):
            neighbours.setdefault(quad[k], set()).update((quad[k - 1], quad[(k + 1) % 4]))
    seen = set(rim.tolist())
    while len(rings) < NUM_RINGS:
        rings.append(np.array([min(neighbours[v] - seen) for v in rings[-1].tolist()]))
        seen |= set(rings[-1].tolist())
    edge = selection.vertices[rings[EDGE]]
    across, columns = np.abs(edge[:, 0]), np.arange(len(edge))
    inner, outer = int(np.argmin(across)), int(np.argmax(across))
    between = (columns > min(inner, outer)) & (columns < max(inner, outer))
    rest = ~between & (columns != inner) & (columns != outer)
    upper, lower = (between, rest) if edge[between, 1].mean() > edge[rest, 1].mean() else (rest, between)

    def outwards(mask: Array) -> Array:
        return columns[mask][np.argsort(across[mask])]

    return Lids(np.stack(rings), inner, outer, outwards(upper), outwards(lower))


def ball_centres(grid: Lids, faces: Array, radius: Array) -> Array:
    """[N, 3] centre of the ball that the lids of each face rest on.

    faces: [N, V, 3]  radius: [N] of the ball in the unit of the faces, which are not to scale yet. Sideways the
    pupil stands where it stands in people; height and depth lay the middle of both lids on the ball.
    """
    edge = faces[:, grid.rings[EDGE]].astype(np.float64)
    inner, outer = edge[:, grid.inner], edge[:, grid.outer]
    unit = radius / RADIUS
    centre = (inner + outer) / 2
    centre[:, 0] += np.sign(outer[:, 0] - inner[:, 0]) * _PUPIL_OFFSET * unit
    centre[:, 2] -= radius * 0.7
    reach = (RADIUS + LID_CLEARANCE) * unit
    thirds = [part[len(part) // 3 : len(part) - len(part) // 3] for part in (grid.upper, grid.lower)]
    points = edge[:, np.concatenate(thirds)]
    for _ in range(12):  # Gauss-Newton on the distances, over y and z
        away = points - centre[:, None]
        distance = np.linalg.norm(away, axis=2)
        slope = -away[:, :, 1:] / distance[:, :, None]  # [N, K, 2]
        residual = distance - reach[:, None]
        normal = np.einsum("nki,nkj->nij", slope, slope)
        centre[:, 1:] -= np.linalg.solve(normal, np.einsum("nki,nk->ni", slope, residual)[..., None])[..., 0]
    return centre


def eye_centres(grids: tuple[Lids, Lids], faces: Array) -> tuple[Array, Array]:
    """Ball centres [N, 2, 3] (left, right), and [N] the scale that puts the pupils 63 mm apart."""
    radius = np.full(len(faces), RADIUS)
    for _ in range(3):  # the ball's radius is 12 mm only after scaling
        centres = np.stack([ball_centres(grid, faces, radius) for grid in grids], 1)
        scale = PUPIL_DISTANCE / np.linalg.norm(centres[:, 0] - centres[:, 1], axis=1)
        radius = RADIUS / scale
    return centres, scale
