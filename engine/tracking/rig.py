"""The head reduced to its landmarks: the same equations as `engine.head`, for 478 points instead of all vertices.

A landmark is a weighted sum of three vertices, and skinning is linear in rest positions, so the sum can be taken once
per bone beforehand: x_l = sum_j R_j (q_lj - m_lj J_j) + m_lj J_j with q_lj = sum_k b_k w_kj v_k, m_lj = sum_k b_k w_kj.
That is exact for any pose in which the neck is at rest (its turning is indistinguishable from the whole head's).

Arrays have the coordinate first, [3, L, ...], so that a rotation is one matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.check import Array
from engine.head.arkit import joint_poses
from engine.head.head_model import Head, rotations
from engine.tracking.bias import landmark_bias

_JAW = 2
BONES = ((0, 1), (2,), (3,), (4,))
"""Joints that move as one here: the head (root and neck), the jaw, the eyes."""


@dataclass(frozen=True, slots=True, eq=False)
class Bone:
    """The share of the landmarks that one bone carries; p landmarks have any."""

    points: Array  # [p] which landmarks
    mass: Array  # [p] how much of each
    base: Array  # [3, p] metres, weighted by mass
    shape: Array  # [3, p, S]
    expression: Array  # [3, p, K] K controls
    posedirs: Array  # [3, p, 27] by jaw, left eye, right eye
    corrected: tuple[int, ...]  # which of these three have correctives here


@dataclass(frozen=True, slots=True, eq=False)
class Rig:
    """A head family for fitting. Its K `controls` are what moves: on an ARKit head the 52 expressions, which turn
    jaw and eyes too; on a FLAME head the expression components followed by the nine joint angles."""

    num_points: int
    num_shape: int
    num_controls: int
    bones: tuple[Bone, ...]
    joints: Array  # [5, 3] metres
    joints_shape: Array  # [5, 3, S]
    angles: Array  # [9, K]: jaw, left eye, right eye axis-angles in rad = angles @ controls
    low: Array  # [K] bounds of the controls
    high: Array  # [K]

    @classmethod
    def of(cls, head: Head, landmarks: Array | None = None, *, bias: bool = True) -> Rig:
        """The rig of `head`; `landmarks` [L] picks and orders MediaPipe's indices, all 478 otherwise.

        bias: move the landmarks to where MediaPipe sees them on people (engine.tracking.bias).
        """
        chosen = np.arange(478) if landmarks is None else np.asarray(landmarks)
        corners = head.faces[head.landmark_faces[chosen]]  # [L, 3]
        barycentric = head.landmark_weights[chosen].astype(np.float64)
        angles, low, high = _controls(head)
        padding = angles.shape[1] - head.num_expression

        def carried(values: Array, share: Array) -> Array:
            """Sums over the corners of vertex data [V, 3, ...], coordinate first."""
            return np.moveaxis(np.einsum("lk,lk...->l...", share, values[corners].astype(np.float64)), 1, 0)

        bones = []
        for joints in BONES:
            share = barycentric * head.weights[corners][:, :, list(joints)].sum(2)
            points = np.flatnonzero(share.sum(1) > 1e-5)
            every = [carried(a, share)[:, points] for a in (head.v_template, head.shape_basis, head.expression_basis)]
            every[2] = np.pad(every[2], ((0, 0), (0, 0), (0, padding)))
            posedirs = carried(head.posedirs[:, :, 9:], share)[:, points]
            corrected = tuple(joint for joint in range(3) if posedirs[:, :, 9 * joint : 9 * joint + 9].any())
            arrays = (np.ascontiguousarray(a) for a in (*every, posedirs))
            bones.append(Bone(points, share.sum(1)[points], *arrays, corrected))
        rig = cls(
            num_points=len(chosen),
            num_shape=head.num_shape,
            num_controls=angles.shape[1],
            bones=tuple(bones),
            joints=head.J_regressor @ head.v_template.astype(np.float64),
            joints_shape=np.einsum("jv,vcs->jcs", head.J_regressor, head.shape_basis.astype(np.float64)),
            angles=angles,
            low=low,
            high=high,
        )
        return add_bias(rig, landmark_bias(head)[chosen]) if bias else rig


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """A rig with its identity filled in."""

    rig: Rig
    rest: tuple[Array, ...]  # per bone [3, p]
    joints: Array  # [5, 3]

    @classmethod
    def of(cls, rig: Rig, shape: Array) -> Person:
        n = len(shape)
        return cls(
            rig,
            tuple(bone.base + bone.shape[:, :, :n] @ shape for bone in rig.bones),
            rig.joints + rig.joints_shape[:, :, :n] @ shape,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """Landmarks in the model frame before the head turns, and what their slopes need."""

    points: Array  # [3, L]
    joint_rotations: Array  # [3, 3, 3] jaw, left eye, right eye
    unposed: tuple[Array, ...]  # per bone [3, p]: about its joint, before its rotation
    axes: Array  # [3, 3, 3] joint, component, xyz: turning vector per radian of each axis-angle component


def add_bias(rig: Rig, bias: Array) -> Rig:
    """`rig` with its landmarks moved by `bias` [L, 3] metres, model frame."""
    moved = (replace(bone, base=bone.base + (bone.mass[:, None] * bias[bone.points]).T) for bone in rig.bones)
    return replace(rig, bones=tuple(moved))


def posed(person: Person, controls: Array) -> Posed:
    """Landmarks of `person` with `controls` [K]."""
    rig = person.rig
    angles = (rig.angles @ controls).reshape(3, 3)
    turn = rotations(angles)  # [3, 3, 3]
    feature = (turn - np.eye(3)).ravel()
    points = np.zeros((3, rig.num_points))
    unposed = []
    for number, bone in enumerate(rig.bones):
        joint = person.joints[BONES[number][0]]
        rest = person.rest[number] + bone.expression @ controls + bone.posedirs @ feature
        about = rest - joint[:, None] * bone.mass
        unposed.append(about)
        moved = about if number == 0 else turn[number - 1] @ about
        points[:, bone.points] += moved + joint[:, None] * bone.mass
    return Posed(points, turn, tuple(unposed), _turning_axes(angles))


def control_slopes(person: Person, at: Posed, view: Array) -> Array:
    """[n, L, K]: how `view` [n, 3] @ points changes with each control."""
    rig = person.rig
    slopes = np.zeros((len(view), rig.num_points, rig.num_controls))
    by_angle = np.zeros((len(view), rig.num_points, 9))
    feature_slopes = (_cross(at.axes) @ at.joint_rotations[:, None]).reshape(3, 3, 9)  # d vec(R_j) / d angle_k
    for number, bone in enumerate(rig.bones):
        seen = view if number == 0 else view @ at.joint_rotations[number - 1]
        p = len(bone.points)
        slopes[:, bone.points] += (seen @ bone.expression.reshape(3, -1)).reshape(len(view), p, -1)
        for joint in bone.corrected:
            columns = slice(3 * joint, 3 * joint + 3)
            corrective = bone.posedirs[:, :, 9 * joint : 9 * joint + 9] @ feature_slopes[joint].T  # [3, p, 3]
            by_angle[:, bone.points, columns] += (seen @ corrective.reshape(3, -1)).reshape(len(view), p, 3)
        if number > 0:
            moved = at.joint_rotations[number - 1] @ at.unposed[number]  # [3, p]
            swung = view @ _cross(at.axes[number - 1]) @ moved  # [3 angles, n, p]
            by_angle[:, bone.points, 3 * number - 3 : 3 * number] += swung.transpose(1, 2, 0)
    moving = np.flatnonzero(rig.angles.any(0))
    slopes[:, :, moving] += by_angle @ rig.angles[:, moving]
    return slopes


def shape_slopes(person: Person, at: Posed, view: Array, num_shape: int) -> Array:
    """[n, L, num_shape]: how `view` [n, 3] @ points changes with each identity component."""
    rig = person.rig
    slopes = np.zeros((len(view), rig.num_points, num_shape))
    for number, bone in enumerate(rig.bones):
        turn = np.eye(3) if number == 0 else at.joint_rotations[number - 1]
        basis = np.ascontiguousarray(bone.shape[:, :, :num_shape]).reshape(3, -1)
        slopes[:, bone.points] += (view @ turn @ basis).reshape(len(view), -1, num_shape)
        joint = rig.joints_shape[BONES[number][0], :, :num_shape]
        drift = view @ (np.eye(3) - turn) @ joint
        slopes[:, bone.points] += drift[:, None, :] * bone.mass[:, None]
    return slopes


def _controls(head: Head) -> tuple[Array, Array, Array]:
    """angles [9, K], low [K], high [K] of a head's controls."""
    e = head.num_expression
    if head.basis == "arkit52":
        # joint_poses is linear, so its values at the unit vectors are the whole of it.
        angles = np.stack([np.concatenate(joint_poses(unit)) for unit in np.eye(e)], 1)
        return angles.astype(np.float64), np.zeros(e), np.ones(e)
    angles = np.concatenate([np.zeros((9, e)), np.eye(9)], 1)
    reach = np.array([0.5, 0.2, 0.2] + [0.45, 0.6, 0.0] * 2)
    low = np.concatenate([np.full(e, -3.0), -reach])
    low[e] = 0.0  # a jaw does not close further than shut
    return angles, low, np.concatenate([np.full(e, 3.0), reach])


def _turning_axes(angles: Array) -> Array:
    """[J, 3, 3]: rotation vector (left, model frame) that one rad of each axis-angle component adds.

    The left Jacobian of SO(3): I + (1-cos a)/a^2 [w]x + (a-sin a)/a^3 [w]x^2, its columns as rows.
    """
    angle = np.linalg.norm(angles, axis=-1)[:, None, None]
    cross = _cross(angles)
    second = 0.5 * np.sinc(angle / (2 * np.pi)) ** 2
    third = np.where(angle > 1e-4, (angle - np.sin(angle)) / np.maximum(angle, 1e-4) ** 3, 1 / 6)
    return np.swapaxes(np.eye(3) + second * cross + third * (cross @ cross), 1, 2)


def _cross(vectors: Array) -> Array:
    """[..., 3, 3] matrices that take the cross product with `vectors` [..., 3] from the left."""
    matrices = np.zeros((*vectors.shape, 3))
    matrices[..., 2, 1], matrices[..., 0, 2], matrices[..., 1, 0] = np.moveaxis(vectors, -1, 0)
    return matrices - np.swapaxes(matrices, -1, -2)
