"""The square of the UV atlas that carries detail: forehead up to the hairline, temples, cheeks, chin, throat.

The rest of the atlas is hair, the neck and the insides of the mouth, where detail would be spent for nothing. At 256
texels a side one texel is 0.85 mm of skin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array

DISPLACEMENT_SIZE = 256
"""Texels a side of what moves with the expression."""
RESIDUAL_SIZE = 512
"""Texels a side of what stays: moles, pores, scars."""
DISPLACEMENT_MAX_M = 0.003
"""Displacement lies within this distance of the mesh, along its outward normal."""


@dataclass(frozen=True, slots=True)
class Window:
    """A square of the UV square; shares of it. `top` counts from the first row of the albedo: v = 1 - top."""

    left: float
    top: float
    side: float

    def uv(self, size: int) -> Array:
        """[size, size, 2] uv, origin bottom left, of the centres of a map's texels; the map's first row is its top."""
        along = (np.arange(size) + 0.5) / size * self.side
        u, down = np.meshgrid(self.left + along, self.top + along)
        return np.stack([u, 1 - down], -1)

    def place(self, uv: Array) -> Array:
        """[..., 2] uv -> [..., 2] (right, down) in shares of the window: within [0, 1] inside it.

        A map of `size` texels has the centre of row i, column j at ((j + .5) / size, (i + .5) / size).
        """
        right = (uv[..., 0] - self.left) / self.side
        down = (1 - uv[..., 1] - self.top) / self.side
        return np.stack([right, down], -1)


WINDOW = Window(left=0.1875, top=0.1875, side=0.625)
"""On an albedo of 1024 px its borders lie between texels: 192 to 832, both ways."""
WINDOW_M = 0.22
"""About its side on the face of the shipped head, metres of skin."""
