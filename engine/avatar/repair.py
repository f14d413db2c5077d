"""Texels that a photo cannot show rightly: lids hidden by open eyes, lip edges, sockets."""

from __future__ import annotations

import cv2
import numpy as np

from engine.avatar.atlas import Atlas
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
    return (np.clip((band - 0.30) / 0.25, 0, 1) * atlas.skin).astype(np.float32)


def mend_lids(atlas: Atlas, picture: Array, skin: Array) -> Array:
    """`picture` [S, S, 3] sRGB with the upper lids in `skin` [S, S, 3]: a closed eye shows neither iris nor lashes."""
    cover = cv2.GaussianBlur(atlas.scatter(lid_cover(atlas)), (0, 0), 1.5)[..., None]
    cover = cover * atlas.scatter(atlas.skin.astype(np.float32))[..., None]
    lid = skin * np.array([0.94, 0.91, 0.90], np.float32)
    return picture * (1 - cover) + lid * cover


def draw_lid_margin(atlas: Atlas, picture: Array) -> Array:
    """`picture` with the dark line of the lash roots, where lid skin meets the socket."""
    head = atlas.head
    shared = np.intersect1d(head.vertices_of("skin"), head.vertices_of("socket_l", "socket_r"))
    margin = np.zeros(head.num_vertices)
    margin[shared] = 1.0
    near = atlas.gather(margin)
    upper = atlas.position[:, 1] > EYE_HEIGHT
    near = np.clip(near * 1.7 - 0.55, 0, 1) * np.where(upper, 0.75, 0.2)
    near = near * (atlas.part("skin") | atlas.part("socket_l", "socket_r"))
    cover = atlas.scatter(near.astype(np.float32))[..., None]
    return picture * (1 - cover) + np.array([0.12, 0.08, 0.06], np.float32) * cover


def tone_inside(atlas: Atlas, picture: Array, tone: Array, lip: Array | None) -> Array:
    """`picture` with the sockets in the skin's tone and the front of the mouth's lining in the lips' (both sRGB)."""
    texels = atlas.take(picture)
    texels[atlas.part("socket_l", "socket_r")] = tone * 0.72
    if lip is not None:
        lining = atlas.part("mouth")
        front = np.clip((atlas.position[:, 2] - 0.058) / 0.006, 0, 1)[:, None] * lining[:, None]
        texels = texels * (1 - 0.8 * front) + lip * 0.85 * 0.8 * front
    return atlas.scatter(texels)
