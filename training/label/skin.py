"""What a photographed person's skin is: the albedo that making an avatar of the photo finds, as a code."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.avatar.atlas import atlas_of
from engine.avatar.sampling import lay
from engine.avatar.tex_space import face_of, open_tex_space
from engine.avatar.texture import build_texture
from engine.check import Array
from engine.tracking.fit import IdentityFit
from engine.types import Face


def tex_of(faces: Sequence[Face], fit: IdentityFit) -> Array:
    """[NUM_TEX] of the person in `faces`, taken from the picture that is turned least. About 1.5 s."""
    head = fit.head
    turns = [np.arccos(np.clip(view.placement.rotation[2, 2], -1, 1)) for view in fit.views]
    best = int(np.argmin(turns))
    texture = build_texture(atlas_of(head), lay(head, faces[best], fit, best))
    return open_tex_space().code_of(face_of(texture.albedo))
