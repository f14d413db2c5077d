"""Pictures of the procedural head, one claim in each name; the shipped head may change without touching them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import moderngl
import numpy as np
import pytest

from engine.avatar.default import default_avatar
from engine.check import Array
from engine.head.arkit import expression_from, joint_poses
from engine.head.head_model import Head
from engine.render.renderer import Renderer
from engine.types import Look, Motion, Orbit, View


def _motion(**weights: float) -> Motion:
    expression = expression_from(weights)
    jaw, left, right = joint_poses(expression)
    return Motion(expression=expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)


GOLDEN_VIEWS: dict[str, Callable[[], tuple[Motion, View]]] = {
    "tiny_neutral_front": lambda: (_motion(), View(size_wh=(192, 192))),
    "tiny_jaw_open_from_the_left": lambda: (_motion(jawOpen=0.8), View(size_wh=(192, 192), camera=Orbit(yaw=0.6))),
    "tiny_shape_is_clay": lambda: (_motion(), View(size_wh=(192, 192), look=Look.SHAPE)),
    "tiny_transparent": lambda: (_motion(), View(size_wh=(192, 192), background=(0.0, 0.0, 0.0, 0.0))),
}


@pytest.mark.parametrize("name", GOLDEN_VIEWS)
def test_looks_as_in_the_golden_picture(
    name: str, ctx: moderngl.Context, tiny_head: Head, golden: Callable[[str, Array], None]
) -> None:
    renderer = Renderer(ctx, tiny_head)
    renderer.show(replace(default_avatar(tiny_head), albedo=np.full((16, 16, 3), (205, 160, 138), np.uint8)))
    picture = renderer.render(*GOLDEN_VIEWS[name]())
    renderer.release()
    golden(name, picture.rgba)
