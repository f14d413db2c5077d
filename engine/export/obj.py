"""An avatar, at rest or in an expression, as Wavefront OBJ with its material file and textures."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from engine.export.carving import Carving
from engine.export.maps import normal_map, png
from engine.export.refine import refined
from engine.export.solid import solid_of
from engine.export.tangents import tangents_of
from engine.head.head_model import Head
from engine.types import Avatar, Motion
from engine.writing import whole


def save_obj(
    avatar: Avatar,
    head: Head,
    path: Path,
    motion: Motion | None = None,
    carving: Carving | None = None,
    in_mesh: bool = False,
) -> list[Path]:
    """Write NAME.obj, NAME.mtl and a NAME_PIECE.png for each piece; the paths written.

    motion: what the avatar shows; it rests without
    carving: detail that becomes NAME_skin_normal.png, or `in_mesh` a finer mesh
    The mesh comes last, so that it never names a file that is not there yet.
    """
    solid = solid_of(avatar, head, motion)
    if carving is not None and in_mesh:
        solid, carving = refined(solid, carving).solid, None
    mesh = [f"mtllib {path.stem}.mtl", f"o {path.stem}"]
    mesh += [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in solid.positions]
    mesh += [f"vn {x:.4f} {y:.4f} {z:.4f}" for x, y, z in solid.normals]
    materials, first = [], 1
    contents: dict[Path, bytes] = {}
    for piece in solid.pieces:
        picture = path.with_name(f"{path.stem}_{piece.name}.png")
        contents[picture] = png(piece.texture)
        materials += [f"newmtl {piece.name}", "Kd 1 1 1", f"map_Kd {picture.name}"]
        if carving is not None and piece is solid.pieces[0]:
            normals = path.with_name(f"{path.stem}_{piece.name}_normal.png")
            contents[normals] = png(normal_map(solid, piece, tangents_of(solid, piece), carving))
            materials.append(f"norm {normals.name}")
        materials.append("")
        mesh += [f"vt {u:.6f} {v:.6f}" for u, v in piece.uv]
        mesh += [f"g {piece.name}", f"usemtl {piece.name}"]
        for corners in piece.faces:
            names = (f"{piece.vertices[c] + 1}/{first + c}/{piece.vertices[c] + 1}" for c in corners)
            mesh.append("f " + " ".join(names))
        first += len(piece.uv)
    for target, lines in ((path.with_suffix(".mtl"), materials), (path, mesh)):
        contents[target] = ("\n".join(lines) + "\n").encode("ascii")
    with ExitStack() as all_or_none:
        for target, content in reversed(contents.items()):  # the stack ends in reverse: the mesh appears last
            all_or_none.enter_context(whole(target)).write_bytes(content)
    return list(contents)
