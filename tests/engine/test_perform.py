"""How a performance from a file is shown."""

from __future__ import annotations

import math

import moderngl
import numpy as np
import pytest

from engine.avatar.default import default_avatar
from engine.head.head_model import Head
from engine.lighting import Lighting
from engine.perform import Stage
from engine.render.renderer import Renderer
from engine.types import Frame, Motion


def test_behind_the_avatar_is_the_source_blurred_and_its_light_comes_from_where_it_was_asked_for(
    ctx: moderngl.Context, tiny_head: Head
) -> None:
    renderer = Renderer(ctx, tiny_head)
    renderer.show(default_avatar(tiny_head))
    room = np.zeros((480, 640, 3), np.uint8)
    room[:, :320], room[:, 320:] = (200, 30, 30), (30, 30, 200)
    motion = Motion.rest(tiny_head.num_expression, confidence=1.0)

    def drawn(turn: float) -> np.ndarray:
        stage = Stage((128, 96), background="blur", lighting=Lighting("side", math.radians(turn)))
        return stage.draw(renderer, Frame(room.copy(), 0, 0.0), motion).rgba.astype(int)

    from_left, from_right = drawn(0), drawn(-130)
    renderer.release()
    for picture in (from_left, from_right):
        assert picture[2, 2, :3] == pytest.approx((200, 30, 30), abs=2)
        assert picture[2, -3, :3] == pytest.approx((30, 30, 200), abs=2)
    brighter = (from_left - from_right)[48, :, :3].sum(1)
    assert brighter[70:78].min() > 30  # the avatar's left is on the right of the picture
    assert brighter[50:58].max() < -30
