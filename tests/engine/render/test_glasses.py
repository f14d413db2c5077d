"""Glasses in pictures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.avatar.default import default_avatar
from engine.check import Array
from engine.glasses import Glasses, GlassesStyle
from engine.head.head_model import Head
from engine.light import constant_light
from engine.render.renderer import Renderer
from engine.types import Motion, Orbit, View

SIZE = 160


def _picture(renderer: Renderer, head: Head, style: GlassesStyle | None, **poses: Array) -> Array:
    """[H, W, 3] int of somebody bald, the frame bright green."""
    green = None if style is None else Glasses(style, np.array([0.0, 0.8, 0.0], np.float32))
    renderer.show(replace(default_avatar(head), glasses=green, light=constant_light(1.0)))
    view = View((SIZE, SIZE), Orbit(distance=4.0, height=0.30), background=(0, 0, 1, 1))
    rgba = renderer.render(Motion(expression=np.zeros(52), **poses), view).rgba.astype(int)
    assert (rgba[..., 3] == 255).all()
    return rgba[..., :3]


def _green(picture: Array) -> Array:
    return (picture[..., 1] > picture[..., 0] + 30) & (picture[..., 1] > picture[..., 2] + 30)


def test_a_frame_is_before_the_eyes_and_glass_lets_them_be_seen(renderer: Renderer, open_head: Head) -> None:
    bare, clear, dark = (_picture(renderer, open_head, style) for style in (None, "classic", "sun"))
    assert not _green(bare).any()
    frame = _green(clear)
    assert frame.sum() > 250
    rows, columns = np.argwhere(frame).min(0), np.argwhere(frame).max(0)
    inside = np.zeros_like(frame)
    middle = (rows + columns) // 2
    inside[middle[0] - 3 : middle[0] + 3, [middle[1] - 18, middle[1] + 18]] = True
    through = inside & ~frame
    assert np.abs(clear[through] - bare[through]).mean() < 12
    assert (dark[through].sum(1) < 0.4 * bare[through].sum(1)).all()


def test_they_turn_with_the_head_and_not_with_the_jaw(renderer: Renderer, open_head: Head) -> None:
    rest = _green(_picture(renderer, open_head, "classic"))
    open_jaw = _green(_picture(renderer, open_head, "classic", jaw_pose=np.float32([0.3, 0, 0])))
    turned = _green(_picture(renderer, open_head, "classic", neck_pose=np.float32([0, 0.4, 0])))
    assert (rest != open_jaw).sum() < 0.02 * rest.sum() + 4
    assert np.argwhere(turned)[:, 1].mean() - np.argwhere(rest)[:, 1].mean() > 6


def test_taking_them_off_leaves_nothing(renderer: Renderer, open_head: Head) -> None:
    bare = _picture(renderer, open_head, None)
    _picture(renderer, open_head, "round")
    assert np.array_equal(_picture(renderer, open_head, None), bare)
