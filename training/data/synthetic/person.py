"""Who is drawn: an identity with everything that stays while the face moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.hair_style import HairStyle, shipped_style, worn
from engine.head.head_model import vertex_normals
from engine.render.surface import hair_lift
from engine.types import HAIR_MESHES, Avatar
from training.data.synthetic.canvas import Canvas, without_brows
from training.data.synthetic.glasses import Solid, glasses
from training.data.synthetic.library import Library
from training.data.synthetic.skin import LINEAR, Paint, paint, sample_tone
from training.data.synthetic.stock import LASH, STRANDS, Stock

PHOTO_SHARE = 0.6
"""Of identities that wear a photographed skin, where there are any."""
_HAIR = np.array([[0.012, 0.009, 0.008], [0.02, 0.012, 0.008], [0.05, 0.028, 0.015], [0.11, 0.062, 0.03],
                  [0.26, 0.17, 0.085], [0.42, 0.31, 0.18], [0.30, 0.28, 0.27], [0.62, 0.60, 0.57],
                  [0.17, 0.055, 0.02]])  # fmt: skip
_IRIS = np.array([[0.045, 0.020, 0.010], [0.105, 0.045, 0.018], [0.16, 0.085, 0.03], [0.13, 0.12, 0.06],
                  [0.12, 0.17, 0.20], [0.16, 0.25, 0.36], [0.22, 0.25, 0.26]])  # fmt: skip
_HAIR_SHARE = np.array([0.20, 0.20, 0.18, 0.14, 0.08, 0.05, 0.05, 0.04, 0.06])
_LINER = np.array([0.02, 0.014, 0.012])
_NO_STRANDS = np.zeros((1, 1, 2), np.uint8)


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
    uv: Array  # [M, 3, 2]
    rgb: Array  # [M, 3] linear, for what has no texture
    texture: Array  # [T, T, 3] uint8 sRGB
    strands: Array  # [h, w, 2] uint8
    eyes: Array  # [12] see shade._eye
    gloss: Array  # [3]
    lash_strength: float
    lens: Array  # [5] see shade.blend


def sample_person(stock: Stock, canvas: Canvas, library: Library, rng: np.random.Generator) -> Person:
    """Somebody new."""
    photo = rng.random() < PHOTO_SHARE and len(library.avatars) > 0
    avatar = library.avatars[rng.integers(len(library.avatars))] if photo else None
    shape = _shape(stock.head.num_shape, avatar, rng)
    bare = (stock.head.v_template.reshape(-1) + shape @ stock.shape_basis[: len(shape)]).reshape(-1, 3)
    joints = stock.head.J_regressor @ bare
    normals = vertex_normals(bare, stock.head.faces).astype(np.float32)
    hair_rgb, style, thickness = _hair(avatar, rng)
    rest = bare + (thickness * hair_lift_of(stock))[:, None] * normals
    mesh = _mesh_of(stock, style, bare, normals)
    worn_glasses = glasses(bare, joints[3:5], rng) if rng.random() < 0.24 else None
    sun = rng.random() < 0.12
    lens = np.array([rng.uniform(0.75, 0.97) if sun else rng.uniform(0, 0.18), *(_gleam(rng)), rng.uniform(0, 1.2)])
    return Person(
        shape=shape,
        joints=joints,
        texture=_texture(canvas, avatar, hair_rgb, thickness, style, rng),
        eyes=_eyes(avatar, rng),
        gloss=np.float32([rng.uniform(0.2, 1.0), rng.uniform(0.2, 2.6), 3.0]),
        lash_strength=float(rng.uniform(0.6, 1.5)),
        lens=lens.astype(np.float32),
        **_assembled(stock, rest, mesh, hair_rgb, worn_glasses),
    )


def _shape(num: int, avatar: Avatar | None, rng: np.random.Generator) -> Array:
    drawn = rng.normal(0, rng.uniform(0.6, 1.0), num)
    if avatar is None or rng.random() < 0.25:
        return drawn.astype(np.float32)
    kept = np.zeros(num)
    kept[: len(avatar.shape)] = avatar.shape[:num]
    return (kept * rng.uniform(0.8, 1.1) + drawn * rng.choice([0.15, 0.5])).astype(np.float32)


_LIFT: dict[int, Array] = {}


def hair_lift_of(stock: Stock) -> Array:
    """[V] of surface.hair_lift, once a process."""
    if id(stock) not in _LIFT:
        _LIFT[id(stock)] = hair_lift(stock.head)
    return _LIFT[id(stock)]


def _hair(avatar: Avatar | None, rng: np.random.Generator) -> tuple[Array, str, float]:
    """Colour (linear), style, and thickness of what lies on the scalp."""
    rgb = _HAIR[rng.choice(len(_HAIR), p=_HAIR_SHARE)] * rng.uniform(0.7, 1.3) * rng.uniform(0.92, 1.08, 3)
    if avatar is not None and rng.random() < 0.6:
        hair = avatar.hair
        style = hair.style if hair.thickness > 0 else "none"
        return np.asarray(hair.rgb), style, hair.thickness if style == "cap" else 0.0005
    if avatar is not None:
        rgb = np.asarray(avatar.hair.rgb) if rng.random() < 0.5 else rgb
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


def _texture(
    canvas: Canvas, avatar: Avatar | None, hair_rgb: Array, thickness: float, style: str, rng: np.random.Generator
) -> Array:
    base = canvas.albedo if avatar is None else avatar.albedo
    replaced = avatar is None or rng.random() < 0.2
    bare = canvas.bare if avatar is None else (without_brows(base, canvas.brows) if replaced else base)
    tone = sample_tone(rng)
    middle = np.median(LINEAR[base[220:260:4, 200:312:4]].reshape(-1, 3), 0)
    if avatar is None:
        gain = tone / np.maximum(middle, 0.02)
    else:  # somebody else's complexion, now and then
        gain = (tone / np.maximum(middle, 0.02)) ** rng.choice([0.0, 0.4, 0.9], p=[0.65, 0.2, 0.15])
        gain = gain * (1 + rng.normal(0, 0.05, 3)) * (1 + rng.normal(0, 0.08))
    bearded = rng.random() < (0.35 if avatar is None else 0.12)
    beard = rng.uniform(0.1, 0.95) if bearded else 0.0
    kind = rng.choice(3)  # all of it, no moustache, only a moustache
    covered = 1.0 if style != "none" else (0.0 if rng.random() < 0.6 else rng.uniform(0.1, 0.6))
    if avatar is not None and style == "none" and rng.random() < 0.7:
        covered = 0.0
    brow = rng.uniform(0.15, 0.95) if replaced else 0.0
    brow_rgb = hair_rgb * rng.uniform(0.4, 1.0) if rng.random() < 0.7 else _HAIR[rng.integers(4)]
    made_up = rng.random() < 0.25
    lips_rgb = np.array([0.42, 0.05, 0.07]) * rng.uniform(0.5, 1.5, 3) if made_up else np.array([0.42, 0.28, 0.28])
    liner = rng.uniform(0.5, 0.95) if made_up else rng.uniform(0.1, 0.6)
    coats = [
        covered, brow, beard * (kind != 2), beard * (kind != 1),
        rng.uniform(0.3, 0.8) if made_up else rng.uniform(0, 0.5), rng.uniform(0, 0.25), liner,
    ]  # fmt: skip
    colours = [hair_rgb, brow_rgb, hair_rgb * 0.9, hair_rgb * 0.9, lips_rgb, np.array([0.42, 0.27, 0.25]), _LINER]
    how = Paint(
        gain=gain,
        blotches=np.array([rng.uniform(0, 0.05), rng.uniform(0, 0.035), rng.uniform(0, 0.03)]),
        coats=np.array(coats),
        colours=np.array(colours),
        collar=np.array(
            [
                rng.uniform(-0.175, -0.118),
                rng.uniform(-0.2, 0.6),
                rng.uniform(100, 1500),
                rng.random() * (rng.random() < 0.3),
            ]
        ),
        cloth=rng.uniform(0.01, 0.7, (2, 1)) ** 1.5 * rng.uniform(0.4, 1.0, (2, 3)),
        shift=(int(rng.integers(512)), int(rng.integers(512))),
    )
    return paint(canvas, base, bare, float(replaced), how)


def _eyes(avatar: Avatar | None, rng: np.random.Generator) -> Array:
    iris = np.asarray(avatar.iris_rgb) if avatar is not None and rng.random() < 0.6 else _IRIS[rng.integers(len(_IRIS))]
    iris = iris * rng.uniform(0.6, 1.3) * rng.uniform(0.9, 1.1, 3)
    white = rng.uniform(0.42, 0.72) * np.array([1.0, rng.uniform(0.9, 0.98), rng.uniform(0.84, 0.96)])
    return np.float32([*iris, rng.uniform(1.3, 3.4), rng.uniform(0.4, 0.85), rng.uniform(0, 99), *white,
                       rng.uniform(0.2, 1.0), rng.uniform(0.5, 0.85), rng.uniform(0.975, 0.997)])  # fmt: skip


def _assembled(
    stock: Stock, rest: Array, mesh: tuple[HairStyle, Array] | None, hair_rgb: Array, solid: Solid | None
) -> dict[str, object]:
    start = stock.head.num_vertices
    faces, material, one_sided, uv = [stock.faces], [stock.material], [stock.one_sided], [stock.uv]
    lash = np.zeros((len(stock.faces), 3), np.float32)
    lash[stock.material == LASH] = (0.012, 0.009, 0.008)
    rgb, points, normals, weights = [lash], [rest], [np.zeros((0, 3), np.float32)], [stock.weights]
    if mesh is not None:
        hair, placed = mesh
        m = len(hair.faces)
        points.append(placed)
        normals.append(hair.normals)
        bust = 0.6 * np.clip((-0.05 - placed[:, 1]) / 0.09, 0, 1)  # what hangs on the shoulders follows them half
        weights.append(np.stack([bust, 1 - bust, *np.zeros((3, len(placed)))], 1))
        faces.append(hair.faces + start)
        start += len(placed)
        material.append(np.full(m, STRANDS, np.uint8))
        one_sided.append(np.arange(m) < hair.num_closed)
        uv.append(np.stack([hair.uv[:, 0], 1 - hair.uv[:, 1]], 1)[hair.faces])
        rgb.append(np.tile(np.float32(hair_rgb), (m, 1)))
    if solid is not None:
        points.append(solid.vertices)
        normals.append(solid.normals)
        weights.append(np.tile(np.float32([0, 1, 0, 0, 0]), (len(solid.vertices), 1)))
        faces.append(solid.faces + start)
        material.append(solid.material)
        one_sided.append(np.zeros(len(solid.faces), bool))
        uv.append(solid.uv)
        rgb.append(solid.rgb)
    return {
        "rest": np.concatenate(points).astype(np.float32), "weights": np.concatenate(weights).astype(np.float32),
        "extra_normals": np.concatenate(normals).astype(np.float32),
        "faces": np.concatenate(faces).astype(np.int32), "material": np.concatenate(material).astype(np.uint8),
        "one_sided": np.concatenate(one_sided), "uv": np.concatenate(uv).astype(np.float32),
        "rgb": np.concatenate(rgb).astype(np.float32),
        "strands": mesh[0].strands if mesh is not None else _NO_STRANDS,
    }  # fmt: skip
