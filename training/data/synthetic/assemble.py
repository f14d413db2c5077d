"""The head, its hair and what it wears as one mesh."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.hair_style import HairStyle
from training.data.synthetic.glasses import Solid
from training.data.synthetic.stock import LASH, STRANDS, Stock

_NO_STRANDS = np.zeros((1, 1, 2), np.uint8)


def assembled(
    stock: Stock, rest: Array, mesh: tuple[HairStyle, Array] | None, hair_rgb: Array, solids: list[Solid]
) -> dict[str, object]:
    """Fields of Person. rest: [V, 3] the head  mesh: hair and its vertices in place, if there is any."""
    start = stock.head.num_vertices
    faces, material, one_sided, uv = [stock.faces], [stock.material], [stock.one_sided], [stock.uv]
    lash = np.zeros((len(stock.faces), 3), np.float32)
    lash[stock.material == LASH] = (0.012, 0.009, 0.008)
    rgb, points, normals, weights = [lash], [rest], [np.zeros((0, 3), np.float32)], [stock.weights]
    if mesh is not None:
        hair, placed = mesh
        m = len(hair.faces)
        points.append(placed)
        normals.append(hair.normals)
        bust = 0.6 * np.clip((-0.05 - placed[:, 1]) / 0.09, 0, 1)  # what hangs on the shoulders follows them half
        weights.append(np.stack([bust, 1 - bust, *np.zeros((3, len(placed)))], 1))
        faces.append(hair.faces + start)
        start += len(placed)
        material.append(np.full(m, STRANDS, np.uint8))
        one_sided.append(np.arange(m) < hair.num_closed)
        uv.append(np.stack([hair.uv[:, 0], 1 - hair.uv[:, 1]], 1)[hair.faces])
        rgb.append(np.tile(np.float32(hair_rgb), (m, 1)))
    for solid in solids:
        points.append(solid.vertices)
        normals.append(solid.normals)
        weights.append(np.tile(np.float32([0, 1, 0, 0, 0]), (len(solid.vertices), 1)))
        faces.append(solid.faces + start)
        start += len(solid.vertices)
        material.append(solid.material)
        one_sided.append(np.zeros(len(solid.faces), bool))
        uv.append(solid.uv)
        rgb.append(solid.rgb)
    num = sum(map(len, faces))
    return {
        "rest": np.concatenate(points).astype(np.float32), "weights": np.concatenate(weights).astype(np.float32),
        "extra_normals": np.concatenate(normals).astype(np.float32),
        "faces": np.concatenate(faces).astype(np.int32), "material": np.concatenate(material).astype(np.uint8),
        "one_sided": np.concatenate(one_sided), "inner": np.pad(stock.inner, (0, num - len(stock.inner))),
        "uv": np.concatenate(uv).astype(np.float32),
        "rgb": np.concatenate(rgb).astype(np.float32),
        "strands": mesh[0].strands if mesh is not None else _NO_STRANDS,
    }  # fmt: skip
