"""A person's skin, eyes and mouth as points that the fit's controls move: FLAME's equations for the front of a head,
a few times faster than the rig that the landmarks use (tests compare them)."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from engine.check import Array
from engine.head.head_model import Head, rotations
from engine.tracking.rig import BONES, Rig

_LEFT_OUT = ("lash", "neck")
"""Parts that are not drawn: lashes are opaque strips without their texture, the neck moves by itself."""
_BEHIND_M = -0.02
"""Triangles farther back are never in a close crop."""
_STEP_RAD = 1e-3
_compiled = numba.njit(nogil=True, cache=True, error_model="numpy", fastmath=True)


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """The front of a head: V vertices of it, and the F triangles between them."""

    head: Head
    vertices: Array  # [V] of the head
    faces: Array  # [F, 3] int32 into these
    triangles: Array  # [F] of the head
    skin: Array  # [F] bool; the others lie in the shade of lids and lips
    basis: Array  # [V, 3, K] f32 metres: what each control adds, joints aside
    posedirs: Array  # [V, 3, 27] f32 by jaw, left eye, right eye
    weights: Array  # [V, 4] f32 by head, jaw, left eye, right eye
    angles: Array  # [9, K] jaw, left eye, right eye axis-angles in rad = angles @ controls

    @classmethod
    def of(cls, head: Head, rig: Rig) -> Surface:
        """rig: the head's, for its controls."""
        kept = np.array([not name.startswith(_LEFT_OUT) for name in head.part_names])[head.parts]
        kept &= head.v_template[head.faces][..., 2].max(1) > _BEHIND_M
        triangles = np.flatnonzero(kept)
        vertices, faces = np.unique(head.faces[triangles], return_inverse=True)
        padding = rig.num_controls - head.num_expression
        return cls(
            head=head,
            vertices=vertices,
            faces=np.ascontiguousarray(faces.reshape(-1, 3), np.int32),
            triangles=triangles,
            skin=np.isin(triangles, head.faces_of("skin")),
            basis=np.pad(head.expression_basis[vertices], ((0, 0), (0, 0), (0, padding))),
            posedirs=np.ascontiguousarray(head.posedirs[vertices][:, :, 9:]),
            weights=np.stack([head.weights[vertices][:, list(joints)].sum(1) for joints in BONES], 1),
            angles=rig.angles,
        )

    def body(self, shape: Array) -> Body:
        """Someone's surface. shape: [<=S]."""
        head = self.head
        rest = head.v_template + head.shape_basis[:, :, : len(shape)] @ shape.astype(np.float32)
        joints = (head.J_regressor @ rest)[[joints[0] for joints in BONES]]
        return Body(self, rest[self.vertices], joints.astype(np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Stance:
    """The points of a body in one expression, model frame, the head not yet turned."""

    points: Array  # [V, 3] metres
    turns: Array  # [V, 3, 3] what the joints do to each point's basis
    swings: Array  # [V, 3, 9] metres per rad of the joints' angles; 0 for angles that no control has


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A surface with an identity filled in."""

    surface: Surface
    rest: Array  # [V, 3] f32 metres
    joints: Array  # [4, 3]

    def stance(self, controls: Array, *, swings: bool = True) -> Stance:
        """controls: [K]. swings: also how the joints' angles move the points."""
        s = self.surface
        angles = s.angles @ controls
        moved = np.empty_like(self.rest)
        _added(self.rest, s.basis, controls.astype(np.float32), moved)
        points, turns = self._skinned(moved, angles)
        by_angle = np.zeros((*points.shape, len(angles)), np.float32)
        if swings:
            for i in np.flatnonzero(s.angles.any(1)):
                step = _STEP_RAD * np.eye(len(angles))[i]
                ahead, _ = self._skinned(moved, angles + step)
                by_angle[:, :, i] = (ahead - points) / _STEP_RAD
        return Stance(points, turns, by_angle)

    def _skinned(self, moved: Array, angles: Array) -> tuple[Array, Array]:
        s = self.surface
        turn = rotations(angles.reshape(3, 3))
        feature = (turn - np.eye(3)).ravel().astype(np.float32)
        bones = np.concatenate([np.eye(3)[None], turn]).astype(np.float32)
        points, turns = np.empty_like(moved), np.empty((len(moved), 3, 3), np.float32)
        _skin(moved, s.posedirs, feature, s.weights, bones, self.joints, points, turns)
        return points, turns


@_compiled
def _added(rest: Array, basis: Array, controls: Array, moved: Array) -> None:
    for v in range(len(rest)):
        for c in range(3):
            total = rest[v, c]
            for k in range(len(controls)):
                total += basis[v, c, k] * controls[k]
            moved[v, c] = total


@_compiled
def _skin(
    moved: Array, posedirs: Array, feature: Array, weights: Array, bones: Array, joints: Array, points: Array,
    turns: Array,
) -> None:  # fmt: skip
    for v in range(len(moved)):
        x, y, z = moved[v]
        for k in range(len(feature)):
            x += posedirs[v, 0, k] * feature[k]
            y += posedirs[v, 1, k] * feature[k]
            z += posedirs[v, 2, k] * feature[k]
        for c in range(3):
            points[v, c] = 0
            for d in range(3):
                turns[v, c, d] = 0
        for b in range(4):
            w = weights[v, b]
            if w == 0:
                continue
            for c in range(3):
                points[v, c] += w * (
                    bones[b, c, 0] * (x - joints[b, 0]) + bones[b, c, 1] * (y - joints[b, 1])
                    + bones[b, c, 2] * (z - joints[b, 2]) + joints[b, c]
                )  # fmt: skip
                for d in range(3):
                    turns[v, c, d] += w * bones[b, c, d]
