"""The skin's square, texel by texel: where on the face each is, and what can be painted there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from engine.avatar.atlas import atlas_of
from engine.avatar.default_skin import default_albedo
from engine.check import Array
from engine.head.head_model import Head
from engine.tracking.bias import landmark_bias

SIZE = 512
"""Side in texels: about two to a pixel of the picture."""
# fmt: off
_LIPS = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185]
_BROWS = ([70, 63, 105, 66, 107, 55, 65, 52, 53, 46], [300, 293, 334, 296, 336, 285, 295, 282, 283, 276])
_LIDS = ([33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
         [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466])
# fmt: on
_BROW_REACH = 6.0
"""Texels around a brow's landmark that move with it."""
_SEEN_SHARE = 0.75
"""Of the bias: so far moved, MediaPipe's brows lie on the labels in pictures of both kinds of skin."""
_TEXEL_M = np.array([0.00058, 0.00073])
"""Width and height of a texel at the brows."""


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """Masks [SIZE, SIZE] in [0, 1], top row first."""

    albedo: Array  # [SIZE, SIZE, 3] uint8 sRGB: the head's own
    bare: Array  # the same without brows
    place: Array  # [SIZE, SIZE, 3] m on the template
    skin: Array
    brows: Array
    masks: Array  # [7, SIZE, SIZE] scalp, brows, beard, moustache, lips, cheeks, lids' edges
    strands: Array  # zero mean, along hair that falls from the crown
    noise: Array  # [3, SIZE, SIZE] zero mean, unit deviation: coarse, middle, fine


@lru_cache(maxsize=2)
def canvas_of(head: Head) -> Canvas:
    """The canvas of `head`; about a second, once a process."""
    atlas = atlas_of(head, SIZE)
    x, y, z = (atlas.scatter(atlas.position[:, k], -1.0) for k in range(3))
    skin = atlas.scatter(atlas.skin.astype(np.float32))
    lips = _filled(head, _LIPS, 1.5)
    own = np.maximum(_filled(head, _BROWS[0], 3.0), _filled(head, _BROWS[1], 3.0))
    brows = raised(head, own)
    lids = np.maximum(*(_filled(head, ring, 1.6) for ring in _LIDS))
    front = _ramp(z, -0.01, 0.03)
    beard = _ramp(y, -0.030, -0.050) * front * _ramp(y, -0.150, -0.110)
    sideburns = _ramp(np.abs(x), 0.058, 0.066) * _ramp(y, 0.02, -0.01) * _ramp(z, -0.02, 0.0) * _ramp(y, -0.14, -0.1)
    moustache = _ramp(np.abs(x), 0.036, 0.026) * _ramp(y, -0.018, -0.026) * _ramp(y, -0.055, -0.045) * front
    cheeks = np.exp(-(((np.abs(x) - 0.040) / 0.018) ** 2) - ((y + 0.012) / 0.018) ** 2) * front
    scalp = atlas.scatter(atlas.gather(head.scalp).astype(np.float32))
    hairy = np.maximum(beard, sideburns) * (1 - lips)
    coats = (brows, hairy, moustache * (1 - lips), lips, cheeks, lids)
    albedo = np.round(default_albedo(atlas) * 255).clip(0, 255).astype(np.uint8)
    return Canvas(
        albedo=albedo,
        bare=without_brows(albedo, own),
        place=np.stack([x, y, z], 2).astype(np.float32),
        skin=skin,
        brows=brows,
        masks=np.stack([scalp, *(mask * skin for mask in coats)]).astype(np.float32),
        strands=_strands(x, y, z),
        noise=np.stack([_noise(sigma, seed) for seed, sigma in enumerate((28.0, 5.0, 1.0))]),
    )


def raised(head: Head, picture: Array) -> Array:
    """[SIZE, SIZE(, C)] picture with the brows moved to where the tracker sees people's: by engine.tracking.bias.

    What was painted by the head's own landmarks has them lower than the labels of the landmarks say.
    """
    return cv2.remap(picture, *_raising(head), cv2.INTER_LINEAR)


@lru_cache(maxsize=2)
def _raising(head: Head) -> tuple[Array, Array]:
    """Columns and rows [SIZE, SIZE] to look up."""
    ring = np.concatenate(_BROWS)
    place = texels_of(head, ring)
    row, column = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    away = (column[..., None] - place[:, 0]) ** 2 + (row[..., None] - place[:, 1]) ** 2
    weight = np.exp(-away / (2 * _BROW_REACH**2))
    moved = (
        weight
        @ (_SEEN_SHARE * landmark_bias(head)[ring, :2] * [1, -1] / _TEXEL_M)
        / (weight.sum(2, keepdims=True) + 0.3)
    )
    return (column - moved[..., 0]).astype(np.float32), (row - moved[..., 1]).astype(np.float32)


def texels_of(head: Head, landmarks: Array) -> Array:
    """[L, 2] column and row of landmarks on the canvas."""
    corners = head.uv[head.uv_faces[head.landmark_faces[landmarks]]]
    uv = np.einsum("lk,lkc->lc", head.landmark_weights[landmarks], corners)
    return np.stack([uv[:, 0], 1 - uv[:, 1]], 1) * SIZE


def without_brows(albedo: Array, brows: Array) -> Array:
    """[SIZE, SIZE, 3] uint8 with the brows filled from the skin around them."""
    mask = (cv2.dilate(brows, np.ones((5, 5))) > 0.15).astype(np.uint8)
    filled = cv2.inpaint(np.ascontiguousarray(albedo), mask, 6, cv2.INPAINT_TELEA)
    return cv2.GaussianBlur(filled, (0, 0), 2.0) * mask[..., None] + filled * (1 - mask[..., None])


def _filled(head: Head, ring: list[int], blur: float) -> Array:
    points = np.round(texels_of(head, np.array(ring)) * 16).astype(np.int32)
    mask = np.zeros((SIZE, SIZE), np.float32)
    cv2.fillPoly(mask, [points], 1.0, cv2.LINE_AA, 4)
    return cv2.GaussianBlur(mask, (0, 0), blur)


def _ramp(x: Array, zero: float, one: float) -> Array:
    return np.clip((x - zero) / (one - zero), 0, 1)


def _noise(sigma: float, seed: int) -> Array:
    layer = np.random.default_rng(seed).normal(size=(SIZE, SIZE)).astype(np.float32)
    layer = cv2.GaussianBlur(layer, (0, 0), sigma, borderType=cv2.BORDER_REFLECT_101)
    return ((layer - layer.mean()) / layer.std()).astype(np.float32)


def _strands(x: Array, y: Array, z: Array) -> Array:
    """Noise that is long along the direction away from the crown."""
    around, down = np.arctan2(x, z + 0.06), np.sqrt(x**2 + (y - y.max()) ** 2 + (z + 0.06) ** 2)
    rng = np.random.default_rng(3)
    noise = cv2.GaussianBlur(rng.normal(size=(128, 1024)).astype(np.float32), (0, 0), sigmaX=1.0, sigmaY=9.0)
    noise /= noise.std()
    column = ((around / (2 * np.pi) + 0.5) * 1023).astype(np.float32)
    return cv2.remap(noise, column, (down / 0.30 * 127).astype(np.float32), cv2.INTER_LINEAR)
