"""What other programs get of an avatar: its surface at rest or in an expression, in pieces, and their textures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.avatar.atlas import atlas_of
from engine.check import Array
from engine.detail.mask import detail_mask
from engine.head.arkit import joint_poses
from engine.head.head_model import Head, shaped, skin, vertex_normals
from engine.render.surface import hair_lift
from engine.types import Avatar, Motion

EYE_TEXTURE_PX = 256
_IRIS_M, _PUPIL_M = 0.0059, 0.0020
_SCLERA = np.array([0.70, 0.66, 0.63])


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Triangles that share one texture. Vertices are split where the texture is cut."""

    name: str
    vertices: Array  # [n] index of the head's vertex
    uv: Array  # [n, 2]; (0, 0) bottom left
    faces: Array  # [m, 3]
    texture: Array  # [H, W, 3] uint8 sRGB, top row first
    roughness: float


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """An avatar. Metres, model frame."""

    name: str
    positions: Array  # [V, 3]
    normals: Array  # [V, 3]
    joints: Array  # [5, 3] at rest
    pieces: tuple[Piece, ...]
    """The skin first."""
    neck: Array  # [V] share of the neck's turn that each vertex takes; the rest is the root's
    shown: Array  # [V] share of the detail that each vertex shows


def solid_of(avatar: Avatar, head: Head, motion: Motion | None = None) -> Solid:
    """The avatar as it rests or in `motion`, hair cap included.

    The lashes stay behind: they are drawn by a program, not a picture.
    """
    positions, joints = shaped(head, avatar.shape)
    hair = head.scalp if avatar.hair.thickness > 0 else np.zeros(head.num_vertices)
    normals = vertex_normals(positions, head.faces)
    positions = positions + (avatar.hair.thickness * hair_lift(head))[:, None] * normals
    painted = head.faces_of(*(name for name in head.part_names if not name.startswith(("eye", "lash"))))
    pieces = [_piece("skin", head, painted, _with_hair(avatar, head, hair), 0.6)]
    eye_texture = _eye_texture(avatar.iris_rgb, _eye_radius(head, positions, joints))
    for joint, name in ((3, "eye_l"), (4, "eye_r")):
        if name in head.part_names:
            eye = _piece(name, head, head.faces_of(name), eye_texture, 0.1)
            pieces.append(_projected(eye, positions, joints[joint], _eye_radius(head, positions, joints)))
    if motion is not None:
        positions = skin(head, positions, joints, motion)
    normals = vertex_normals(positions, head.faces)
    # Jaw and eyes hang from the neck, and turn in the expressions.
    return Solid(avatar.name, positions, normals, joints, tuple(pieces), 1 - head.weights[:, 0], detail_mask(head))


def expression_offsets(avatar: Avatar, head: Head) -> Array:
    """[E, V, 3] m: what each expression at 1 adds to the resting surface, the turn of jaw and eyes included."""
    vertices, joints = shaped(head, avatar.shape)
    rest = skin(head, vertices, joints, Motion.rest(head.num_expression))
    offsets = np.empty((head.num_expression, head.num_vertices, 3), np.float32)
    for index, weights in enumerate(np.eye(head.num_expression, dtype=np.float32)):
        motion = Motion(expression=weights)
        if head.basis == "arkit52":
            jaw_pose, leye_pose, reye_pose = joint_poses(weights)
            motion = Motion(expression=weights, jaw_pose=jaw_pose, leye_pose=leye_pose, reye_pose=reye_pose)
        offsets[index] = skin(head, vertices, joints, motion) - rest
    return offsets


def _piece(name: str, head: Head, triangles: Array, texture: Array, roughness: float) -> Piece:
    corners = np.stack([head.faces[triangles].ravel(), head.uv_faces[triangles].ravel()], 1)
    unique, index = np.unique(corners, axis=0, return_inverse=True)
    return Piece(name, unique[:, 0], head.uv[unique[:, 1]], index.reshape(-1, 3), texture, roughness)


def _with_hair(avatar: Avatar, head: Head, hair: Array) -> Array:
    """The albedo with the hair's colour on the scalp, as the renderer mixes it."""
    height, width = avatar.albedo.shape[:2]
    if height != width or not hair.any():
        return avatar.albedo
    atlas = atlas_of(head, height)
    share = atlas.scatter(atlas.gather(hair))[..., None]
    mixed = share * _srgb(avatar.hair.rgb) + (1 - share) * avatar.albedo
    return mixed.round().astype(np.uint8)


def _eye_radius(head: Head, positions: Array, joints: Array) -> float:
    eye = head.vertices_of("eye_l")
    return float(np.linalg.norm(positions[eye] - joints[3], axis=1).max()) if len(eye) else 0.012


def _projected(eye: Piece, positions: Array, centre: Array, radius: float) -> Piece:
    """The eye with its texture laid on from the front."""
    uv = 0.5 + (positions[eye.vertices, :2] - centre[:2]) / (2 * radius)
    return Piece(eye.name, eye.vertices, uv.clip(0, 1), eye.faces, eye.texture, eye.roughness)


def _eye_texture(iris_rgb: Array, radius: float) -> Array:
    """[256, 256, 3] uint8 sRGB: pupil, iris with a dark rim, sclera, over a square of 2 `radius`, m."""
    across = (np.arange(EYE_TEXTURE_PX) + 0.5) / EYE_TEXTURE_PX * 2 - 1
    distance = radius * np.hypot(*np.meshgrid(across, across))[..., None]
    soft = 2 * radius / EYE_TEXTURE_PX
    rim = np.clip((distance - 0.75 * _IRIS_M) / (0.25 * _IRIS_M), 0, 1)
    iris = 0.6 * np.asarray(iris_rgb) * (1 - 0.7 * rim) * np.clip((distance - _PUPIL_M) / soft, 0, 1)
    white = np.clip((distance - _IRIS_M) / soft, 0, 1)
    return _srgb(iris * (1 - white) + _SCLERA * white).round().astype(np.uint8)


def _srgb(linear: Array) -> Array:
    """[0, 1] linear -> [0, 255] sRGB (IEC 61966-2-1)."""
    linear = np.clip(linear, 0, 1)
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055)
