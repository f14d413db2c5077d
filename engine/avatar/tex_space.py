"""A person's skin as few numbers: the unlit albedo of the face, a mean and what people differ in.

DECA's `tex` code, over the head's own atlas. Small on purpose: it says complexion, lips, brows and beard, not pores.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from engine.assets import shipped
from engine.check import Array

FILE = "models/tex.safetensors"
NUM_TEX, SIZE = 50, 64
LEFT, TOP, SIDE = 0.15, 0.20, 0.70
"""The square of the atlas that is covered, in shares of its side; the top counts from the picture's top row."""


@dataclass(frozen=True, slots=True, eq=False)
class TexSpace:
    """Albedo = mean + code . basis, in sRGB / 255. Over people of all kinds each number of a code is about N(0, 1)."""

    mean: Array  # [SIZE, SIZE, 3] float32
    basis: Array  # [NUM_TEX, SIZE, SIZE, 3] float32, orthogonal, each times its deviation; 0 off the face

    def code_of(self, face: Array) -> Array:
        """[NUM_TEX] float32 of an albedo as `face_of` gives it."""
        flat = self.basis.reshape(len(self.basis), -1)
        return (flat @ (face - self.mean).ravel() / (flat**2).sum(1)).astype(np.float32)

    def face(self, code: Array) -> Array:
        """[SIZE, SIZE, 3] float32 sRGB / 255 over the face's square of the atlas."""
        return self.mean + np.tensordot(np.asarray(code, np.float32), self.basis, 1)

    def mirror_signs(self) -> Array:
        """[NUM_TEX] float32: +1 for what is alike on both sides, -1 for what changes its sign in a mirror."""
        return np.sign((self.basis * self.basis[:, :, ::-1]).sum((1, 2, 3))).astype(np.float32)


@lru_cache(maxsize=1)
def open_tex_space() -> TexSpace:
    """The one that ships; AssetMissing without it."""
    from safetensors.numpy import load_file

    arrays = load_file(shipped(FILE))
    return TexSpace(*(arrays[name].astype(np.float32) for name in ("mean", "basis")))


def face_of(albedo: Array) -> Array:
    """[SIZE, SIZE, 3] float32 in [0, 1]: the face's square of a whole atlas [S, S, 3] uint8 sRGB, top row first."""
    size = len(albedo)
    left, top, side = (round(share * size) for share in (LEFT, TOP, SIDE))
    square = np.ascontiguousarray(albedo[top : top + side, left : left + side])
    return cv2.resize(square.astype(np.float32), (SIZE, SIZE), interpolation=cv2.INTER_AREA) / 255
