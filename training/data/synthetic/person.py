"""Who is drawn: an identity with everything that stays while the face moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.avatar.tex_space import face_of
from engine.check import Array
from engine.head.hair_style import HairStyle, shipped_style, worn
from engine.head.head_model import vertex_normals
from engine.types import HAIR_MESHES, Avatar
from training.data.synthetic.assemble import assembled
from training.data.synthetic.canvas import Canvas
from training.data.synthetic.complexion import HAIR, HAIR_SHARE, sample_eyes, sample_texture
from training.data.synthetic.glasses import glasses
from training.data.synthetic.headset import headset
from training.data.synthetic.library import Library
from training.data.synthetic.pose import normals as weighed_normals
from training.data.synthetic.stock import Stock
from training.data.synthetic.wrinkles import KINDS, wrinkle_maps

PHOTO_SHARE = 0.6
"""Of identities that wear a photographed skin, where there are any."""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """The head's V vertices come first, then hair's, then those of glasses: N in all, with M triangles."""

    shape: Array  # [S]
    rest: Array  # [N, 3] m, hair's thickness included
    joints: Array  # [5, 3]
    weights: Array  # [N, 5] of the bones
    extra_normals: Array  # [N - V, 3] of hair and glasses
    faces: Array  # [M, 3]
    material: Array  # [M]
    one_sided: Array  # [M]
    inner: Array  # [M]
    uv: Array  # [M, 3, 2]
    rgb: Array  # [M, 3] linear, for what has no texture
    texture: Array  # [T, T, 3] uint8 sRGB
    face: Array  # [t, t, 3] sRGB / 255 of the texture's face, without clothes and fringe: see engine.avatar.tex_space
    strands: Array  # [h, w, 2] uint8
    eyes: Array  # [12] see eyeball.eyeball
    gloss: Array  # [3]
    area: Array  # [V] of the skin around each vertex, at rest
    wrinkles: Array  # [W, W, K] uint8
    depth: Array  # [K] of wrinkles: the light that they take at most
    age: float
    """0..1: how much of them is there at rest."""
    crease: float
    """How dark skin becomes where it is pushed together."""
    lash_strength: float
    lens: Array  # [5] see blend.blend


def sample_person(stock: Stock, canvas: Canvas, library: Library, rng: np.random.Generator) -> Person:
    """Somebody new."""
    photo = rng.random() < PHOTO_SHARE and len(library.avatars) > 0
    avatar = library.avatars[rng.integers(len(library.avatars))] if photo else None
    shape = _shape(stock.head.num_shape, avatar, rng)
    bare = (stock.head.v_template.reshape(-1) + shape @ stock.shape_basis[: len(shape)]).reshape(-1, 3)
    joints = stock.head.J_regressor @ bare
    normals = vertex_normals(bare, stock.head.faces).astype(np.float32)
    hair_rgb, style, thickness = _hair(avatar, rng)
    rest = bare + (thickness * stock.hair_lift)[:, None] * normals
    mesh = _mesh_of(stock, style, bare, normals)
    solids = [
        make(bare, joints[3:5], rng) for make, share in ((glasses, 0.25), (headset, 0.06)) if rng.random() < share
    ]
    texture, unworn, tone = sample_texture(canvas, library, avatar, hair_rgb, style, rng)
    area = np.empty(len(rest), np.float32)
    weighed_normals(np.float32(rest), stock.faces, np.empty((len(rest), 3), np.float32), area)
    sun = rng.random() < 0.12
    lens = np.array([rng.uniform(0.75, 0.97) if sun else rng.uniform(0, 0.18), *(_gleam(rng)), rng.uniform(0, 1.2)])
    return Person(
        shape=shape,
        joints=joints,
        texture=texture,
        face=face_of(unworn),
        area=area,
        wrinkles=wrinkle_maps(stock.head)[rng.integers(len(wrinkle_maps(stock.head)))],
        depth=(rng.uniform(0.05, 0.6) * rng.uniform(0.4, 1.2, KINDS)).astype(np.float32),
        age=float(rng.beta(1.0, 2.0)),
        crease=float(rng.uniform(0.0, 0.8)),
        eyes=sample_eyes(avatar, tone, rng),
        gloss=np.float32([rng.uniform(0.2, 0.9), rng.uniform(0.1, 1.9), 3.0]),
        lash_strength=float(rng.uniform(0.6, 1.5)),
        lens=lens.astype(np.float32),
        **assembled(stock, rest, mesh, hair_rgb, solids),
    )


def _shape(num: int, avatar: Avatar | None, rng: np.random.Generator) -> Array:
    drawn = rng.normal(0, rng.uniform(0.6, 1.0), num)
    if avatar is None or rng.random() < 0.25:
        return drawn.astype(np.float32)
    kept = np.zeros(num)
    kept[: len(avatar.shape)] = avatar.shape[:num]
    return (kept * rng.uniform(0.8, 1.1) + drawn * rng.choice([0.15, 0.5])).astype(np.float32)


def _hair(avatar: Avatar | None, rng: np.random.Generator) -> tuple[Array, str, float]:
    """Colour (linear), style, and thickness of what lies on the scalp."""
    rgb = HAIR[rng.choice(len(HAIR), p=HAIR_SHARE)] * rng.uniform(0.7, 1.3) * rng.uniform(0.92, 1.08, 3)
    if avatar is not None and rng.random() < 0.6:
        hair = avatar.hair
        style = hair.style if hair.thickness > 0 else "none"
        return np.asarray(hair.rgb), style, hair.thickness if style == "cap" else 0.0005
    if avatar is not None:
        rgb = np.asarray(avatar.hair.rgb) if rng.random() < 0.5 else rgb
    if rng.random() < 0.04:  # a woollen hat
        return rng.uniform(0.01, 0.6, 3), "cap", rng.uniform(0.010, 0.02)
    style = str(rng.choice(["none", "cap", *HAIR_MESHES], p=[0.10, 0.20, *[0.70 / len(HAIR_MESHES)] * 6]))
    return rgb, style, rng.uniform(0.003, 0.016) if style == "cap" else 0.0005


def _mesh_of(stock: Stock, style: str, bare: Array, normals: Array) -> tuple[HairStyle, Array] | None:
    if style not in HAIR_MESHES:
        return None
    mesh = shipped_style(style)
    return (mesh, worn(mesh, stock.head, bare, normals)) if mesh.head_id == stock.head.id else None


def _gleam(rng: np.random.Generator) -> Array:
    """[3] what a lens reflects: mostly nothing."""
    return rng.uniform(0.1, 0.6) * rng.uniform(0.6, 1.0, 3) if rng.random() < 0.35 else np.zeros(3)
