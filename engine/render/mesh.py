"""Draw vertices: a head's triangles by material, split where the texture is cut, what never moves baked in."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl
import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.render.deform import texel

MATERIALS = ("skin", "mouth", "eye", "lash")
_MATERIAL_OF = {"eye": "eye", "lash": "lash", "teeth": "mouth", "tongue": "mouth", "mouth": "mouth", "gums": "mouth"}


def material_of(part_name: str) -> str:
    """Material of a part: the first word of its name decides, e.g. teeth_u; skin where nothing is known."""
    return _MATERIAL_OF.get(part_name.split("_")[0], "skin")


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Triangles of one material: draw vertices [n] that point at the head's vertices and uv."""

    vertices: Array  # [n] int, into the head's vertices
    uv: Array  # [n, 2]
    faces: Array  # [m, 3] int32, into the draw vertices
    part: Array  # [n] int, of the head's part_names

    @classmethod
    def of(cls, head: Head, material: str) -> Mesh:
        mine = np.array([material_of(name) == material for name in head.part_names])[head.parts]
        corner_part = np.repeat(head.parts[mine], 3)
        corners = np.stack([head.faces[mine].ravel(), head.uv_faces[mine].ravel(), corner_part], 1)
        unique, index = np.unique(corners, axis=0, return_inverse=True)
        return cls(
            vertices=unique[:, 0],
            uv=head.uv[unique[:, 1]],
            faces=index.reshape(-1, 3).astype(np.int32),
            part=unique[:, 2],
        )


def vertex_array(
    ctx: moderngl.Context, program: moderngl.Program, mesh: Mesh, attributes: dict[str, Array]
) -> moderngl.VertexArray:
    """A mesh's buffers bound to `program`: in_texel, in_uv and the float `attributes` [n, C]; unused ones left out."""
    columns = {"in_texel": texel(mesh.vertices), "in_uv": mesh.uv.astype(np.float32)}
    columns |= {name: values.astype(np.float32) for name, values in attributes.items()}
    content = [
        (ctx.buffer(np.ascontiguousarray(values).tobytes()), f"{values.shape[1]}{values.dtype.kind}4", name)
        for name, values in columns.items()
        if program.get(name, None) is not None
    ]
    return ctx.vertex_array(program, content, ctx.buffer(mesh.faces.tobytes()))
