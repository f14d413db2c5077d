"""What everybody's skin looks like without relief: the mean of photographed people, which stands for albedo.

DECA takes albedo from a colour model that has no wrinkles. Without any, the dark of nostrils, brows and hairline would
have to be explained by relief, which then is half a millimetre deep in a face at rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from engine.check import Array
from engine.detail.window import DISPLACEMENT_SIZE
from training.data.detail.pairs import PictureFile, Pictures
from training.losses.detail_picture import flattened
from training.models.detail import texture_tensor
from training.render.shade import linear_from_srgb


def average_albedo(files: Sequence[PictureFile]) -> Array:
    """[256, 256] float32 log brightness less its surroundings, of the photographs among `files`; zeros without any."""
    real = [file.rows(neutral_rows(file.person)) for file in files if file.is_real and len(file)]
    return albedo_of(real) if real else np.zeros((DISPLACEMENT_SIZE, DISPLACEMENT_SIZE), np.float32)


def neutral_rows(person: Array) -> Array:
    """The first row of each person [N], which is the neutral picture of people who were photographed."""
    return np.unique(person, return_index=True)[1]


@torch.no_grad()
def albedo_of(parts: Sequence[Pictures]) -> Array:
    """The same, of these pictures. A face and its mirror image count alike."""
    total = weight = torch.zeros(1, 1)
    for pictures in parts:
        texture = texture_tensor(torch.from_numpy(pictures.texture.copy()))
        seen = texture[:, 3:]
        flat = flattened(linear_from_srgb(texture[:, :3]), seen).mean(1)
        total, weight = total + flat.sum(0), weight + seen[:, 0].sum(0)
    mean = total / (weight + 1e-3)
    return ((mean + mean.flip(1)) / 2).numpy().astype(np.float32)
