"""The skin under the photo: what a texel looks like where no photo shows it."""

from __future__ import annotations

import numpy as np

from engine.avatar.atlas import Atlas
from engine.check import Array
from engine.errors import AssetMissing
from engine.light import linear_from_srgb, srgb_from_linear

# sRGB of a part where the head family ships no picture of its own.
_PLAIN = {
    "mouth": (0.42, 0.17, 0.16), "tongue": (0.70, 0.34, 0.33), "teeth": (0.90, 0.87, 0.80),
    "socket": (0.62, 0.36, 0.32), "lash": (0.07, 0.05, 0.05), "eye": (0.90, 0.88, 0.86),
}  # fmt: skip
PLAIN_SKIN = np.array([0.80, 0.60, 0.50], np.float32)


def default_albedo(atlas: Atlas) -> Array:
    """[size, size, 3] float32 sRGB: the family's picture, or plain colours part by part."""
    from engine.assets import shipped

    try:
        path = shipped("head/albedo.png") if atlas.head.basis == "arkit52" else None
    except AssetMissing:
        path = None
    if path is not None:
        import cv2

        picture = cv2.imread(str(path))
        if picture is not None:
            size = (atlas.size, atlas.size)
            return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)[..., ::-1].astype(np.float32) / 255
    names = atlas.head.part_names
    colour = np.array([_PLAIN.get(name.split("_")[0], PLAIN_SKIN) for name in names], np.float32)
    grain = np.random.default_rng(0).normal(scale=0.012, size=(len(atlas.index), 1))
    texels = colour[atlas.head.parts[atlas.triangle]] * (1 + grain * atlas.skin[:, None])
    return atlas.scatter(texels.clip(0, 1))


def toned(atlas: Atlas, albedo: Array, tone: Array, core: Array) -> Array:
    """`albedo` with its skin brought to `tone` [3] sRGB. core: [N] bool, texels whose median is the skin's tone."""
    texels = linear_from_srgb(atlas.take(albedo))
    ratio = linear_from_srgb(tone) / np.maximum(np.median(texels[core], 0), 1e-3)
    # Painted ears and scalps are redder than most: halfway back to the tone of the face and beyond.
    ears = np.clip((np.abs(atlas.position[:, :1]) - 0.068) / 0.006, 0, 1) * 0.5
    ears = np.maximum(ears, 0.75 * np.clip((atlas.position[:, 1:2] - 0.070) / 0.025, 0, 1))
    level = texels.mean(1, keepdims=True) / max(float(np.median(texels[core], 0).mean()), 1e-3)
    texels = texels * (1 - ears) + np.median(texels[core], 0) * level * ears
    share = (atlas.skin | atlas.part("socket_l", "socket_r"))[:, None]
    return atlas.scatter(srgb_from_linear(np.where(share, texels * ratio, texels)).astype(np.float32))
