"""Fast twins of `head_model.pose` for one identity: all vertices, or the landmarks with their derivatives.

Both fold the identity in once and keep expression and pose correctives as one [.., E + 36] matrix in single
precision. Against `pose` they differ by less than 1e-6 m (tests/engine/head/test_baked.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.head_model import Head, bone_transforms, rotations, shaped
from engine.types import Motion


@dataclass(frozen=True, slots=True, eq=False)
class BakedHead:
    """One identity on a head; made by `bake`."""

    rest: Array  # [N, 3] m, shaped and expressionless
    joints: Array  # [5, 3] m
    basis: Array  # [N * 3, E + 36] expression, then posedirs
    weights: Array  # [N, 5]
    parents: tuple[int, ...]

    def pose(self, motion: Motion) -> Array:
        """[N, 3] float32, model frame, metres: `head_model.pose` of this identity (of the vertices asked for)."""
        rotation = rotations(motion.poses)
        vertices = self.rest + (self.basis @ _coefficients(motion, rotation)).reshape(-1, 3)
        bones = _bones(self, rotation)
        blended = (self.weights @ bones.reshape(5, 12)).reshape(-1, 3, 4)
        return np.einsum("vij,vj->vi", blended[:, :, :3], vertices) + blended[:, :, 3]


def bake(head: Head, shape: Array, vertices: Array | None = None) -> BakedHead:
    """Fold `shape` [<=S] into `head`. vertices: [N] indices of the ones wanted, default all."""
    rest, joints = shaped(head, shape)
    chosen = slice(None) if vertices is None else vertices
    basis = np.concatenate([head.expression_basis[chosen], head.posedirs[chosen]], 2)
    return BakedHead(
        rest=rest[chosen].astype(np.float32),
        joints=joints,
        basis=basis.reshape(-1, basis.shape[2]),
        weights=np.ascontiguousarray(head.weights[chosen]),
        parents=head.parents,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Share:
    """What one joint carries of the landmarks, summed over their corners by barycentric and skinning weight."""

    landmark: Array  # [n] which ones
    rest: Array  # [3, n] m
    basis: Array  # [3, n, E + 36] expression, then posedirs


@dataclass(frozen=True, slots=True, eq=False)
class BakedLandmarks:
    """The landmarks of one identity; made by `bake_landmarks`.

    A landmark mixes three vertices and a vertex mixes joints. Summed the other way round, a landmark is a sum over
    joints of rigidly moved points, each linear in expression and pose correctives: no vertex is ever posed.
    """

    shares: tuple[_Share, ...]  # one a joint
    mass: Array  # [5, L] the part of each landmark that each joint carries; columns sum to 1
    joints: Array  # [5, 3] m
    carries: Array  # [5, 5] 1 where the second joint is the first or hangs on it
    parents: tuple[int, ...]

    def points(self, motion: Motion) -> Array:
        """[L, 3] float32, model frame, metres: `landmarks.embed` of the posed head."""
        rotation = rotations(motion.poses)
        bones = _bones(self, rotation)
        return self._moved(_coefficients(motion, rotation), bones).sum(0).T

    def linearised(self, motion: Motion) -> tuple[Array, Array]:
        """Points [L, 3] and their derivatives [L, 3, E + 15], float32.

        Columns: expression, then axis-angle of root, neck, jaw, left eye, right eye, three each. Joint rotations
        are free variables here; `arkit.joint_poses` couples those of jaw and eyes to expression weights.
        """
        e = len(motion.expression)
        rotation = rotations(motion.poses)
        bones = _bones(self, rotation)
        moved = self._moved(_coefficients(motion, rotation), bones)  # [5, 3, L]
        linear = np.zeros((3, self.mass.shape[1], e + 36), np.float32)
        for bone, share in zip(bones, self.shares, strict=True):
            linear[:, share.landmark] += np.tensordot(bone[:, :3], share.basis, 1)

        # A small turn of a joint about the axis J e_k, seen from its parent, swings all that it carries.
        turn = _left_jacobians(motion.poses)  # [5, 3, 3], an axis a column
        outer = np.stack([np.eye(3, dtype=np.float32) if p < 0 else bones[p, :, :3] for p in self.parents])
        axes = (outer @ turn).transpose(0, 2, 1)[:, :, None]  # [5, 3 axes, 1, 3]
        pivot = (bones[:, :, :3] @ self.joints[:, :, None])[:, :, 0] + bones[:, :, 3]
        arms = np.tensordot(self.carries, moved, 1) - (self.carries @ self.mass)[:, None] * pivot[:, :, None]
        swing = np.cross(axes, arms.transpose(0, 2, 1)[:, None])  # [5, 3 axes, L, 3]
        # The same turn changes R, and with it the correctives (none for the root).
        feature = np.cross(turn.transpose(0, 2, 1)[:, :, None], rotation.transpose(0, 2, 1)[:, None])[1:]
        feature = feature.transpose(0, 3, 2, 1).reshape(4, 9, 3)  # [4, 9 of R, 3 axes]
        corrected = linear[:, :, e:].reshape(3, -1, 4, 9).transpose(2, 0, 1, 3) @ feature[:, None].astype(np.float32)

        derivative = np.empty((self.mass.shape[1], 3, e + 15), np.float32)
        derivative[:, :, :e] = linear[:, :, :e].transpose(1, 0, 2)
        derivative[:, :, e:] = swing.transpose(2, 3, 0, 1).reshape(-1, 3, 15)
        derivative[:, :, e + 3 :] += corrected.transpose(2, 1, 0, 3).reshape(-1, 3, 12)
        return moved.sum(0).T, derivative

    def _moved(self, coefficients: Array, bones: Array) -> Array:
        """[5, 3, L] each joint's part of each landmark's place."""
        moved = bones[:, :, 3:] * self.mass[:, None]
        for part, bone, share in zip(moved, bones, self.shares, strict=True):
            part[:, share.landmark] += bone[:, :3] @ (share.rest + share.basis @ coefficients)
        return moved


def bake_landmarks(head: Head, shape: Array, landmarks: Array | None = None) -> BakedLandmarks:
    """Fold `shape` [<=S] into the landmarks of `head`. landmarks: [L] indices of MediaPipe's 478, default all."""
    chosen = np.arange(len(head.landmark_faces)) if landmarks is None else np.asarray(landmarks)
    corners = head.faces[head.landmark_faces[chosen]]  # [L, 3]
    weights = head.landmark_weights[chosen][:, :, None] * head.weights[corners]  # [L, 3 corners, 5]
    rest, joints = shaped(head, shape)
    basis = np.concatenate([head.expression_basis, head.posedirs], 2)
    shares = []
    for joint in range(len(head.parents)):
        landmark = np.flatnonzero(weights[:, :, joint].any(1))
        weight, corner = weights[landmark, :, joint], corners[landmark]  # [n, 3]
        shares.append(
            _Share(
                landmark=landmark,
                rest=np.einsum("nk,nkc->cn", weight, rest[corner]).astype(np.float32),
                basis=np.ascontiguousarray(np.einsum("nk,nkcb->cnb", weight, basis[corner])),
            )
        )
    return BakedLandmarks(
        shares=tuple(shares),
        mass=np.ascontiguousarray(weights.sum(1).T),
        joints=joints,
        carries=_carries(head.parents),
        parents=head.parents,
    )


def _carries(parents: tuple[int, ...]) -> Array:
    carries = np.eye(len(parents), dtype=np.float32)
    for joint, parent in enumerate(parents):  # parents come before their children
        if parent >= 0:
            carries[:, joint] += carries[:, parent]
    return carries


def _bones(baked: BakedHead | BakedLandmarks, rotation: Array) -> Array:
    """[5, 3, 4] float32: the upper rows of the bones' transforms."""
    return bone_transforms(baked.parents, rotation, baked.joints)[:, :3].astype(np.float32)


def _coefficients(motion: Motion, rotation: Array) -> Array:
    """[E + 36] float32: what multiplies the basis."""
    return np.concatenate([motion.expression, (rotation[1:] - np.eye(3)).ravel().astype(np.float32)])


def _left_jacobians(axis_angles: Array) -> Array:
    """[..., 3] rad -> [..., 3, 3]: rotations(a + d) = rotations(J d) @ rotations(a) to first order in d."""
    axis_angles = np.asarray(axis_angles, np.float64)
    angle = np.linalg.norm(axis_angles, axis=-1)[..., None, None]
    cross = np.cross(axis_angles[..., None, :], np.eye(3)).swapaxes(-1, -2)  # cross @ b = a x b
    first = 0.5 * np.sinc(angle / (2 * np.pi)) ** 2  # (1 - cos a) / a^2
    safe = np.maximum(angle, 1e-4)
    second = np.where(angle > 1e-4, (safe - np.sin(safe)) / safe**3, 1 / 6)
    return np.eye(3) + first * cross + second * (cross @ cross)
