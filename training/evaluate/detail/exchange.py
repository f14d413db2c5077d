"""Photographed people: the code of the neutral picture with the smile's expression, held against the smiling picture.

Compared is what detail can explain: the logarithm of the brightness less its surroundings, a little blurred (pores and
noise are nobody's wrinkles), where the smiling photo shows bare skin. Shaded skin has an albedo, the same whatever the
detail: skin in general, as in the paper, or the person's own from the neutral photo, as an avatar has it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.check import Array
from training.data.detail.loader import DetailBatch
from training.evaluate.detail.networks import DetailNetworks
from training.evaluate.figure import Figure, at_least, at_most
from training.evaluate.people import EVERY
from training.losses.detail_picture import flattened
from training.models.detail import texture_tensor
from training.render.relief import Relief
from training.render.shade import linear_from_srgb

GROUP = "neutral and smiling photographs"
_BLUR = 3
"""Texels a side."""


class Distances(NamedTuple):
    """Mean differences in log brightness between shaded skin and the smiling photo, of P people."""

    animated: Array  # [P] the neutral's code with the smile's expression
    frozen: Array  # [P] the neutral's code with the neutral's expression
    others: Array  # [P, P] with the code of each person's neutral picture; the diagonal is `animated`


def exchange_figures(
    networks: DetailNetworks, photos: DetailBatch, relief: Relief, albedo: Array, face: Array
) -> tuple[Figure, ...]:
    """photos: pairs in a row, neutral and smiling; a person's number is -1 - their number in the data.

    albedo: [256, 256] of albedo_of, of people who were trained on  face: [256, 256] in [0, 1], where rest is looked at
    """
    number = -1 - photos.person[::2]
    figures = []
    for skin, own in (("", None), (", on their own albedo", own_albedo(networks, photos, relief))):
        common = np.broadcast_to(albedo, (len(number), *albedo.shape)) if own is None else own
        found = distances(networks, photos, relief, common)
        for title, chosen in (("people kept out", number % EVERY == 0), ("all people", number >= 0)):
            if chosen.any():
                figures += _shares(found, chosen, title + skin)
    return (*figures, *_rest(networks, photos, face))


def _shares(found: Distances, chosen: Array, title: str) -> list[Figure]:
    animated, frozen, others = (values[chosen] for values in found)
    nearer, own = animated < frozen, animated[:, None] < others
    apart = ~np.eye(len(chosen), dtype=bool)[chosen]
    count, most = int(nearer.sum()), int((np.where(apart, own, False).sum(1) > apart.sum(1) / 2).sum())
    return [
        Figure(
            GROUP, f"neutral's code in the smile nearer than its frozen detail, share of pairs, {title}",
            count / len(nearer), at_least(0.8),
            f"{count} of {len(nearer)}; distance less by {100 * float(np.median(1 - animated / frozen)):.1f} %",
        ),
        Figure(
            GROUP, f"somebody else's code is worse, share of all exchanges, {title}",
            float(own[apart].mean()), at_least(0.9), f"{most} of {len(own)} people beat most",
        ),
    ]  # fmt: skip


def _rest(networks: DetailNetworks, photos: DetailBatch, face: Array) -> list[Figure]:
    """How much relief a face at rest gets: brightness that is no relief shows here as such."""
    code = networks.codes(photos.texture[::2], photos.seen_expression[::2])
    still = networks.displacement(code, np.zeros((len(code), 52), np.float32), np.zeros((len(code), 3), np.float32))
    rms = 1e6 * np.sqrt((still**2 * face).sum((1, 2)) / face.sum())
    most = f"worst person {rms.max():.0f}, deepest texel {1e6 * float(np.abs(still * (face > 0)).max()):.0f}"
    return [Figure(GROUP, "a face at rest, root mean square displacement, µm", float(rms.mean()), at_most(100), most)]


@torch.no_grad()
def distances(networks: DetailNetworks, photos: DetailBatch, relief: Relief, albedo: Array) -> Distances:
    """albedo: [P, 256, 256] log brightness less its surroundings, of each person's skin without relief."""
    smile, jaw = photos.expression[1::2], photos.jaw_pose[1::2]
    code = networks.codes(photos.texture[::2], photos.seen_expression[::2])
    frozen = networks.displacement(code, photos.expression[::2], photos.jaw_pose[::2])
    num = len(code)
    found = np.empty((num, 1 + num))
    for row in range(num):
        photo, mask, light = _photo(photos, 1 + 2 * row, relief)
        skin = _averaged(torch.from_numpy(albedo[row].copy())[None, None] * mask)
        everyone = networks.displacement(code, np.repeat(smile[row][None], num, 0), np.repeat(jaw[row][None], num, 0))
        for column, displacement in enumerate((frozen[row], *everyone)):
            shaded = _seen(relief.shaded(torch.from_numpy(displacement[None]), light), mask)
            found[row, column] = float((mask * (shaded + skin - photo).abs()).sum() / mask.sum())
    return Distances(np.diag(found[:, 1:]).copy(), found[:, 0], found[:, 1:])


@torch.no_grad()
def own_albedo(networks: DetailNetworks, photos: DetailBatch, relief: Relief) -> Array:
    """[P, 256, 256] each neutral photo without the shading of its own detail, as `distances` takes it."""
    code = networks.codes(photos.texture[::2], photos.seen_expression[::2])
    frozen = networks.displacement(code, photos.expression[::2], photos.jaw_pose[::2])
    skins = []
    for row, displacement in enumerate(frozen):
        photo, mask, light = _photo(photos, 2 * row, relief, blurred=False)
        shaded = flattened(relief.shaded(torch.from_numpy(displacement[None]), light), mask).mean(1)
        skins.append((photo[:, 0] - shaded).numpy()[0])
    return np.stack(skins)


def _photo(photos: DetailBatch, row: int, relief: Relief, blurred: bool = True) -> tuple[Tensor, Tensor, Tensor]:
    """The picture [1, 1, H, W] as it is compared, where it shows bare skin [1, 1, H, W], and its light [1, 9, 3]."""
    texture = texture_tensor(torch.from_numpy(photos.texture[row][None].copy()))
    mask = texture[:, 3:] * relief.face
    picture = linear_from_srgb(texture[:, :3])
    flat = _seen(picture, mask) if blurred else flattened(picture, mask).mean(1, keepdim=True)
    return flat, mask, torch.from_numpy(photos.light[row][None].copy())


def _seen(picture: Tensor, mask: Tensor) -> Tensor:
    return _averaged(flattened(picture, mask).mean(1, keepdim=True))


def _averaged(x: Tensor) -> Tensor:
    return functional.avg_pool2d(x, _BLUR, 1, _BLUR // 2)
