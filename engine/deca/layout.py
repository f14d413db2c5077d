"""Where the texels of a head's detail window lie on the atlas of FLAME's own texture layout."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from engine.avatar.raster import rasterise
from engine.check import Array
from engine.deca.place import IMPORT
from engine.detail.window import DISPLACEMENT_SIZE, WINDOW
from engine.errors import AssetMissing, ModelMismatch
from engine.head.head_model import Head

LAYOUT = "layout.safetensors"
ATLAS_SIZE = 256
"""Texels a side of DECA's displacement, over all of FLAME's atlas."""


class Layout:
    """Maps over FLAME's atlas -> maps over the window of `head`, which is FLAME with more triangles behind its own.

    AssetMissing where `folder` has no texture layout, ModelMismatch where it is of another mesh.
    """

    def __init__(self, folder: Path, head: Head) -> None:
        own = _own_layout(folder / LAYOUT)  # [F, 3, 2]
        if len(own) > len(head.faces):
            raise ModelMismatch(f"{folder / LAYOUT} has other triangles than {head.id}. {IMPORT}")
        skin = head.faces_of("skin", "neck")
        skin = skin[skin < len(own)]
        size = DISPLACEMENT_SIZE
        points = np.column_stack([WINDOW.place(head.uv.astype(np.float64)) * size, np.zeros(len(head.uv))])
        found, weights, _ = rasterise(points, head.uv_faces[skin], (size, size))
        uv = np.einsum("ijk,ijkc->ijc", weights, own[skin[found]])
        self.covered = found >= 0  # [256, 256]
        column, row = np.moveaxis((uv * [1, -1] + [0, 1]) * ATLAS_SIZE - 0.5, -1, 0)
        left, top = (np.floor(place).clip(0, ATLAS_SIZE - 2).astype(np.int64) for place in (column, row))
        right, down = (column - left).clip(0, 1), (row - top).clip(0, 1)
        corner = top * ATLAS_SIZE + left
        self._texels = np.stack([corner, corner + 1, corner + ATLAS_SIZE, corner + ATLAS_SIZE + 1])  # [4, 256, 256]
        shares = np.stack([(1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down])
        self._shares = (shares * self.covered).astype(np.float32)

    def __call__(self, atlas: Array) -> Array:
        """[N, 256, 256] over FLAME's atlas -> [N, 256, 256] over the window; 0 where no skin is. Rows top first."""
        flat = atlas.reshape(len(atlas), -1)
        drawn = flat[:, self._texels[0]] * self._shares[0]
        for texels, shares in zip(self._texels[1:], self._shares[1:], strict=True):
            drawn += flat[:, texels] * shares
        return drawn


def _own_layout(path: Path) -> Array:
    """[F, 3, 2] uv of the corners of FLAME's triangles, in the model's order."""
    try:
        return load_file(path)["uv"].astype(np.float64)
    except (FileNotFoundError, SafetensorError, KeyError, OSError) as error:
        raise AssetMissing(
            f"DECA's wrinkles need FLAME's texture layout, and {path} is missing or damaged. {IMPORT} "
            "--template head_template.obj"
        ) from error
