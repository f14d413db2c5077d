"""What a smile leaves on a face at rest: teeth and wet highlights on the lips, folds from nose to chin."""

from __future__ import annotations

import cv2
import numpy as np

from engine.avatar.atlas import Atlas
from engine.avatar.blend import fill_outward, smoothed
from engine.check import Array
from engine.head.landmarks import embed

_OUTLINE = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
_PX_PER_M = 8000.0


def lips(atlas: Atlas) -> Array:
    """[N] in [0, 1]: within the lips' outline, softly."""
    head = atlas.head
    outline = embed(head, head.v_template)[list(_OUTLINE)]
    low = outline[:, :2].min(0) - 0.004
    size = np.ceil((outline[:, :2].max(0) + 0.004 - low) * _PX_PER_M).astype(int)
    mask = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillPoly(mask, [np.round((outline[:, :2] - low) * _PX_PER_M).astype(np.int32)], 255)
    mask = cv2.GaussianBlur(mask, (0, 0), 0.0007 * _PX_PER_M)
    at = np.floor((atlas.position[:, :2] - low) * _PX_PER_M).astype(int)
    inside = ((at >= 0) & (at < size)).all(1) & (atlas.position[:, 2] > outline[:, 2].min() - 0.01) & atlas.part("skin")
    found = np.zeros(len(atlas.index), np.float32)
    found[inside] = mask[at[inside, 1], at[inside, 0]] / 255
    return found


def mend_lips(atlas: Atlas, picture: Array) -> Array:
    """`picture` [S, S, 3] sRGB with what is whiter than lips painted over from the lips around it."""
    within = lips(atlas)
    core = within > 0.9
    if core.sum() < 50:
        return picture
    texels = atlas.take(picture)
    level, redness = texels.mean(1), (texels[:, 0] - texels[:, 1]) / np.maximum(texels.sum(1), 0.05)
    # Both may take up much of the lips, so the redder and darker half says what lips are.
    usual_level, usual_red = np.quantile(level[core], 0.40), max(float(np.quantile(redness[core], 0.60)), 0.02)
    white = np.clip((level / usual_level - 1.15) / 0.25, 0, 1) * np.clip((0.74 - redness / usual_red) / 0.25, 0, 1)
    grown = cv2.dilate(atlas.scatter((white * (within > 0.3)).astype(np.float32)), np.ones((5, 5)))
    hidden = cv2.GaussianBlur(grown, (0, 0), 1.5) * atlas.scatter(within)
    known = atlas.scatter(core.astype(np.float32)) * (1 - np.clip(2 * hidden, 0, 1))
    return (picture + (fill_outward(picture, known, levels=6) - picture) * hidden[..., None]).astype(np.float32)


def soften_folds(atlas: Atlas, picture: Array, smile: float) -> Array:
    """`picture` [S, S, 3] sRGB with the shade of the folds beside the mouth lifted as far as the face smiled.

    Pores and beard, finer than a fold, and the form of the cheek, coarser, stay.
    """
    amount = float(np.clip(1.6 * smile - 0.2, 0, 0.8))
    if amount <= 0:
        return picture
    x, y = np.abs(atlas.position[:, 0]), atlas.position[:, 1]
    beside = np.clip((x - 0.016) / 0.006, 0, 1) * np.clip((0.050 - x) / 0.008, 0, 1)
    beside *= np.clip((-0.006 - y) / 0.008, 0, 1) * np.clip((y + 0.078) / 0.012, 0, 1) * atlas.part("skin")
    region = cv2.GaussianBlur(atlas.scatter((beside * (1 - lips(atlas))).astype(np.float32)), (0, 0), 3)[..., None]
    skin = atlas.scatter(atlas.skin.astype(np.float32))
    around = smoothed(picture * skin[..., None], 26) / np.maximum(smoothed(skin, 26), 0.05)[..., None]
    fold = cv2.GaussianBlur(picture, (0, 0), 4)
    lift = np.clip(around / np.maximum(fold, 0.05), 1.0, 1.5)
    return (picture * (1 + (lift - 1) * amount * region)).clip(0, 1).astype(np.float32)
