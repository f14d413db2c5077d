"""Clips whose pixels and whose landmarks are known, and need not agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from engine.check import Array
from engine.head.arkit import expression_from, joint_poses
from engine.head.head_model import Head, pose, rotations
from engine.types import Frame, Motion

if TYPE_CHECKING:
    from training.label.watch import Clip

SIZE, PX_PER_METRE = 640, 2000.0
"""Of `make_clip`, whose pictures these are."""


@dataclass(frozen=True, slots=True, eq=False)
class Filmed:
    """A clip as the detector tells it, and what the camera saw."""

    clip: Clip
    frames: tuple[Frame, ...]
    vertices: Array  # [N, V, 2] px


@pytest.fixture(scope="session")
def film(open_head: Head, make_clip: Callable[..., Clip]) -> Callable[..., Filmed]:
    """film(weights of each frame, yaw of each, by how many frames the detector is late)."""
    torch = pytest.importorskip("torch")
    from training.render.portrait import HeadRenderer
    from training.render.shade import srgb_from_linear

    renderer = HeadRenderer(open_head, SIZE)
    random = np.random.default_rng(5)
    # Skin with marks of all sizes, so that it can be followed.
    albedo = sum(
        torch.nn.functional.interpolate(
            torch.from_numpy(random.uniform(-1, 1, (1, 3, size, size)).astype(np.float32)), (512, 512), mode="bicubic"
        )
        for size in (24, 48, 96)
    )
    albedo = (0.4 + 0.07 * albedo).clamp(0.05, 0.95)
    light = torch.zeros(1, 9, 3)
    light[:, 0], light[:, 1], light[:, 3] = 2.6, 0.2, 0.3
    wall = torch.full((1, 3, SIZE, SIZE), 0.3)
    cam = torch.tensor([[2 * PX_PER_METRE / SIZE, 0.0, 0.0]])

    def make(acted: Sequence[dict[str, float]], yaw: Sequence[float], late: int) -> Filmed:
        frames, vertices = [], []
        for i, weights in enumerate(acted):
            expression = expression_from(weights)
            jaw, left, right = joint_poses(expression)
            motion = Motion(expression=expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)
            points = pose(open_head, np.zeros(1), motion)
            turned = (points - [0, 0.02, 0]) @ rotations(np.array([0, yaw[i], 0])).T
            drawn = renderer(torch.from_numpy(turned[None].astype(np.float32)), cam, albedo, light, wall).picture[0]
            image = (255 * srgb_from_linear(drawn)).round().to(torch.uint8).permute(1, 2, 0).contiguous().numpy()
            frames.append(Frame(image, i, i / 30))
            vertices.append(SIZE / 2 + PX_PER_METRE * turned[:, :2] * [1, -1])
        told = [max(i - late, 0) for i in range(len(acted))]
        clip = make_clip([acted[i] for i in told], yaw=[yaw[i] for i in told])
        return Filmed(clip, tuple(frames), np.array(vertices))

    return make
