"""What a stage draws of some people, for the eye: photos above, what was made of them below."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from torch import Tensor

from engine.check import Array
from training.paper.coarse_objective import CoarseObjective, photos
from training.paper.codes import Codes
from training.paper.detail_objective import DetailObjective
from training.paper.loader import FaceBatch
from training.paper.networks import DetailOutput
from training.render.camera import pixels_from_ndc
from training.render.shade import linear_from_srgb, srgb_from_linear

_SIDE = 192
_SHOWN_M = 0.003
"""Displacement that is white; as much below the skin is black."""


@torch.no_grad()
def coarse_sheet(objective: CoarseObjective, codes: Codes, batch: FaceBatch) -> Array:
    """[rows, columns, 3] uint8: photos with the found landmarks; in the coarse stage the drawn heads too."""
    picture = photos(batch)
    vertices = objective.posed.vertices(codes)
    points = pixels_from_ndc(objective.posed.landmarks(vertices, codes.cam), _SIDE, _SIDE)
    first = [_marked(image, own) for image, own in zip(_tiles(picture), points.cpu().numpy(), strict=True)]
    rows = [np.concatenate(first, 1)]
    if objective.drawing is not None:
        drawn = objective.drawing(vertices, codes, linear_from_srgb(picture))
        rows += [_row(srgb_from_linear(drawn.picture)), _row((drawn.portrait.normals + 1) / 2)]
    return np.concatenate(rows)


@torch.no_grad()
def detail_sheet(objective: DetailObjective, output: DetailOutput, batch: FaceBatch) -> Array:
    """[rows, columns, 3] uint8: photos; over the window the photo, albedo times shaded detail, shading with the own
    code and with another picture's, displacement."""
    shaded, half = objective.shaded(output, batch), len(batch.person)
    mask = shaded.skin.mask[:half]
    grey = (output.displacement[:half, None] / (2 * _SHOWN_M) + 0.5).expand(-1, 3, -1, -1)
    return np.concatenate(
        [
            _row(photos(batch)),
            _row(srgb_from_linear(shaded.skin.photo[:half]) * (0.3 + 0.7 * mask)),
            _row(srgb_from_linear(shaded.picture[:half])),
            _row(srgb_from_linear(0.5 * shaded.shading[:half])),
            _row(srgb_from_linear(0.5 * shaded.shading[half:])),
            _row(grey),
        ]
    )


def _row(pictures: Tensor) -> Array:
    return np.concatenate(_tiles(pictures), 1)


def _tiles(pictures: Tensor) -> list[Array]:
    tiles = (pictures.clamp(0, 1) * 255 + 0.5).byte().permute(0, 2, 3, 1).cpu().numpy()
    return [cv2.resize(tile, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA) for tile in tiles]


def _marked(image: Array, points: Array) -> Array:
    image = image.copy()
    for x, y in points:
        cv2.circle(image, (round(float(x)), round(float(y))), 2, (0, 255, 0), -1)
    return image
