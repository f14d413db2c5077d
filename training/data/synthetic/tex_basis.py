"""python -m training build-tex: how the skins of drawn people differ, as a mean and few directions.

The faces and their mirror images are analysed together, so that each direction is either alike on both sides or
reverses: a mirrored person's code is known exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.avatar.tex_space import FILE, NUM_TEX, TexSpace, face_of
from engine.check import Array
from engine.errors import BadInput
from engine.head.head_model import Head
from training.data.synthetic.canvas import canvas_of

_FEWEST = 10 * NUM_TEX


@dataclass(frozen=True)
class BuildTex:
    """Find the space of albedos that `tex` codes are of."""

    avatars: Path | None = None
    """Folder of .avatar files, as for synthesize."""
    skins: Path | None = None
    """Folder of skins, as for synthesize."""
    people: int = 4000
    seed: int = 0
    output: Path = Path("assets") / FILE

    def run(self) -> None:
        from safetensors.numpy import save_file

        from engine.head import open_head
        from engine.writing import whole
        from training.data.synthetic.library import open_library
        from training.data.synthetic.person import sample_person
        from training.data.synthetic.stock import stock_of

        if self.people < _FEWEST:
            raise BadInput(f"--people must be at least {_FEWEST}, got {self.people}.")
        head = open_head()
        library = open_library(head, self.avatars, None, self.skins)
        rng = np.random.default_rng(self.seed)
        canvas, stock = canvas_of(head), stock_of(head)
        faces = np.stack([sample_person(stock, canvas, library, rng).face for _ in range(self.people)])
        space, explained = analysed(faces, face_mask(head))
        arrays = {"mean": space.mean.astype(np.float16), "basis": space.basis.astype(np.float16)}
        self.output.parent.mkdir(parents=True, exist_ok=True)
        with whole(self.output) as temporary:
            save_file(arrays, temporary, {"format": "tex-space", "version": "1", "head": head.id})
        print(f"{self.people} people, {100 * explained:.1f} % of what they differ in explained by {NUM_TEX} numbers")


def face_mask(head: Head) -> Array:
    """[SIZE, SIZE, 1] bool: skin of the face, neither scalp nor throat."""
    canvas = canvas_of(head)
    _, y, z = np.moveaxis(canvas.place, 2, 0)
    face = canvas.skin * (canvas.masks[0] < 0.5) * (z > -0.01) * (y > -0.10)
    mask = face_of(np.repeat(np.uint8(255 * face)[..., None], 3, 2))[..., :1] > 0.5
    return mask & mask[:, ::-1]


def analysed(faces: Array, mask: Array) -> tuple[TexSpace, float]:
    """The space of `faces` [N, SIZE, SIZE, 3], and the share of their variance in it.

    It has fewer than NUM_TEX directions only where the faces differ in fewer.
    """
    mean = faces.mean(0)
    mean = (mean + mean[:, ::-1]) / 2
    off = (faces - mean) * mask
    halves = [(off + sign * off[:, :, ::-1]).reshape(len(off), -1) / 2 for sign in (1, -1)]
    found = [pair for half in halves for pair in _directions(half)]
    found.sort(key=lambda pair: -pair[0])
    basis = np.stack([np.sqrt(variance) * direction for variance, direction in found[:NUM_TEX]])
    explained = sum(variance for variance, _ in found[:NUM_TEX]) / (off**2).sum((1, 2, 3)).mean()
    return TexSpace(mean, basis.reshape(-1, *mean.shape).astype(np.float32)), float(explained)


def _directions(rows: Array) -> list[tuple[float, Array]]:
    """Variances and unit directions [D] of rows [N, D] about zero, the greatest first, NUM_TEX at most."""
    gram = rows.astype(np.float64) @ rows.T.astype(np.float64) / len(rows)
    values, vectors = np.linalg.eigh(gram)
    order = np.argsort(values)[::-1][:NUM_TEX]
    return [(values[i], rows.T @ vectors[:, i] / np.sqrt(len(rows) * values[i])) for i in order if values[i] > 1e-12]
