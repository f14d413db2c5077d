"""An avatar at rest as Wavefront OBJ with its material file and textures."""

from __future__ import annotations

import io
from contextlib import ExitStack
from pathlib import Path

from PIL import Image

from engine.export.solid import solid_of
from engine.head.head_model import Head
from engine.types import Avatar
from engine.writing import whole


def save_obj(avatar: Avatar, head: Head, path: Path) -> list[Path]:
    """Write NAME.obj, NAME.mtl and a NAME_PIECE.png for each piece; the paths written.

    The mesh comes last, so that it never names a file that is not there yet.
    """
    solid = solid_of(avatar, head)
    mesh = [f"mtllib {path.stem}.mtl", f"o {path.stem}"]
    mesh += [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in solid.positions]
    mesh += [f"vn {x:.4f} {y:.4f} {z:.4f}" for x, y, z in solid.normals]
    materials, first = [], 1
    contents: dict[Path, bytes] = {}
    for piece in solid.pieces:
        picture = path.with_name(f"{path.stem}_{piece.name}.png")
        packed = io.BytesIO()
        Image.fromarray(piece.texture).save(packed, "png")
        contents[picture] = packed.getvalue()
        materials += [f"newmtl {piece.name}", "Kd 1 1 1", f"map_Kd {picture.name}", ""]
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
