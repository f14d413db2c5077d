"""A photo sampled into the detail window: what the detail encoder sees of a face, and the light it was taken in."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.avatar.atlas import Atlas
from engine.avatar.delight import estimate_light
from engine.avatar.sampling import Fitted, Sample, evened, sample
from engine.check import Array
from engine.detail.window import DISPLACEMENT_SIZE, WINDOW
from engine.head.head_model import rotations


@dataclass(frozen=True, slots=True, eq=False)
class SkinTexture:
    """Over the window, top row first."""

    colour: Array  # [256, 256, 3] sRGB in [0, 1]; the mean of what is seen where nothing is
    seen: Array  # [256, 256] in [0, 1]: how well the photo shows it
    light: Array  # [9, 3] SH in the frame of the head, linear

    def network_input(self) -> Array:
        """[4, 256, 256] float32: colour and visibility, as the detail encoder takes them."""
        return np.concatenate([self.colour.transpose(2, 0, 1), self.seen[None]]).astype(np.float32)


def skin_texture(atlas: Atlas, fitted: Fitted, global_orient: Array, found: Sample | None = None) -> SkinTexture:
    """The texture of the face in `fitted`, a head turned by `global_orient` [3] rad; about 0.3 s.

    found: in the same photo, evened, where it is there already; it is most of the work.
    """
    found = sample(atlas, evened(fitted)) if found is None else found
    trust = found.trust * found.inside
    some = np.flatnonzero(trust > 0.2)[::20]
    normals = found.normals @ rotations(np.asarray(global_orient))  # from the camera's frame into the head's
    light, _ = estimate_light(found.rgb[some], normals[some], trust[some])
    seen = window_of(atlas.scatter(trust)).clip(0, 1)
    weighted = window_of(atlas.scatter(found.rgb * trust[:, None]))
    return SkinTexture(filled((weighted / np.maximum(seen, 1e-3)[..., None]).clip(0, 1), seen), seen, light)


def filled(colour: Array, seen: Array) -> Array:
    """[S, S, 3] colour where it is `seen` [S, S] in [0, 1], its mean elsewhere."""
    weight = seen[..., None]
    mean = (colour * weight).sum((0, 1)) / max(float(weight.sum()), 1.0)
    return (colour * weight + mean * (1 - weight)).astype(np.float32)


def window_of(picture: Array, size: int = DISPLACEMENT_SIZE) -> Array:
    """[size, size(, C)] float32: the window cut out of a picture [S, S(, C)] of the whole atlas, top row first."""
    side = len(picture)
    left, top, width = (share * side for share in (WINDOW.left, WINDOW.top, WINDOW.side))
    scale = width / size
    matrix = np.array([[scale, 0, left + 0.5 * scale - 0.5], [0, scale, top + 0.5 * scale - 0.5]])
    picture = np.asarray(picture, np.float32)
    if scale > 1:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.4 * scale)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(picture, matrix, (size, size), flags=flags, borderMode=cv2.BORDER_REPLICATE)
