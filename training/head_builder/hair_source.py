"""A MakeHuman hairstyle as it lies on disk: an .obj, an .mhclo that binds it to the base mesh, a texture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.check import Array
from training.head_builder.source import DM


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """Each of n vertices lies over a triangle of the base mesh, an offset away that grows with the head."""

    uv: Array  # [T, 2]
    faces: Array  # [F, 3] triangles
    uv_faces: Array  # [F, 3]
    corners: Array  # [n, 3] base-mesh vertices
    weights: Array  # [n, 3]
    offsets: Array  # [n, 3] decimetres at the reference size
    references: Array  # [3, 2] base-mesh vertices whose distance along x, y, z is the size
    sizes: Array  # [3] decimetres, the reference size

    @property
    def used(self) -> Array:
        """Base-mesh vertices that `on` reads."""
        return np.unique(np.concatenate([self.corners.ravel(), self.references.ravel()]))

    def on(self, base: Array) -> Array:
        """[n, 3] m on a body. base: [19158, 3] m (only `used` need be there)."""
        ends = base[self.references]  # [3 axes, 2, 3]
        size = np.abs(ends[:, 0] - ends[:, 1])[np.arange(3), np.arange(3)] / DM
        return np.einsum("nk,nkc->nc", self.weights, base[self.corners]) + self.offsets * DM * size / self.sizes


def read_bound(folder: Path) -> Bound:
    """The style in `folder`, whose files bear the folder's name."""
    uv, quads, uv_quads = _read_obj(folder / f"{folder.name}.obj")
    references: dict[str, list[int]] = {}
    sizes: dict[str, float] = {}
    rows: list[list[float]] = []
    listed = False
    for line in (folder / f"{folder.name}.mhclo").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] in ("x_scale", "y_scale", "z_scale"):
            references[words[0][0]], sizes[words[0][0]] = [int(w) for w in words[1:3]], float(words[3])
        elif words[0] == "verts":
            listed = True
        elif listed and len(words) == 9:
            rows.append([float(w) for w in words])
    table = np.array(rows)
    # The two halves of a quad side by side: they share vertices that a graphics card has just seen.
    faces, uv_faces = (q[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3) for q in (quads, uv_quads))
    real = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    return Bound(
        uv, faces[real], uv_faces[real], table[:, :3].astype(int), table[:, 3:6], table[:, 6:9],
        np.array([references[axis] for axis in "xyz"]), np.array([sizes[axis] for axis in "xyz"]),
    )  # fmt: skip


def _read_obj(path: Path) -> tuple[Array, Array, Array]:
    """uv [T, 2], quads [Q, 4] and uv_quads [Q, 4]; a triangle repeats its last corner."""
    uv, quads, uv_quads = [], [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, *rest = line.split() or [""]
        if kind == "vt":
            uv.append([float(x) for x in rest[:2]])
        elif kind == "f":
            corners = [[int(x) - 1 for x in corner.split("/")[:2]] for corner in rest]
            corners += corners[-1:] * (4 - len(corners))
            quads.append([corner[0] for corner in corners])
            uv_quads.append([corner[1] for corner in corners])
    return np.array(uv), np.array(quads), np.array(uv_quads)
