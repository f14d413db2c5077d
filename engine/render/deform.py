"""Blendshapes, correctives, skinning and normals on the GPU: twin of `engine.head.head_model.skin`.

One texel per vertex, COLUMNS texels a row; a fragment shader fills the table of positions, a second one the table of
normals. The identity is baked on the CPU, columns of the basis whose weight is zero are never read.
"""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.head.head_model import Head, bone_transforms, rotations
from engine.render.programs import load_program
from engine.render.textures import table_texture
from engine.types import Motion

COLUMNS = 128
"""Texels per row of a vertex table; #define COLUMNS in deform.frag and normal.frag."""


class Deformer:
    """Holds a head's tables; `rest` sets who, `deform` what."""

    def __init__(self, ctx: moderngl.Context, head: Head) -> None:
        self._head = head
        columns = np.concatenate([head.expression_basis, head.posedirs], axis=2)  # [V, 3, E + 36]
        self._used = np.flatnonzero(np.abs(columns).max((0, 1)) > 0)
        neighbours = per_corner(head, other_corners(head.faces).reshape(-1, 2), empty=-1)
        self._rows = -(-head.num_vertices // COLUMNS)
        self._joints = np.zeros((5, 3))
        self._basis = table_texture(ctx, interleaved(columns[:, :, self._used], self._rows))
        self.neighbours = table_texture(ctx, interleaved(neighbours, self._rows))
        self._weights = table_texture(ctx, vertex_table(head.weights[:, :4]))
        self._rest = table_texture(ctx, vertex_table(np.zeros((head.num_vertices, 4))))
        self.positions = table_texture(ctx, vertex_table(np.zeros((head.num_vertices, 4))))
        self.normals = table_texture(ctx, vertex_table(np.zeros((head.num_vertices, 4))))
        self._into_positions = ctx.framebuffer([self.positions])
        self._into_normals = ctx.framebuffer([self.normals])
        # Two (column, weight) pairs to a vec4: some drivers spend a whole vec4 on each element of an array.
        self._max_pairs = -(-len(self._used) // 2)
        self._deform = load_program(
            ctx, "deform", vertex="screen", COLUMNS=COLUMNS, NUM_COLUMNS=len(self._used), MAX_PAIRS=self._max_pairs
        )
        self._normal = load_program(ctx, "normal", vertex="screen", COLUMNS=COLUMNS, VALENCE=neighbours.shape[2])
        self._deform_screen = ctx.vertex_array(self._deform.gl, [])
        self._normal_screen = ctx.vertex_array(self._normal.gl, [])
        self._ctx = ctx

    def rest(self, vertices: Array, joints: Array) -> None:
        """Bake an identity: shaped vertices [V, 3] and joints [5, 3], metres."""
        self._joints = joints
        self._rest.write(vertex_table(np.concatenate([vertices, self._head.weights[:, 4:]], 1)).tobytes())

    def deform(self, motion: Motion) -> None:
        """Fill the tables `positions` (metres, model frame) and `normals` for one motion."""
        rotation = rotations(motion.poses)
        weights = np.concatenate([motion.expression, (rotation[1:] - np.eye(3)).ravel()])[self._used]
        active = np.flatnonzero(weights)
        pairs = np.zeros((2 * self._max_pairs, 2), np.float32)
        pairs[: len(active), 0], pairs[: len(active), 1] = active, weights[active]
        bones = bone_transforms(self._head.parents, rotation, self._joints)
        self._ctx.enable_only(moderngl.NOTHING)
        self._rest.use(0)
        self._weights.use(1)
        self._basis.use(2)
        self._deform.set(
            rest=0, weights=1, basis=2, pairs=pairs, num_pairs=(len(active) + 1) // 2,
            bones=np.float32(bones.transpose(0, 2, 1)),
        )  # fmt: skip
        self._into_positions.use()
        self._deform.complete()
        self._deform_screen.render(moderngl.TRIANGLES, vertices=3)
        self.positions.use(0)
        self.neighbours.use(1)
        self._normal.set(positions=0, neighbours=1)
        self._into_normals.use()
        self._normal.complete()
        self._normal_screen.render(moderngl.TRIANGLES, vertices=3)

    def read(self) -> tuple[Array, Array]:
        """Positions and normals of the last `deform`, [V, 3] each; for tests and for pictures of single frames."""
        tables = (np.frombuffer(t.read(), np.float32).reshape(-1, 4) for t in (self.positions, self.normals))
        positions, normals = (table[: self._head.num_vertices, :3] for table in tables)
        return positions, normals

    def release(self) -> None:
        for gl in (
            self._deform_screen, self._normal_screen, self._into_positions, self._into_normals,
            self._basis, self.neighbours, self._weights, self._rest, self.positions, self.normals,
        ):  # fmt: skip
            gl.release()


def vertex_table(values: Array) -> Array:
    """[V, C] -> [rows, COLUMNS, C] float32, the last row padded."""
    rows = -(-len(values) // COLUMNS)
    table = np.zeros((rows * COLUMNS, values.shape[1]), np.float32)
    table[: len(values)] = values
    return table.reshape(rows, COLUMNS, -1)


def texel(vertices: Array) -> Array:
    """[n] vertex indices -> [n, 2] int32 texel (x, y) of a vertex table."""
    return np.stack([vertices % COLUMNS, vertices // COLUMNS], -1).astype(np.int32)


def interleaved(values: Array, rows: int) -> Array:
    """[V, C, N] -> [rows * N, COLUMNS, 4 or C]: number n of vertex (x, y) lies at texel (x, y * N + n).

    Neighbouring fragments then read neighbouring texels.
    """
    num_vertices, components, count = values.shape
    width = 4 if components == 3 else components
    table = np.zeros((rows * COLUMNS, width, count), values.dtype)
    table[:num_vertices, :components] = values
    table = table.reshape(rows, COLUMNS, width, count).transpose(0, 3, 1, 2)
    return np.ascontiguousarray(table.reshape(rows * count, COLUMNS, width))


def other_corners(faces: Array) -> Array:
    """[F, 3, 2] int32: the two other corners of each triangle at each corner, counter-clockwise."""
    return np.stack([np.roll(faces, -1, 1), np.roll(faces, -2, 1)], 2)


def per_corner(head: Head, values: Array, empty: float) -> Array:
    """[F * 3, C], one row for each corner of each triangle -> [V, C, K]: those of a vertex side by side, then `empty`.

    Equal triangles come in an equal order, whatever the values.
    """
    corner = head.faces.ravel()
    order = np.argsort(corner, kind="stable")
    corner, values = corner[order], values[order]
    count = np.bincount(corner, minlength=head.num_vertices)
    slot = np.arange(len(corner)) - np.repeat(np.cumsum(count) - count, count)
    table = np.full((head.num_vertices, values.shape[1], int(count.max())), empty, values.dtype)
    table[corner, :, slot] = values
    return table
