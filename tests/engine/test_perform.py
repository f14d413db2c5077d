"""How a performance from a file is shown."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import moderngl
import numpy as np
import pytest

from engine.avatar.default import default_avatar
from engine.head.arkit import INDEX
from engine.head.head_model import Head
from engine.lighting import Lighting
from engine.perform import Stage, perform
from engine.render.renderer import Renderer
from engine.types import Frame, Motion, Tracked


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


def test_a_face_that_is_lost_and_found_in_a_video_is_never_a_jump(ctx: moderngl.Context, tiny_head: Head) -> None:
    renderer = Renderer(ctx, tiny_head)
    renderer.show(default_avatar(tiny_head))
    open_mouth = np.zeros(52, np.float32)
    open_mouth[INDEX["jawOpen"]] = 1.0

    def moments() -> Iterator[tuple[Frame, Tracked]]:
        for index in range(120):
            frame = Frame(np.zeros((8, 8, 3), np.uint8), index, index / 30)
            motion = Motion(open_mouth, np.array([0.0, 0.6, 0.0]), jaw_pose=np.array([0.4, 0, 0]), time=frame.time)
            lost = 5 <= index < 100
            yield frame, Tracked(Motion.rest(52, frame.time) if lost else motion, np.zeros((68, 2)))

    pictures: list[np.ndarray] = []
    stage = Stage((64, 64))
    told = list(
        perform(moments(), renderer, tiny_head, stage, lambda picture: pictures.append(picture.rgba.astype(int)))
    )
    renderer.release()
    assert [one.motion.confidence > 0 for one in told] == [True] * 5 + [False] * 95 + [True] * 20
    steps = [np.abs(after - before).mean() for before, after in pairwise(pictures)]
    assert np.abs(pictures[80] - pictures[0]).mean() > 2.5 * max(steps)  # it did go to rest
    np.testing.assert_allclose(pictures[-1], pictures[0], atol=1)
