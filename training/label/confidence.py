"""How far the label of a frame is to be believed, from what can be measured without knowing the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array


@dataclass(frozen=True, slots=True)
class Doubt:
    """From which value on a thing is doubted, and from which it is not believed at all."""

    begins: float
    ends: float

    def trust(self, value: float) -> float:
        """1 up to `begins`, 0 from `ends`."""
        return float(np.clip((self.ends - value) / (self.ends - self.begins), 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class ConfidenceConfig:
    """What makes a frame doubtful."""

    residual: Doubt = Doubt(0.025, 0.06)
    """Distance of the fitted landmarks from the detector's, share of interocular."""
    turned: Doubt = Doubt(0.95, 1.4)
    """Angle between the face and the camera, rad."""
    outside: Doubt = Doubt(0.10, 0.45)
    """Share of the landmarks that lie outside the picture."""
    jump: Doubt = Doubt(0.15, 0.45)
    """Second difference of the landmarks between frames, share of interocular: the detector took something else."""
    brief: Doubt = Doubt(-6.0, -1.0)
    """Minus the frames in a row with a face, in a clip that has others without: phantoms last for one or two."""
    small: Doubt = Doubt(-24.0, -10.0)
    """Minus the interocular distance in px."""


def confidence(
    residual: float,
    rotation: Array,
    landmarks: Array,
    size_wh: tuple[int, int],
    unit_px: float,
    jump: float = 0.0,
    frames_in_a_row: float = np.inf,
    config: ConfidenceConfig | None = None,
) -> float:
    """In [0.01, 1]; rotation [3, 3] of the head, landmarks [478, 2] px. 0 is kept for frames without any face."""
    config = config or ConfidenceConfig()
    inside = ((landmarks >= 0) & (landmarks <= size_wh)).all(1).mean()
    trust = (
        config.residual.trust(residual)
        * config.turned.trust(float(np.arccos(np.clip(rotation[2, 2], -1, 1))))
        * config.outside.trust(1 - inside)
        * config.jump.trust(jump)
        * config.brief.trust(-frames_in_a_row)
        * config.small.trust(-unit_px)
    )
    return max(trust, 0.01)


def jumps(landmarks: list[Array | None], unit_px: list[float]) -> Array:
    """[N] second difference of [478, 2] px about each frame, median over landmarks, share of interocular.

    0 where a neighbour has no face.
    """
    out = np.zeros(len(landmarks))
    for i in range(1, len(landmarks) - 1):
        a, b, c = landmarks[i - 1 : i + 2]
        if a is not None and b is not None and c is not None:
            out[i] = np.median(np.linalg.norm(a - 2 * b + c, axis=1)) / unit_px[i]
    return out
