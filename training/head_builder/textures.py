"""The default albedo: MakeHuman's CC0 skins, blended to a mid tone, brought into this head's unwrap; mouth, eyes.

art/skin.jpg is the head's chart of MakeHuman's unwrap: the mean of six skins from light to dark, the baked light
flattened, with a pair of CC0 eyebrows.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np

from engine.check import Array
from training.head_builder.assemble import Shape
from training.head_builder.raster import rasterise, sample

SIZE = 1024
_SKIN_WINDOW = (1280 / 2048, 1 - 1750 / 2048, 2048 / 2048, 1 - 360 / 2048)
"""u0, v0, u1, v1 of art/skin.jpg in MakeHuman's unwrap."""
_PLAIN = {  # sRGB
    "mouth": (0.50, 0.21, 0.20), "tongue": (0.72, 0.40, 0.38), "gums": (0.78, 0.47, 0.45), "teeth": (0.92, 0.89, 0.83),
    "socket": (0.74, 0.47, 0.43), "lash": (0.07, 0.05, 0.05), "eye": (0.91, 0.89, 0.87),
}  # fmt: skip
_LIP_DEPTH_M = 0.010
"""The lining of the mouth has the lips' colour this far in."""
_MARGIN_ROUNDS = 8


def albedo(shape: Shape, uv: Array, uv_faces: Array) -> Array:
    """[SIZE, SIZE, 3] uint8 sRGB, top row first."""
    points = np.stack([uv[:, 0] * SIZE, (1 - uv[:, 1]) * SIZE, np.zeros(len(uv))], 1)
    index, weights = rasterise(points, uv_faces.astype(np.int64), SIZE, SIZE)
    inside = index >= 0
    triangle, weight = index[inside], weights[inside].astype(np.float64)
    part = shape.parts[triangle]
    position = np.einsum("nk,nkc->nc", weight, shape.template[shape.faces[triangle]])
    source_uv = np.einsum("nk,nkc->nc", weight, shape.source_uv[shape.source_uv_faces[triangle]])

    rng = np.random.default_rng(0)
    grain = cv2.GaussianBlur(rng.normal(size=(SIZE, SIZE)), (0, 0), 1.5)[inside, None]
    colour = np.array([_PLAIN.get(name.split("_")[0], (0.8, 0.6, 0.5)) for name in part])
    colour *= 1 + 0.1 * grain

    skin = np.isin(part, ("skin", "neck"))
    picture = cv2.imread(str(files("training.head_builder").joinpath("art/skin.jpg")))[..., ::-1] / 255.0
    u0, v0, u1, v1 = _SKIN_WINDOW
    window = (source_uv[skin] - [u0, v0]) / [u1 - u0, v1 - v0]
    colour[skin] = sample(picture, window)
    shoulders = part == "neck"
    colour[shoulders] = _shoulders(colour, part, position)[shoulders]

    teeth = np.char.startswith(part, "teeth")
    root = np.abs(source_uv[:, 1] - np.where(part == "teeth_u", 0.15, 0.85))
    colour[teeth] *= (1 - np.array([0.02, 0.07, 0.16]) * np.clip(root - 0.35, 0, 1)[:, None] * 1.6)[teeth]
    lining = part == "mouth"
    front = shape.template[shape.vertices_of("mouth"), 2].max()
    lip = np.clip(1 - (front - position[:, 2]) / _LIP_DEPTH_M, 0, 1)[:, None]
    colour[lining] = (colour * (1 - lip) + np.array([0.66, 0.36, 0.34]) * lip)[lining]

    image = np.zeros((SIZE, SIZE, 3), np.float32)
    image[inside] = colour
    return (_with_margin(image, inside).clip(0, 1) * 255 + 0.5).astype(np.uint8)


def _shoulders(colour: Array, part: Array, position: Array) -> Array:
    """Colours [n, 3] for the shoulders, which lie outside the skin picture: the neck's tone, with its own grain."""
    edge = (part == "skin") & (position[:, 1] < -0.09)
    tone = np.median(colour[edge], 0)
    rng = np.random.default_rng(1)
    return tone * (1 + 0.02 * rng.normal(size=(len(colour), 1)))


def _with_margin(image: Array, inside: Array) -> Array:
    """Grow the painted texels outwards, so that filtering at chart borders never meets black."""
    image, known = image.copy(), inside.astype(np.float32)
    for _ in range(_MARGIN_ROUNDS):
        total = cv2.blur(image * known[..., None], (3, 3), borderType=cv2.BORDER_CONSTANT)
        count = cv2.blur(known, (3, 3), borderType=cv2.BORDER_CONSTANT)
        grown = (known == 0) & (count > 0)
        image[grown] = total[grown] / count[grown, None]
        known[grown] = 1
    return image


def write_png(image: Array, path: Path) -> None:
    """Write an RGB picture; it appears whole or not at all."""
    temporary = path.with_name(path.name + ".part.png")
    cv2.imwrite(str(temporary), image[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])
    temporary.replace(path)
