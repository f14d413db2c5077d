"""What a fit aims at: a face's landmarks in picture units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.landmarks import LEFT_IRIS, RIGHT_IRIS, interocular
from engine.types import Face


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
        return uv.T * (self.unit_px, -self.unit_px) + self.origin_px
