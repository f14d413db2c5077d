"""Torch twin of engine/head: batched and differentiable (tests/training/models/test_head.py compares them)."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from engine.check import Array
from engine.head.arkit import ARKIT52, joint_poses
from engine.head.head_model import Head


class TorchHead(nn.Module):
    """FLAME's equations for a batch of faces. Fixed buffers only: nothing here is trained.

    head: any family. num_shape, num_expression: how many components are kept, default all.
    """

    def __init__(
        self,
        head: Head,
        *,
        num_shape: int | None = None,
        num_expression: int | None = None,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        self.parents = head.parents

        def keep(name: str, array: np.ndarray, dtype: torch.dtype = dtype) -> None:
            self.register_buffer(name, torch.from_numpy(array.copy()).to(dtype), persistent=False)

        keep("v_template", head.v_template)
        keep("shape_basis", head.shape_basis[:, :, :num_shape])
        keep("expression_basis", head.expression_basis[:, :, :num_expression])
        keep("posedirs", head.posedirs)
        keep("J_regressor", head.J_regressor)
        keep("weights", head.weights)
        keep("faces", head.faces, torch.int64)
        keep("landmark_corners", head.faces[head.landmark_faces], torch.int64)
        keep("landmark_weights", head.landmark_weights)
        # Joints are linear in the shape: fold the regressor into the basis once.
        regressor = head.J_regressor.astype(np.float64)
        keep("joint_template", regressor @ head.v_template)
        keep("joint_basis", np.einsum("jv,vcs->jcs", regressor, head.shape_basis[:, :, :num_shape]))

    def forward(self, shape: Tensor, expression: Tensor, poses: Tensor) -> Tensor:
        """Vertices in the model frame, metres.

        shape: [B, <=S]  expression: [B, <=E]  poses: [B, 5, 3] rad  ->  [B, V, 3]
        """
        batch, num_vertices = len(shape), len(self.v_template)
        rotation = rotations(poses)  # [B, 5, 3, 3]
        feature = (rotation[:, 1:] - torch.eye(3, dtype=poses.dtype, device=poses.device)).flatten(1)
        moved = sum(
            code @ basis[:, :, : code.shape[1]].flatten(0, 1).T
            for code, basis in (
                (shape, self.shape_basis),
                (expression, self.expression_basis),
                (feature, self.posedirs),
            )
        )
        vertices = self.v_template + moved.view(batch, num_vertices, 3)
        joints = self.joint_template + torch.einsum("bs,jcs->bjc", shape, self.joint_basis[:, :, : shape.shape[1]])
        bones = bone_transforms(self.parents, rotation, joints)  # [B, 5, 3, 4]
        blended = (self.weights @ bones.flatten(2)).view(batch, num_vertices, 3, 4)
        return (blended[..., :3] @ vertices[..., None])[..., 0] + blended[..., 3]

    def landmarks(self, vertices: Tensor) -> Tensor:
        """The 478 landmarks of posed vertices. [B, V, 3] -> [B, 478, 3]."""
        return torch.einsum("lk,blkc->blc", self.landmark_weights, vertices[:, self.landmark_corners])


def joint_turns() -> Array:
    """[52, 5, 3] rad float32: how each of ARKit's units at 1 turns the joints of a head of that basis."""
    turns = np.zeros((len(ARKIT52), 5, 3), np.float32)
    turns[:, 2:] = np.stack([joint_poses(unit) for unit in np.eye(len(ARKIT52), dtype=np.float32)])
    return turns


def rotations(axis_angles: Tensor) -> Tensor:
    """[..., 3] rad -> [..., 3, 3] rotation matrices; values and gradients are right at zero too."""
    squared = (axis_angles**2).sum(-1)[..., None, None]
    small = squared < 1e-6  # there the series is exact to the last digit and its gradient finite
    angle = torch.where(small, torch.ones_like(squared), squared).sqrt()
    first = torch.where(small, 1 - squared / 6, angle.sin() / angle)
    second = torch.where(small, 0.5 - squared / 24, 2 * ((angle / 2).sin() / angle) ** 2)
    x, y, z = axis_angles.unbind(-1)
    o = torch.zeros_like(x)
    cross = torch.stack([o, -z, y, z, o, -x, -y, x, o], -1).unflatten(-1, (3, 3))
    return torch.eye(3, dtype=axis_angles.dtype, device=axis_angles.device) + first * cross + second * (cross @ cross)


def bone_transforms(parents: tuple[int, ...], rotation: Tensor, joints: Tensor) -> Tensor:
    """[B, 5, 3, 4] model-from-rest transform of each joint's bone. rotation: [B, 5, 3, 3]  joints: [B, 5, 3]."""
    turned: list[Tensor] = []
    placed: list[Tensor] = []
    for joint, parent in enumerate(parents):
        if parent < 0:
            turned.append(rotation[:, joint])
            placed.append(joints[:, joint])
        else:
            offset = (joints[:, joint] - joints[:, parent])[:, :, None]
            turned.append(turned[parent] @ rotation[:, joint])
            placed.append(placed[parent] + (turned[parent] @ offset)[:, :, 0])
    turn, place = torch.stack(turned, 1), torch.stack(placed, 1)
    return torch.cat([turn, place[..., None] - turn @ joints[..., None]], -1)


def project(points: Tensor, cam: Tensor) -> Tensor:
    """Weak perspective into crop ndc, +y up. [B, L, 3] model frame, cam [B, 3] -> [B, L, 2]."""
    return cam[:, None, :1] * (points[..., :2] + cam[:, None, 1:])
