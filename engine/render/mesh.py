"""Draw vertices: a head's triangles by material, split where the texture is cut, what never moves baked in."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl
import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.render.deform import texel

MATERIALS = ("skin", "hair", "neck", "mouth", "eye", "lash")
_MATERIAL_OF = {"eye": "eye", "lash": "lash", "teeth": "mouth", "tongue": "mouth", "mouth": "mouth", "gums": "mouth"}


def materials(head: Head, fade: Array) -> Array:
    """[F] index into MATERIALS. The first word of a part's name decides, e.g. teeth_u; unknown parts are skin.

    Skin that hair may grow on and skin that fades out at the neck's end are materials of their own: a software driver
    pays for every branch of a shader, taken or not, and for blending.
    """
    of_part = [MATERIALS.index(_MATERIAL_OF.get(name.split("_")[0], "skin")) for name in head.part_names]
    material = np.array(of_part)[head.parts]
    skin = material == MATERIALS.index("skin")
    material[skin & (head.scalp[head.faces] > 0).any(1)] = MATERIALS.index("hair")
    material[skin & (fade[head.faces] < 1).any(1)] = MATERIALS.index("neck")
    return material


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Triangles of one material: draw vertices [n] that point at the head's vertices and uv."""

    vertices: Array  # [n] int, into the head's vertices
    uv: Array  # [n, 2]
    faces: Array  # [m, 3] int32, into the draw vertices

    @classmethod
    def of(cls, head: Head, triangles: Array) -> Mesh:
        """triangles: [F] bool, the ones that belong to it."""
        corners = np.stack([head.faces[triangles].ravel(), head.uv_faces[triangles].ravel()], 1)
        unique, index = np.unique(corners, axis=0, return_inverse=True)
        return cls(unique[:, 0], head.uv[unique[:, 1]], index.reshape(-1, 3).astype(np.int32))


class DrawnMesh:
    """A mesh's buffers bound to a program: in_texel, in_uv and those of the head's `values` [V, C] that it uses."""

    def __init__(self, ctx: moderngl.Context, program: moderngl.Program, mesh: Mesh, values: dict[str, Array]) -> None:
        columns = {"in_texel": texel(mesh.vertices), "in_uv": mesh.uv.astype(np.float32)}
        columns |= {name: of_vertex[mesh.vertices].astype(np.float32) for name, of_vertex in values.items()}
        content = [
            (ctx.buffer(np.ascontiguousarray(column).tobytes()), f"{column.shape[1]}{column.dtype.kind}4", name)
            for name, column in columns.items()
            if program.get(name, None) is not None
        ]
        indices = ctx.buffer(mesh.faces.tobytes())
        self._buffers = [indices, *(buffer for buffer, _, _ in content)]
        self._array = ctx.vertex_array(program, content, indices)

    def draw(self) -> None:
        self._array.render()

    def release(self) -> None:
        self._array.release()
        for buffer in self._buffers:
            buffer.release()
