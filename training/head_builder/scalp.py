"""Where hair grows: above a hairline around an adult's head."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from training.head_builder.assemble import Shape

_FOREHEAD_Y = 0.085
_SOFT_M = 0.010
_SIDE_Z = (-0.14, -0.10, -0.07, -0.045, -0.020, -0.005, 0.010, 0.020)
_SIDE_Y = (-0.055, -0.050, -0.010, 0.028, 0.030, 0.008, 0.026, 0.052)
"""Height of the line along the side of the head: nape, behind the ear, over it, sideburn, temple."""


def scalp(shape: Shape) -> Array:
    """[V] in [0, 1]: 1 where hair grows, rising over a centimetre at the hairline, 0 off the skin."""
    weight = np.zeros(len(shape.template))
    skin = shape.vertices_of("skin")
    x, y, z = np.abs(shape.template[skin, 0]), shape.template[skin, 1], shape.template[skin, 2]
    depth = np.where(z < 0, z * (_SIDE_Z[0] / z.min()), z)
    forehead = _FOREHEAD_Y - 0.35 * np.clip(x - 0.030, 0, None)
    line = np.where(z > 0.02, forehead, np.minimum(np.interp(depth, _SIDE_Z, _SIDE_Y), forehead))
    ear = (x > 0.0765) & (y < 0.034) & (depth > -0.075) & (depth < 0.005)
    weight[skin] = np.clip((y - line) / _SOFT_M, 0, 1) * ~ear
    return weight
