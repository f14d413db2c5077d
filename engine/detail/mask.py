"""Where detail shows: not on lips, lid margins, under hair, nor at the window's border."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from engine.check import Array
from engine.detail.window import WINDOW
from engine.head.head_model import Head
from engine.head.landmarks import embed

# fmt: off
_LIP_RING = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
_LID_RINGS = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)
"""Landmarks around the outer edge of the lips and around each opening of the lids."""
# fmt: on
_BORDER = 0.08
"""Detail ends softly within this share of the window, on all sides."""
_BESIDE_LIPS_M = (0.0005, 0.0030)
_BESIDE_LIDS_M = (0.0015, 0.0045)
"""None up to the first distance from the margin, all of it from the second."""
_SCALP = (0.35, 0.90)


@lru_cache(maxsize=4)
def detail_mask(head: Head) -> Array:
    """[V] in [0, 1]: how much of the displacement each vertex shows. 0 off the skin and off the window."""
    skin = head.skin_vertices
    place = np.full((head.num_vertices, 2), -1.0)
    place[head.faces.ravel()] = WINDOW.place(head.uv[head.uv_faces.ravel()])
    to_border = np.minimum(place, 1 - place).min(1)
    points = embed(head, head.v_template)
    mask = _step(to_border[skin], 0, _BORDER)
    mask *= 1 - _step(head.scalp[skin], *_SCALP)
    mask *= _step(_outside(head.v_template[skin], points[list(_LIP_RING)]), *_BESIDE_LIPS_M)
    for ring in _LID_RINGS:
        mask *= _step(_outside(head.v_template[skin], points[list(ring)]), *_BESIDE_LIDS_M)
    result = np.zeros(head.num_vertices, np.float32)
    result[skin] = mask
    result.flags.writeable = False
    return result


def _step(x: Array, zero: float, one: float) -> Array:
    t = np.clip((x - zero) / (one - zero), 0, 1)
    return t * t * (3 - 2 * t)


def _outside(points: Array, ring: Array) -> Array:
    """[n] m from each point to the closed curve through `ring`; 0 for those that it encloses, seen from the front."""
    ends = np.roll(ring, -1, 0)
    along = ends - ring
    from_start = points[:, None] - ring
    share = np.clip((from_start * along).sum(2) / np.maximum((along * along).sum(1), 1e-12), 0, 1)
    distance = np.linalg.norm(from_start - share[..., None] * along, axis=2).min(1)
    x, y = points[:, 0, None], points[:, 1, None]
    crosses = (ring[:, 1] > y) != (ends[:, 1] > y)
    rise = np.where(along[:, 1] == 0, 1.0, along[:, 1])
    enclosed = (crosses & (x < ring[:, 0] + (y - ring[:, 1]) / rise * along[:, 0])).sum(1) % 2 == 1
    near = np.abs(points[:, 2] - ring[:, 2].mean()) < 0.03
    return np.where(enclosed & near, 0.0, distance)
