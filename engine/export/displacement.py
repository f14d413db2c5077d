"""A displacement map beside an exported mesh, and a note that says its scale."""

from __future__ import annotations

from pathlib import Path

from engine.export.carving import Carving
from engine.export.maps import SIZE, UNIT_M, ZERO, displacement_map, png
from engine.export.solid import solid_of
from engine.head.head_model import Head
from engine.types import Avatar
from engine.writing import whole

NOTE = f"""Displacement along the normals of the skin, over its texture coordinates: {SIZE} x {SIZE}, 16 bits grey.
metres = (value - {ZERO}) * {UNIT_M:.3g}
Programs that scale values to 0..1 want a midlevel of {ZERO / 65535:.6f} and a scale of {65535 * UNIT_M:.8f} (metres).
It holds all of the detail: leave out the normal map where the mesh is displaced.
"""


def save_displacement(avatar: Avatar, head: Head, path: Path, carving: Carving) -> list[Path]:
    """Write NAME_skin_displacement.png and .txt beside the mesh `path`; the paths written."""
    solid = solid_of(avatar, head)
    picture = path.with_name(f"{path.stem}_{solid.pieces[0].name}_displacement.png")
    note = picture.with_suffix(".txt")
    with whole(picture) as temporary:
        temporary.write_bytes(png(displacement_map(solid, solid.pieces[0], carving), NOTE))
    with whole(note) as temporary:
        temporary.write_text(NOTE, "ascii")
    return [picture, note]
