"""How the detail window lies on the deformed skin: at each vertex, which way and how fast its coordinates grow.

Smooth over the mesh, so that a slope in the window becomes one on the surface without facets and without a cut.
"""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.detail.window import WINDOW
from engine.head.head_model import Head
from engine.render.deform import COLUMNS, Deformer, interleaved, other_corners, per_corner, vertex_table
from engine.render.programs import load_program
from engine.render.textures import table_texture


class Unfolding:
    """Fills the tables `right` and `up`: gradients of the window's coordinates along the surface, 1/m, model frame."""

    def __init__(self, ctx: moderngl.Context, head: Head, shown: Array) -> None:
        """shown: [V] bool, the vertices that matter; the others' gradients are zero."""
        self._ctx = ctx
        shares = _shares(head)
        shares[~shown] = 0
        rows = -(-head.num_vertices // COLUMNS)
        self._shares = table_texture(ctx, interleaved(shares, rows))
        empty = vertex_table(np.zeros((head.num_vertices, 4)))
        self.right, self.up = table_texture(ctx, empty), table_texture(ctx, empty)
        self._into = ctx.framebuffer([self.right, self.up])
        self._program = load_program(ctx, "unfold", vertex="screen", COLUMNS=COLUMNS, VALENCE=shares.shape[2])
        self._screen = ctx.vertex_array(self._program.gl, [])

    def follow(self, deformer: Deformer) -> None:
        """For the head as `deformer` has it now."""
        self._ctx.enable_only(moderngl.NOTHING)
        for unit, table in enumerate((deformer.positions, deformer.normals, deformer.neighbours, self._shares)):
            table.use(unit)
        self._program.set(positions=0, normals=1, neighbours=2, shares=3)
        self._into.use()
        self._program.complete()
        self._screen.render(moderngl.TRIANGLES, vertices=3)

    def read(self) -> tuple[Array, Array]:
        """`right` and `up`, [rows * COLUMNS, 3] each; for tests."""
        right, up = (np.frombuffer(table.read(), np.float32).reshape(-1, 4)[:, :3] for table in (self.right, self.up))
        return right, up

    def release(self) -> None:
        for gl in (self._screen, self._into, self._shares, self.right, self.up):
            gl.release()


def _shares(head: Head) -> Array:
    """[V, 4, K] float32: what the edges to the two other corners of triangle k add to the vertex's tangents.

    tangent right = sum x * edge1 + y * edge2, tangent up = sum z * edge1 + w * edge2, metres per side of the window:
    the mean over the triangles, weighted by their area in the atlas.
    """
    place = WINDOW.place(head.uv.astype(np.float64)) * [1, -1]  # upwards, as the texture's rows are
    place = place[head.uv_faces]
    edges = place[np.arange(len(place))[:, None, None], other_corners(np.tile(np.arange(3), (len(place), 1)))]
    edges = edges - place[:, :, None]  # [F, corner, other, right and up]
    (r1, u1), (r2, u2) = edges[:, :, 0].transpose(2, 0, 1), edges[:, :, 1].transpose(2, 0, 1)
    # A triangle's tangents are (u2 e1 - u1 e2, r1 e2 - r2 e1) / area; the area as weight cancels the division.
    area = (r1 * u2 - r2 * u1).reshape(-1)
    values = np.stack([u2, -u1, -r2, r1], -1).reshape(-1, 4) * np.sign(area)[:, None]
    total = np.bincount(head.faces.ravel(), np.abs(area), head.num_vertices)[head.faces.ravel()]
    values = np.divide(values, total[:, None], out=np.zeros_like(values), where=total[:, None] > 0)
    return per_corner(head, values.astype(np.float32), empty=0)
