"""Torch twin of engine/tracking/rig.py: the head reduced to its landmarks, batched and differentiable."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from engine.check import Array
from engine.head.head_model import Head
from engine.tracking.rig import Rig
from training.models.head import rotations

_FIRST_TURNING = 1
"""Bones from here on turn about a joint of their own: jaw, left eye, right eye."""


class TorchRig(nn.Module):
    """The chosen landmarks of people, where MediaPipe sees them. Fixed buffers only: nothing here is trained."""

    def __init__(self, head: Head, chosen: Array, dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        rig = Rig.of(head, chosen)
        self.num_points = rig.num_points
        self.num_bones = len(rig.bones)

        def keep(name: str, array: Array, kind: torch.dtype = dtype) -> None:
            self.register_buffer(name, torch.from_numpy(np.ascontiguousarray(array)).to(kind), persistent=False)

        keep("angles", rig.angles)
        keep("joints", rig.joints)
        keep("joints_shape", rig.joints_shape)
        for number, bone in enumerate(rig.bones):
            keep(f"points{number}", bone.points, torch.int64)
            for name in ("mass", "base", "shape", "expression", "posedirs"):
                keep(f"{name}{number}", getattr(bone, name))

    def forward(self, shape: Tensor, controls: Tensor, orient: Tensor) -> Tensor:
        """[B, L, 3] metres, turned about the model's origin. shape: [B, S]  controls: [B, K]  orient: [B, 3] rad."""
        batch = len(shape)
        turns = rotations((controls @ self.angles.T).view(batch, 3, 3))  # jaw, left eye, right eye
        feature = (turns - torch.eye(3, dtype=turns.dtype, device=turns.device)).flatten(1)
        joints = self.joints + torch.einsum("jcs,bs->bjc", self.joints_shape, shape)
        points = shape.new_zeros(batch, 3, self.num_points)
        for number in range(self.num_bones):
            where, mass = getattr(self, f"points{number}"), getattr(self, f"mass{number}")
            rest = getattr(self, f"base{number}") + sum(
                torch.einsum("cpk,bk->bcp", getattr(self, f"{name}{number}"), code)
                for name, code in (("shape", shape), ("expression", controls), ("posedirs", feature))
            )
            if number >= _FIRST_TURNING:
                pivot = joints[:, number + 1, :, None] * mass
                rest = turns[:, number - _FIRST_TURNING] @ (rest - pivot) + pivot
            points = points.index_add(2, where, rest)
        return (rotations(orient) @ points).mT
