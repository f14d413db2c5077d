"""What a fit aims at: a face's landmarks in picture units, and how much each is trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.landmarks import LEFT_IRIS, LIPS, OVAL, RIGHT_IRIS, interocular
from engine.types import Face

# fmt: off
EYELIDS = np.array([
    33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246,
    263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466,
])
BROWS = np.array([46, 53, 52, 65, 55, 70, 63, 105, 66, 107, 276, 283, 282, 295, 285, 300, 293, 334, 296, 336])
# fmt: on
INNER = np.setdiff1d(np.arange(478), OVAL)
"""All landmarks but the face oval: those that mark a place on the skin rather than an outline."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A face to fit, in picture units: (0, 0) is the picture's centre, 1 the distance between the irises, +v up."""

    uvz: Array  # [3, 478]; z towards the camera
    origin_px: Array  # [2]
    unit_px: float

    @classmethod
    def of(cls, face: Face) -> Target:
        origin = np.array(face.frame.size_wh) / 2
        # Turned to the side the irises come close together; the depth keeps the unit about the same.
        flat = interocular(face.landmarks)
        deep = float(face.landmarks_depth[LEFT_IRIS] - face.landmarks_depth[RIGHT_IRIS])
        unit = max(float(np.hypot(flat, deep)), 1e-3)
        u, v = (face.landmarks.astype(np.float64) - origin).T / unit
        return cls(np.stack([u, -v, -face.landmarks_depth.astype(np.float64) / unit]), origin, unit)

    def image(self, uv: Array) -> Array:
        """[L, 2] px of uv [2, L]."""
        return np.stack([uv[0], -uv[1]], 1) * self.unit_px + self.origin_px


def landmark_weights(rotation: Array) -> Array:
    """[478] weights of squared errors for a head turned by `rotation`.

    The oval is an outline: it marks the same skin only when the face is frontal.
    """
    turned = np.degrees(np.arccos(np.clip(rotation[2, 2], -1, 1)))
    weights = np.ones(478)
    weights[LIPS] = 2.0
    weights[EYELIDS] = 2.0
    weights[468:] = 1.5
    weights[OVAL] = np.interp(turned, [6.0, 20.0], [0.6, 0.15])
    return weights
