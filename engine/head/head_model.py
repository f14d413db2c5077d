"""FLAME's equations in numpy: the readable truth that every faster path is tested against.

Li, Bolkart, Black, Li, Romero: Learning a model of facial shape and expression from 4D scans, 2017, eq. 1-5.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from engine import check
from engine.check import Array
from engine.types import Motion

JOINTS = ("root", "neck", "jaw", "left_eye", "right_eye")


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A FLAME-format head of any vertex count. Metres, model frame; all arrays read-only."""

    id: str
    """Family and content: codes fitted on one head drive only heads of the same id."""
    basis: Literal["arkit52", "flame_pca"]
    expression_names: tuple[str, ...]
    v_template: Array  # [V, 3]
    shape_basis: Array  # [V, 3, S] metres per standard deviation
    expression_basis: Array  # [V, 3, E] metres at weight 1
    posedirs: Array  # [V, 3, 36] joints 1-4 x (R - I) row-major
    J_regressor: Array  # [5, V]
    weights: Array  # [V, 5] skinning, rows sum to 1
    parents: tuple[int, ...]  # (-1, 0, 1, 1, 1)
    faces: Array  # [F, 3] int32, counter-clockwise from outside
    uv: Array  # [T, 2]
    uv_faces: Array  # [F, 3] int32
    part_names: tuple[str, ...]
    parts: Array  # [F] uint8, index into part_names
    mirror: Array  # [V] int32, the vertex on the other side
    landmark_faces: Array  # [478] int32, the triangle of each MediaPipe landmark
    landmark_weights: Array  # [478, 3] barycentric
    scalp: Array = field(default_factory=lambda: np.zeros(0, np.float32))  # [V] in [0, 1], where hair grows
    """Zeros where a family does not say."""

    def __post_init__(self) -> None:
        v, f = len(self.v_template), len(self.faces)
        if not len(self.scalp):
            object.__setattr__(self, "scalp", np.zeros(v, np.float32))
        expected: tuple[tuple[str, tuple[int | None, ...], type[np.generic]], ...] = (
            ("v_template", (v, 3), np.float32),
            ("shape_basis", (v, 3, None), np.float32),
            ("expression_basis", (v, 3, len(self.expression_names)), np.float32),
            ("posedirs", (v, 3, 36), np.float32),
            ("J_regressor", (5, v), np.float32),
            ("weights", (v, 5), np.float32),
            ("faces", (f, 3), np.int32),
            ("uv", (None, 2), np.float32),
            ("uv_faces", (f, 3), np.int32),
            ("parts", (f,), np.uint8),
            ("mirror", (v,), np.int32),
            ("landmark_faces", (478,), np.int32),
            ("landmark_weights", (478, 3), np.float32),
            ("scalp", (v,), np.float32),
        )
        for name, shape, dtype in expected:
            object.__setattr__(self, name, check.frozen(f"Head.{name}", getattr(self, name), shape, dtype))
        for name, end in (
            ("faces", v),
            ("uv_faces", len(self.uv)),
            ("parts", len(self.part_names)),
            ("mirror", v),
            ("landmark_faces", f),
        ):
            check.indices(f"Head.{name}", getattr(self, name), end)
        ordered = all(-1 <= parent < joint for joint, parent in enumerate(self.parents))
        if len(self.parents) != len(JOINTS) or not ordered:
            raise ValueError(f"Head.parents must name, for {len(JOINTS)} joints, an earlier one each: {self.parents}")

    @property
    def num_vertices(self) -> int:
        return len(self.v_template)

    @property
    def num_shape(self) -> int:
        return int(self.shape_basis.shape[2])

    @property
    def num_expression(self) -> int:
        return int(self.expression_basis.shape[2])

    def faces_of(self, *part_names: str) -> Array:
        """[n] indices of the triangles that belong to these parts."""
        wanted = [self.part_names.index(name) for name in part_names if name in self.part_names]
        return np.flatnonzero(np.isin(self.parts, wanted))

    def vertices_of(self, *part_names: str) -> Array:
        """[n] sorted indices of the vertices that these parts use."""
        return np.unique(self.faces[self.faces_of(*part_names)])

    @property
    def skin_vertices(self) -> Array:
        """[n] sorted indices of the skin's vertices; all of them where the head has no parts of that name."""
        return self.vertices_of("skin") if "skin" in self.part_names else np.arange(self.num_vertices)


def rotations(axis_angles: Array) -> Array:
    """[..., 3] rad -> [..., 3, 3] rotation matrices (Rodrigues)."""
    axis_angles = np.asarray(axis_angles, np.float64)
    angle = np.linalg.norm(axis_angles, axis=-1)[..., None, None]
    x, y, z = np.moveaxis(axis_angles, -1, 0)
    o = np.zeros_like(x)
    cross = np.stack([o, -z, y, z, o, -x, -y, x, o], -1).reshape(*x.shape, 3, 3)
    # sin(a)/a and (1-cos(a))/a^2 are sinc functions: no special case at zero.
    first, second = np.sinc(angle / np.pi), 0.5 * np.sinc(angle / (2 * np.pi)) ** 2
    return np.eye(3) + first * cross + second * (cross @ cross)


def shaped(head: Head, shape: Array) -> tuple[Array, Array]:
    """Vertices [V, 3] and joints [5, 3] of an identity at rest, metres. shape: [<=S]."""
    vertices = head.v_template + head.shape_basis[:, :, : len(shape)] @ np.asarray(shape, np.float64)
    return vertices, head.J_regressor @ vertices


def pose(head: Head, shape: Array, motion: Motion) -> Array:
    """Vertices in the model frame, metres.

    shape: [<=S]  motion.expression: [E]  motion.poses: [5, 3] rad  ->  [V, 3]
    Joints come from the shaped, expressionless head, as in the paper (eq. 2-4).
    """
    vertices, joints = shaped(head, shape)
    return skin(head, vertices, joints, motion)


def skin(head: Head, vertices: Array, joints: Array, motion: Motion) -> Array:
    """As `pose`, for an identity whose `shaped` vertices [V, 3] and joints [5, 3] are known."""
    rotation = rotations(motion.poses)  # [5, 3, 3]
    pose_feature = (rotation[1:] - np.eye(3)).ravel()  # [36]
    vertices = vertices + head.expression_basis @ motion.expression.astype(np.float64) + head.posedirs @ pose_feature
    bones = bone_transforms(head.parents, rotation, joints)  # [5, 4, 4]
    blended = np.tensordot(head.weights, bones, 1)  # [V, 4, 4]
    return (blended[:, :3, :3] @ vertices[:, :, None])[:, :, 0] + blended[:, :3, 3]


def bone_transforms(parents: tuple[int, ...], rotation: Array, joints: Array) -> Array:
    """[5, 4, 4] model-from-rest transform of each joint's bone. rotation: [5, 3, 3]  joints: [5, 3]."""
    world: list[Array] = []
    for joint, parent in enumerate(parents):
        local = np.eye(4)
        local[:3, :3] = rotation[joint]
        local[:3, 3] = joints[joint] - (joints[parent] if parent >= 0 else 0.0)
        world.append(local if parent < 0 else world[parent] @ local)
    bones = np.stack(world)
    bones[:, :3, 3] -= (bones[:, :3, :3] @ joints[:, :, None])[:, :, 0]
    return bones


def vertex_normals(vertices: Array, faces: Array) -> Array:
    """[V, 3] unit normals, area-weighted; (0, 0, 1) where a vertex has no triangle."""
    corners = vertices[faces]
    face_normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.stack(
        [np.bincount(faces.ravel(), np.repeat(face_normals[:, axis], 3), len(vertices)) for axis in range(3)], 1
    )
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.where(length > 0, normals / np.maximum(length, 1e-30), [0.0, 0.0, 1.0])
