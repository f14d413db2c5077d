"""What a frame's fit compares: which landmarks, how much each counts, and which gaps between them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.check import Array
from engine.head.landmarks import IBUG68, LIPS, OVAL

# fmt: off
EYELIDS = np.array([
    33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246,
    263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466,
])
BROWS = np.array([46, 53, 52, 65, 55, 70, 63, 105, 66, 107, 276, 283, 282, 295, 285, 300, 293, 334, 296, 336])
IRISES = np.arange(468, 478)
INNER = np.setdiff1d(np.arange(478), OVAL)
"""All landmarks but the face oval: those that mark a place on the skin rather than an outline."""

_LID_GAPS = np.array([
    (161, 163), (160, 144), (159, 145), (158, 153), (157, 154),
    (388, 390), (387, 373), (386, 374), (385, 380), (384, 381),
])
_LIP_GAPS = np.array([(81, 178), (82, 87), (13, 14), (312, 317), (311, 402)])
# fmt: on


@dataclass(frozen=True, slots=True)
class MeasureConfig:
    """Standard deviations granted to landmarks and gaps, in shares of the distance between the irises."""

    skin: float = 0.04
    lids: float = 0.012
    brows: float = 0.012
    lips: float = 0.014
    irises: float = 0.012
    oval_frontal: float = 0.04
    oval_turned: float = 0.09
    lid_gap: float = 0.006
    lip_gap: float = 0.008


PORTRAIT = MeasureConfig(
    skin=0.03, lids=0.02, brows=0.025, lips=0.02, irises=0.025, oval_frontal=0.04, oval_turned=0.08,
    lid_gap=0.015, lip_gap=0.015,
)  # fmt: skip
"""Looser than for a frame's expression: an identity should not bend to the tracker's habits."""


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """Picks landmarks and gaps out of the 478."""

    points: Array  # [L] MediaPipe's indices
    root: Array  # [L] 1 / standard deviation
    gaps: Array  # [G, 2] into points
    gap_root: Array  # [G]
    oval: Array  # [o] into points: the outline
    ibug68: Array  # [68] into points
    config: MeasureConfig = field(default_factory=MeasureConfig)

    @classmethod
    def of(cls, config: MeasureConfig | None = None, every: int = 4) -> Measure:
        """All landmarks of eyes, brows, lips, outline and the 68, and each `every`-th of the rest of the skin."""
        config = config or MeasureConfig()
        named = np.unique(np.concatenate([EYELIDS, BROWS, LIPS, IRISES, OVAL, IBUG68]))
        points = np.union1d(named, np.setdiff1d(np.arange(478), named)[::every])
        # Thinned-out skin keeps its say as a whole.
        spread = np.full(478, config.skin / np.sqrt(every))
        for members, value in (
            (LIPS, config.lips),
            (EYELIDS, config.lids),
            (BROWS, config.brows),
            (IRISES, config.irises),
        ):
            spread[members] = value
        return cls(
            points=points,
            root=1 / spread[points],
            gaps=np.searchsorted(points, np.concatenate([_LID_GAPS, _LIP_GAPS])),
            gap_root=1 / np.repeat([config.lid_gap, config.lip_gap], [len(_LID_GAPS), len(_LIP_GAPS)]),
            oval=np.searchsorted(points, OVAL),
            ibug68=np.searchsorted(points, IBUG68),
            config=config,
        )

    def rows(self, slopes: Array, error: Array, rotation: Array, irises: Array) -> tuple[Array, Array]:
        """Weighted slopes [R, K] and errors [R] of the least squares, from slopes [2, L, K] and error [2, L].

        rotation: [3, 3] of the head; irises: [2] trust in the right and the left one (0 behind a closed lid).
        """
        root = self.root.copy()
        turned = np.degrees(np.arccos(np.clip(rotation[2, 2], -1, 1)))
        root[self.oval] = 1 / np.interp(turned, [6.0, 20.0], [self.config.oval_frontal, self.config.oval_turned])
        root[-10:] *= np.repeat(irises, 5)
        a, b = self.gaps.T
        return (
            np.concatenate(
                [slopes * root[:, None], (slopes[:, a] - slopes[:, b]) * self.gap_root[:, None]], axis=1
            ).reshape(-1, slopes.shape[2]),
            np.concatenate([error * root, (error[:, a] - error[:, b]) * self.gap_root], axis=1).ravel(),
        )
