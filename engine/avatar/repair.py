"""Texels that a photo cannot show rightly: lids hidden by open eyes, lip edges, sockets."""

from __future__ import annotations

import cv2
import numpy as np

from engine.avatar.atlas import Atlas
from engine.avatar.blend import fill_outward, smoothed
from engine.check import Array

EYE_HEIGHT = 0.0228
"""Metres, y of the template's lid commissures: what moves in a blink above it is upper lid."""


def lid_cover(atlas: Atlas) -> Array:
    """[N] in [0, 1]: the band of the upper lids that an open eye folds away and a blink unfolds."""
    head = atlas.head
    names = [name for name in ("eyeBlinkLeft", "eyeBlinkRight") if name in head.expression_names]
    if not names:
        return np.zeros(len(atlas.index), np.float32)
    columns = [head.expression_names.index(name) for name in names]
    travel = np.linalg.norm(head.expression_basis[:, :, columns].astype(np.float64), axis=1).max(1)
    travel = travel * (head.v_template[:, 1] > EYE_HEIGHT - 0.006)
    skin = head.vertices_of("skin")
    band = atlas.gather(travel / travel[skin].max())
    return (np.clip((band - 0.16) / 0.24, 0, 1) * atlas.skin).astype(np.float32)


def mend_lids(atlas: Atlas, picture: Array, skin: Array) -> Array:
    """`picture` [S, S, 3] sRGB with upper lids that no open eye shows, in the colours around each eye.

    skin: [S, S, 3] the family's skin, for its grain. A closed eye shows neither iris nor lashes.
    """
    band = lid_cover(atlas)
    cover = cv2.GaussianBlur(atlas.scatter(band), (0, 0), 1.5) * atlas.scatter(atlas.skin.astype(np.float32))
    grain = skin / np.maximum(smoothed(skin, 9), 0.02)
    lid = grain * _around_eyes(atlas, picture, band)
    # Thin skin lets blood shine through, and turns away from the sky towards the lashes.
    edge = atlas.scatter(np.clip(_to_margin(atlas, 0.004), 0, 1))[..., None]
    lid = lid * (np.array([0.97, 0.93, 0.92], np.float32) - 0.07 * (1 - edge))
    fold = atlas.scatter(np.exp(-(((band - 0.35) / 0.25) ** 2)) * (band > 0))[..., None]
    mended = picture * (1 - cover[..., None]) + lid * cover[..., None]
    return (mended * (1 - np.array([0.04, 0.05, 0.05]) * fold)).clip(0, 1).astype(np.float32)


def _around_eyes(atlas: Atlas, picture: Array, band: Array) -> Array:
    """[S, S, 3] the colours of `picture` between brow and cheekbone, carried smoothly over the lids."""
    x, y = np.abs(atlas.position[:, 0]), atlas.position[:, 1]
    around = atlas.part("skin") & (x > 0.010) & (x < 0.056) & (y > 0.004) & (y < 0.0345) & (atlas.position[:, 2] > 0.02)
    around &= (band < 0.03) & (_to_margin(atlas, 0.003) >= 1)
    texels = atlas.take(picture)
    level = texels.mean(1)
    middle = np.median(level[around]) if around.any() else 1.0
    likely = around * np.clip((level / middle - 0.72) / 0.12, 0, 1) * np.clip((1.35 - level / middle) / 0.1, 0, 1)
    return smoothed(fill_outward(atlas.scatter(texels), atlas.scatter(likely), levels=7), 9)


def _to_margin(atlas: Atlas, reach: float) -> Array:
    """[N] distance to the nearest lid margin at rest, 1 at `reach` metres and farther."""
    head = atlas.head
    margin = head.v_template[np.intersect1d(head.vertices_of("skin"), head.vertices_of("socket_l", "socket_r"))]
    distance = np.ones(len(atlas.index), np.float32)
    if len(margin):
        low, high = margin.min(0) - reach, margin.max(0) + reach
        near = np.flatnonzero(((atlas.position > low) & (atlas.position < high)).all(1) & atlas.skin)
        squared = (atlas.position[near] ** 2).sum(1)[:, None] - 2 * atlas.position[near] @ margin.T + (margin**2).sum(1)
        distance[near] = np.sqrt(squared.min(1).clip(0)) / reach
    return np.minimum(distance, 1)


def draw_lid_margin(atlas: Atlas, picture: Array) -> Array:
    """`picture` with the dark line of the lash roots, where lid skin meets the socket."""
    head = atlas.head
    shared = np.intersect1d(head.vertices_of("skin"), head.vertices_of("socket_l", "socket_r"))
    margin = np.zeros(head.num_vertices)
    margin[shared] = 1.0
    near = atlas.gather(margin)
    upper = atlas.position[:, 1] > EYE_HEIGHT
    near = np.clip(near * 1.5 - 0.30, 0, 1) * np.where(upper, 0.75, 0.1)
    near = near * (atlas.part("skin") | atlas.part("socket_l", "socket_r"))
    cover = atlas.scatter(near.astype(np.float32))[..., None]
    return picture * (1 - cover) + np.array([0.16, 0.11, 0.09], np.float32) * cover


def tone_inside(atlas: Atlas, picture: Array, tone: Array, lip: Array | None) -> Array:
    """`picture` with the sockets in the skin's tone and the front of the mouth's lining in the lips' (both sRGB)."""
    texels = atlas.take(picture)
    texels[atlas.part("socket_l", "socket_r")] = tone * 0.72
    if lip is not None:
        lining = atlas.part("mouth")
        front = np.clip((atlas.position[:, 2] - 0.058) / 0.006, 0, 1)[:, None] * lining[:, None]
        texels = texels * (1 - 0.8 * front) + lip * 0.85 * 0.8 * front
    return atlas.scatter(texels)
