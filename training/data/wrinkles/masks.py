"""Where lines may be: not on lips and lids' margins, nostrils, ears and scalp, nor at the window's border."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from engine.check import Array
from engine.detail.window import WINDOW
from engine.head.head_model import Head
from training.data.wrinkles.ground import ground_of

# fmt: off
_LIPS = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185]
_LIDS = ([33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
         [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466])
_NOSTRILS = ([98, 97, 2, 94, 19, 44, 45, 220, 115, 48, 64], [327, 326, 2, 94, 19, 274, 275, 440, 344, 278, 294])
# fmt: on
_SIZE = 512


@lru_cache(maxsize=4)
def allowed(head: Head, size: int) -> Array:
    """[size, size] 0..1, mirror-symmetric."""
    ground = ground_of(head, _SIZE)
    x, y, z = np.moveaxis(ground.position, 2, 0)
    lips = _ring(head, _LIPS, 1.0, 2.5)
    lids = np.maximum(*(_ring(head, ring, 2.0, 2.5) for ring in _LIDS))
    nostrils = np.maximum(*(_ring(head, ring, -1.0, 3.0) for ring in _NOSTRILS))
    hair = ramp(_of_vertices(head, head.scalp), 0.65, 0.15)
    ears = ramp(np.abs(x), 0.0735, 0.067) * ramp(z, -0.022, -0.004)
    along = np.minimum(np.arange(_SIZE), np.arange(_SIZE)[::-1]) / _SIZE
    border = ramp(np.minimum(along, along[:, None]), 0.0, 0.035)
    throat = ramp(y, -0.150, -0.115)
    mask = (1 - lips) * (1 - lids) * (1 - nostrils) * hair * ears * border * throat
    mask *= cv2.GaussianBlur(cv2.erode(ground.covered.astype(np.float32), np.ones((9, 9))), (0, 0), 3)
    mask = cv2.resize((mask + mask[:, ::-1]) / 2, (size, size), interpolation=cv2.INTER_AREA)
    return mask.astype(np.float32)


def ramp(x: Array, zero: float, one: float) -> Array:
    """0 at `zero`, 1 at `one`, smooth between."""
    t = np.clip((x - zero) / (one - zero), 0, 1)
    return t * t * (3 - 2 * t)


def places(head: Head, landmarks: list[int]) -> Array:
    """[n, 2] landmarks in the window: shares (right, down)."""
    corners = head.uv[head.uv_faces[head.landmark_faces[landmarks]]]
    return WINDOW.place(np.einsum("lk,lkc->lc", head.landmark_weights[landmarks], corners))


def _ring(head: Head, ring: list[int], grown_mm: float, soft_mm: float) -> Array:
    """[_SIZE, _SIZE] 1 within a ring of landmarks, its border moved outwards and softened."""
    texel_mm = 0.45
    points = np.round(places(head, ring) * _SIZE * 16).astype(np.int32)
    filled = np.zeros((_SIZE, _SIZE), np.uint8)
    cv2.fillPoly(filled, [points], 1, shift=4)
    away = cv2.distanceTransform(1 - filled, cv2.DIST_L2, 5) - cv2.distanceTransform(filled, cv2.DIST_L2, 5)
    return ramp(away * texel_mm, grown_mm + soft_mm, grown_mm)


def _of_vertices(head: Head, values: Array) -> Array:
    ground = ground_of(head, _SIZE)
    return (values[head.faces[ground.triangle]] * ground.weights).sum(2)
