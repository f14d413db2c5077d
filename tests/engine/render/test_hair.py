"""Hairstyles in pictures."""

from __future__ import annotations

from dataclasses import replace

import moderngl
import numpy as np
import pytest

from engine.avatar.default import default_avatar
from engine.check import Array
from engine.head.head_model import Head
from engine.light import constant_light
from engine.render.renderer import Renderer
from engine.types import HAIR_MESHES, Hair, Motion, Orbit, View

SIZE = 160


def _wear(renderer: Renderer, head: Head, style: str) -> None:
    green = Hair(rgb=np.array([0.02, 0.30, 0.02]), thickness=0.011, style=style)
    renderer.show(replace(default_avatar(head), hair=green, light=constant_light(1.0)))


def _green(renderer: Renderer, yaw: float = 0.0, samples: int = 4, **poses: Array) -> Array:
    """[H, W] bool: where hair is seen."""
    view = View((SIZE, SIZE), Orbit(yaw=yaw, distance=4.0, height=0.42), background=(0, 0, 1, 1), samples=samples)
    rgba = renderer.render(Motion(expression=np.zeros(52), **poses), view).rgba.astype(int)
    assert (rgba[..., 3] == 255).all()
    return (rgba[..., 1] > rgba[..., 0] + 20) & (rgba[..., 1] > rgba[..., 2] + 20)


def _middle(seen: Array) -> Array:
    return np.argwhere(seen).mean(0)


@pytest.mark.parametrize("samples", [1, 4])
def test_long_hair_is_seen_below_the_chin_and_short_hair_is_not(
    renderer: Renderer, open_head: Head, samples: int
) -> None:
    below = {}
    for style in ("none", "cap", *HAIR_MESHES):
        _wear(renderer, open_head, style)
        seen = _green(renderer, samples=samples)
        below[style] = int(seen[110:].sum())
        assert (seen[:60].sum() > 300) == (style != "none"), style
        assert not seen[78:100, 70:90].any(), f"{style} covers the face"
    assert below["long"] > 300
    assert all(below[style] < 20 for style in ("none", "cap", "crop", "short", "slick"))


def _framed(seen: Array) -> Array:
    """[SIZE, SIZE] `seen` moved into the corner: a turn about the root joint also shifts the head."""
    places = np.argwhere(seen)
    framed = np.zeros_like(seen)
    framed[tuple((places - places.min(0)).T)] = True
    return framed


def _overlap(a: Array, b: Array) -> float:
    return float((a & b).sum() / (a | b).sum())


def test_hair_turns_with_the_head(renderer: Renderer, open_head: Head) -> None:
    """A head that turns its left side to the camera looks like one that the camera walked round."""
    _wear(renderer, open_head, "tied")
    side, front = _green(renderer, yaw=np.pi / 2), _green(renderer)
    turned = _green(renderer, global_orient=np.array([0, -np.pi / 2, 0]))
    assert _overlap(_framed(side), _framed(turned)) > 0.85
    assert _overlap(_framed(side), _framed(front)) < 0.6
    nodding = _green(renderer, yaw=np.pi / 2, neck_pose=np.array([0.4, 0, 0]))
    assert np.linalg.norm(_middle(nodding) - _middle(side)) > 3


def test_one_renderer_changes_hair(renderer: Renderer, open_head: Head) -> None:
    _wear(renderer, open_head, "long")
    first = _green(renderer)
    _wear(renderer, open_head, "none")
    assert not _green(renderer).any()
    _wear(renderer, open_head, "long")
    np.testing.assert_array_equal(_green(renderer), first)


def test_edges_are_transparent_over_a_transparent_background(renderer: Renderer, open_head: Head) -> None:
    _wear(renderer, open_head, "crop")
    view = View((SIZE, SIZE), background=(0, 0, 0, 0))
    rgba = renderer.render(Motion.rest(52), view).rgba
    assert 50 < ((rgba[..., 3] > 0) & (rgba[..., 3] < 255)).sum() < 0.2 * SIZE**2
    inside = rgba[rgba[..., 3] > 40][:, :3].astype(int)
    assert inside.sum(1).min() > 15, "edges must not darken towards the background"


def test_a_head_without_styles_shows_the_cap(ctx: moderngl.Context, tiny_head: Head) -> None:
    renderer = Renderer(ctx, tiny_head)
    avatar = default_avatar(tiny_head)
    pictures = []
    for style in ("cap", "long"):
        renderer.show(replace(avatar, hair=Hair(thickness=0.02, style=style)))
        pictures.append(renderer.render(Motion.rest(52), View((64, 64))).rgba)
    renderer.release()
    np.testing.assert_array_equal(*pictures)
