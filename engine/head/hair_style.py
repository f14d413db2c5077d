"""Hairstyles: meshes of strands bound to the skin of one head, so that they follow who wears them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from engine import check
from engine.check import Array
from engine.errors import AssetMissing, BadInput, ModelMismatch
from engine.head.brought import PREFIX
from engine.head.head_model import Head
from engine.types import HAIR_MESHES, HAIR_STYLES

FORMAT_VERSION = 1
CLEARANCE_M = 0.0015
"""Nothing of a style comes closer to the skin it grows on."""


@dataclass(frozen=True, slots=True, eq=False)
class HairStyle:
    """A mesh of N vertices on a head's template, at rest. The texture beside it holds lightness and opacity."""

    name: str
    head_id: str
    vertices: Array  # [N, 3] m on the template
    normals: Array  # [N, 3] unit: of the hair as a body, not of the single strip
    uv: Array  # [N, 2]
    faces: Array  # [M, 3] int32
    anchors: Array  # [N, K] int32, the head's vertices that carry each vertex; the first is the nearest
    weights: Array  # [N, K] rows sum to 1
    strands: Array  # [H, W, 2] uint8 lightness and opacity, top row first
    ends_y: float = -1.0
    """Height where the hair is cut, m on the template."""
    num_closed: int = 0
    """Of so many triangles, the first ones, the side that faces the head is never seen."""

    def __post_init__(self) -> None:
        n = len(self.vertices)
        expected: tuple[tuple[str, tuple[int | None, ...], type[np.generic]], ...] = (
            ("vertices", (n, 3), np.float32),
            ("normals", (n, 3), np.float32),
            ("uv", (n, 2), np.float32),
            ("faces", (None, 3), np.int32),
            ("anchors", (n, None), np.int32),
            ("weights", (n, None), np.float32),
            ("strands", (None, None, 2), np.uint8),
        )
        for name, shape, dtype in expected:
            object.__setattr__(self, name, check.frozen(f"HairStyle.{name}", getattr(self, name), shape, dtype))
        check.indices("HairStyle.faces", self.faces, n)


def worn(style: HairStyle, head: Head, vertices: Array, normals: Array) -> Array:
    """[N, 3] m: the style on an identity at rest. vertices, normals: [V, 3] of the shaped head.

    Every vertex moves as its anchors do, then stays as clear of the nearest skin as it is on the template.
    """
    moved = vertices - head.v_template
    placed = style.vertices + np.einsum("nk,nkc->nc", style.weights, moved[style.anchors])
    nearest = style.anchors[:, 0]
    height = ((placed - vertices[nearest]) * normals[nearest]).sum(1)
    close = np.linalg.norm(placed - vertices[nearest], axis=1) < 0.02
    lacking = np.where(close, np.maximum(CLEARANCE_M - height, 0), 0)
    return placed + lacking[:, None] * normals[nearest]


def check_style(name: str, choices: tuple[str, ...] = HAIR_STYLES) -> str:
    """`name`, or BadInput that lists what there is."""
    if name not in choices:
        raise BadInput(f"There is no hairstyle {name}. Choose one of: {', '.join(choices)}.")
    return name


def save_style(style: HairStyle, path: Path) -> None:
    """Write `style` to `path` and its strands to the .png beside it."""
    from PIL import Image

    arrays = {
        "vertices": style.vertices,
        "normals": np.round(style.normals * 127).astype(np.int8),
        "uv": np.round(style.uv * 65535).astype(np.uint16),
        "faces": style.faces.astype(np.uint16),
        "anchors": style.anchors.astype(np.uint16),
        "weights": np.round(style.weights * 65535).astype(np.uint16),
    }
    metadata: dict[str, object] = {
        "format": "hair",
        "version": FORMAT_VERSION,
        "name": style.name,
        "head_id": style.head_id,
    }
    metadata |= {"ends_y": style.ends_y, "num_closed": style.num_closed}
    temporary = path.with_name(path.name + ".part")
    save_file({name: np.ascontiguousarray(a) for name, a in arrays.items()}, temporary,
              {"hair": json.dumps(metadata, sort_keys=True)})  # fmt: skip
    temporary.chmod(0o644)
    os.replace(temporary, path)
    picture = path.with_suffix(".png.part")
    Image.fromarray(style.strands).save(picture, "png", optimize=True)
    os.replace(picture, path.with_suffix(".png"))


def load_style(path: Path) -> HairStyle:
    """The style written by `save_style`. AssetMissing where there is none, ModelMismatch where the file is not one."""
    from PIL import Image

    for file in (path, path.with_suffix(".png")):
        if not file.is_file():
            raise AssetMissing(f"The hairstyle {file} is missing. Reinstall the application to get it back.")
    try:
        with safe_open(path, "numpy") as file:
            metadata = json.loads((file.metadata() or {})["hair"])
            if metadata["version"] != FORMAT_VERSION:
                raise ModelMismatch(f"{path} has hair format {metadata['version']}, this app reads {FORMAT_VERSION}.")
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        normals = arrays["normals"].astype(np.float32)
        weights = arrays["weights"].astype(np.float32)
        with Image.open(path.with_suffix(".png")) as image:
            strands = np.asarray(image.convert("LA"))
        return HairStyle(
            name=metadata["name"],
            head_id=metadata["head_id"],
            vertices=arrays["vertices"],
            normals=normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6),
            uv=arrays["uv"].astype(np.float32) / 65535,
            faces=arrays["faces"].astype(np.int32),
            anchors=arrays["anchors"].astype(np.int32),
            weights=weights / weights.sum(1, keepdims=True),
            strands=strands,
            ends_y=float(metadata["ends_y"]),
            num_closed=int(metadata["num_closed"]),
        )
    except (SafetensorError, ValueError, TypeError, KeyError, IndexError, OSError) as error:
        raise ModelMismatch(f"{path} is not a hairstyle, or a damaged one ({error}).") from error


def fits(head: Head) -> bool:
    """Whether the shipped styles were made for `head`, or can be moved to it (engine.head.hair_rebound)."""
    return shipped_style(HAIR_MESHES[0]).head_id == head.id or head.id.startswith(PREFIX)


@lru_cache(maxsize=len(HAIR_MESHES))
def shipped_style(name: str) -> HairStyle:
    """A style of HAIR_MESHES by its name; AssetMissing where it is gone."""
    from engine.assets import shipped

    return load_style(shipped(f"hair/{check_style(name, HAIR_MESHES)}.safetensors"))
