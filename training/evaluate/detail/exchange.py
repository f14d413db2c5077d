"""Photographed people: the code of the neutral picture with the smile's expression, held against the smiling picture.

Compared is what detail can explain: the logarithm of the brightness less its surroundings, a little blurred (pores and
noise are nobody's wrinkles), where the smiling photo shows bare skin.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.check import Array
from engine.head.head_model import Head
from training.data.detail.loader import DetailBatch
from training.evaluate.detail.networks import DetailNetworks
from training.evaluate.figure import Figure, at_least
from training.evaluate.people import EVERY
from training.losses.detail_picture import flattened
from training.models.detail import texture_tensor
from training.render.relief import Relief
from training.render.shade import linear_from_srgb

GROUP = "neutral and smiling photographs"
_BLUR = 3
"""Texels a side."""


def exchange_figures(networks: DetailNetworks, photos: DetailBatch, head: Head) -> tuple[Figure, ...]:
    """photos: pairs in a row, neutral and smiling; a person's number is -1 - their number in the data."""
    number = -1 - photos.person[::2]
    animated, frozen, others = distances(networks, photos, Relief(head))
    figures = []
    for title, chosen in (("people kept out", number % EVERY == 0), ("all people", number >= 0)):
        if not chosen.any():
            continue
        nearer = animated[chosen] < frozen[chosen]
        own = animated[chosen, None] < others[chosen]
        apart = ~np.eye(len(number), dtype=bool)[chosen]
        count = int(nearer.sum())
        gain = float(np.median(1 - animated[chosen] / frozen[chosen]))
        figures += [
            Figure(
                GROUP, f"neutral's code in the smile nearer than its frozen detail, share of pairs, {title}",
                count / len(nearer), at_least(0.8), f"{count} of {len(nearer)}; distance less by {100 * gain:.1f} %",
            ),
            Figure(
                GROUP, f"somebody else's code is worse, share of all exchanges, {title}",
                float(own[apart].mean()), at_least(0.9),
                f"{int((np.where(apart, own, False).sum(1) > apart.sum(1) / 2).sum())} of {len(own)} people beat most",
            ),
        ]  # fmt: skip
    return tuple(figures)


@torch.no_grad()
def distances(networks: DetailNetworks, photos: DetailBatch, relief: Relief) -> tuple[Array, Array, Array]:
    """[P] of the neutral's code animated, [P] of it frozen, [P, P] with the code of each person's neutral picture."""
    smile, jaw = photos.expression[1::2], photos.jaw_pose[1::2]
    code = networks.codes(photos.texture[::2], photos.seen_expression[::2])
    frozen = networks.displacement(code, photos.expression[::2], photos.jaw_pose[::2])
    num = len(code)
    found = np.empty((num, 1 + num))
    for row in range(num):
        texture = texture_tensor(torch.from_numpy(photos.texture[1::2][row][None].copy()))
        mask = texture[:, 3:] * relief.face
        wanted = _seen(linear_from_srgb(texture[:, :3]), mask)
        light = torch.from_numpy(photos.light[1::2][row][None].copy())
        everyone = networks.displacement(code, np.repeat(smile[row][None], num, 0), np.repeat(jaw[row][None], num, 0))
        for column, displacement in enumerate((frozen[row], *everyone)):
            shaded = relief.shaded(torch.from_numpy(displacement[None]), light)
            found[row, column] = float((mask * (_seen(shaded, mask) - wanted).abs()).sum() / mask.sum())
    return np.diag(found[:, 1:]).copy(), found[:, 0], found[:, 1:]


def _seen(picture: Tensor, mask: Tensor) -> Tensor:
    return functional.avg_pool2d(flattened(picture, mask).mean(1, keepdim=True), _BLUR, 1, _BLUR // 2)
