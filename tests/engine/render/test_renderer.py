"""Pictures of an avatar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import moderngl
import numpy as np
import pytest

from engine.avatar.default import default_avatar
from engine.check import Array
from engine.errors import ModelMismatch
from engine.head.arkit import expression_from, joint_poses
from engine.head.head_model import Head, pose
from engine.head.landmarks import project
from engine.light import constant_light
from engine.render import occlusion
from engine.render.renderer import Renderer
from engine.types import Avatar, Hair, Look, Motion, Orbit, Overlay, View


@pytest.fixture
def avatar(tiny_head: Head) -> Avatar:
    return default_avatar(tiny_head)


@pytest.fixture
def renderer(ctx: moderngl.Context, tiny_head: Head, avatar: Avatar) -> Iterator[Renderer]:
    renderer = Renderer(ctx, tiny_head)
    renderer.show(avatar)
    yield renderer
    renderer.release()


def _motion(**weights: float) -> Motion:
    expression = expression_from(weights)
    jaw, left, right = joint_poses(expression)
    return Motion(expression=expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)


def test_rendering_twice_gives_the_same_bytes(renderer: Renderer) -> None:
    view, motion = View(size_wh=(160, 120)), _motion(jawOpen=0.5)
    first = renderer.render(motion, view)
    renderer.render(_motion(eyeBlinkLeft=1.0), View(size_wh=(64, 64), samples=1))
    np.testing.assert_array_equal(first.rgba, renderer.render(motion, view).rgba)


def test_the_framebuffer_a_window_blits_holds_the_bytes_of_the_picture(renderer: Renderer) -> None:
    view, motion = View(size_wh=(160, 120)), _motion(jawOpen=0.5)
    drawn = np.frombuffer(renderer.draw(motion, view).read(components=4), np.uint8).reshape(120, 160, 4)
    np.testing.assert_array_equal(drawn[::-1], renderer.render(motion, view).rgba)


def test_the_crown_is_at_the_top_and_the_background_in_the_corners(renderer: Renderer) -> None:
    picture = renderer.render(_motion(), View(size_wh=(128, 128), background=(0.0, 0.0, 1.0, 1.0))).rgba
    assert (picture[0, [0, -1]] == [0, 0, 255, 255]).all()
    rows = np.flatnonzero((picture[:, 64, :3] != [0, 0, 255]).any(1))
    narrow = renderer.render(_motion(), View(size_wh=(128, 128), camera=Orbit(pitch=1.2))).rgba
    assert 10 < rows[0] < 60
    assert (narrow != picture).any()


def test_transparent_background_has_alpha_0_outside_1_inside_and_straight_edges(renderer: Renderer) -> None:
    view = View(size_wh=(192, 192), background=(1.0, 1.0, 1.0, 0.0), look=Look.NORMAL)
    rgba = renderer.render(_motion(), view).rgba
    alpha = rgba[..., 3]
    assert (rgba[alpha == 0] == 0).all()
    assert alpha[0, 0] == 0
    assert alpha[96, 96] == 255
    edges = (alpha > 40) & (alpha < 220)
    assert edges.sum() > 20
    # Straight alpha: an edge pixel is as bright as the face inside it. A normal is never dark: |n| = 1.
    brightness = np.abs(rgba[edges][:, :3] / 255 * 2 - 1)
    assert (np.linalg.norm(brightness, axis=1) > 0.75).mean() > 0.95


def test_a_picture_is_shown_behind_the_avatar_byte_for_byte(renderer: Renderer) -> None:
    image = np.random.default_rng(0).integers(0, 255, (90, 120, 3), dtype=np.uint8)
    rgba = renderer.render(_motion(), View(size_wh=(120, 90), background=image)).rgba
    np.testing.assert_array_equal(rgba[:6, :, :3], image[:6])
    assert (rgba[45, 60, :3] != image[45, 60]).any()
    again = renderer.render(_motion(), View(size_wh=(120, 90), background=image[::-1])).rgba
    np.testing.assert_array_equal(again[:6, :, :3], image[::-1][:6])


def test_overlay_draws_vertices_where_project_says(renderer: Renderer, tiny_head: Head) -> None:
    motion = replace(
        _motion(),
        global_orient=np.array([0.1, 0.2, 0.05]),
        cam=np.array([6.0, 0.01, 0.02]),
        crop_from_image=np.array([[0.75, 0, 5.0], [0, 0.75, 10.0], [0, 0, 1]]),
    )
    view = View(size_wh=(320, 320), camera=Overlay((320, 320)), background=(0.0, 0.0, 0.0, 0.0), samples=1)
    renderer.show(replace(default_avatar(tiny_head), hair=Hair()))
    rows, columns = np.nonzero(renderer.render(motion, replace(view, look=Look.NORMAL)).rgba[..., 3] == 255)
    solid = np.unique(tiny_head.faces)
    points = project(pose(tiny_head, np.zeros(0), motion), motion.cam, motion.crop_from_image)[solid]
    assert abs(columns.min() - points[:, 0].min()) < 1.5
    assert abs(columns.max() + 1 - points[:, 0].max()) < 1.5
    assert abs(rows.min() - points[:, 1].min()) < 1.5


def test_albedo_look_shows_the_bytes_of_the_albedo(renderer: Renderer, avatar: Avatar) -> None:
    renderer.show(replace(avatar, albedo=np.full((8, 8, 3), (200, 100, 50), np.uint8)))
    rgba = renderer.render(_motion(), View(size_wh=(96, 96), look=Look.ALBEDO)).rgba
    assert np.abs(rgba[48, 48, :3].astype(int) - [200, 100, 50]).max() <= 1


def test_the_top_row_of_the_albedo_is_the_top_of_the_uv_square(renderer: Renderer, avatar: Avatar) -> None:
    rows = np.zeros((64, 64, 3), np.uint8)
    rows[:] = np.linspace(255, 0, 64, dtype=np.uint8)[:, None, None]
    renderer.show(replace(avatar, albedo=rows))
    shown = renderer.render(_motion(), View(size_wh=(96, 96), look=Look.ALBEDO, samples=1)).rgba[..., 0].astype(float)
    v = renderer.render(_motion(), View(size_wh=(96, 96), look=Look.UV, samples=1)).rgba
    on_head = (v[..., 2] == 0) & (v[..., 3] == 255)
    assert on_head.sum() > 500
    close = np.abs(shown - v[..., 1])[on_head] < 8
    assert close.mean() > 0.99, "all but where a coarse mipmap meets another part of the texture"


def test_the_light_of_the_view_replaces_the_avatars(renderer: Renderer) -> None:
    def mean(level: float) -> float:
        return float(
            renderer.render(_motion(), View(size_wh=(64, 64), light=constant_light(level))).rgba[32, 32].mean()
        )

    assert mean(0.1) < mean(0.4) < mean(1.0)


def test_light_has_a_side(renderer: Renderer) -> None:
    light = constant_light(0.5)
    light[1] = 0.5
    rgb = renderer.render(_motion(), View(size_wh=(96, 96), light=light, look=Look.SHAPE)).rgba[48, :, :3].mean(1)
    assert rgb[60] > rgb[36] + 10, "light from the avatar's left, the picture's right"


def test_hair_lifts_the_scalp_and_has_its_colour(ctx: moderngl.Context, tiny_head: Head, avatar: Avatar) -> None:
    height = tiny_head.v_template[:, 1]
    renderer = Renderer(ctx, replace(tiny_head, scalp=np.clip((height - 0.04) / 0.02, 0, 1).astype(np.float32)))
    view = View(size_wh=(128, 128), background=(0.0, 0.0, 0.0, 0.0))

    def crown(hair: Hair) -> tuple[int, Array]:
        renderer.show(replace(avatar, hair=hair))
        rgba = renderer.render(_motion(), view).rgba
        top = int(np.flatnonzero(rgba[:, 64, 3] == 255)[0])
        return top, rgba[top + 6, 64, :3].astype(int)

    bald_top, _ = crown(Hair())
    hair_top, colour = crown(Hair(rgb=np.array([0.02, 0.3, 0.02]), thickness=0.02))
    renderer.release()
    assert hair_top <= bald_top - 3
    assert colour[1] > 1.5 * colour[0]


def test_an_avatar_of_another_head_is_refused(renderer: Renderer, avatar: Avatar) -> None:
    with pytest.raises(ModelMismatch, match=r"Default was made for the head another.*Make the avatar again"):
        renderer.show(replace(avatar, head_id="another"))


def test_many_sizes_do_not_pile_up_framebuffers(renderer: Renderer) -> None:
    for side in range(40, 60):
        renderer.render(_motion(), View(size_wh=(side, side)))
    assert len(renderer._targets) <= 3


def test_what_the_light_reaches_of_a_head_is_measured_once(
    ctx: moderngl.Context, tiny_head: Head, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[Head] = []

    def counted(ctx: moderngl.Context, head: Head) -> Array:
        measured.append(head)
        return np.full(head.num_vertices, 0.5)

    monkeypatch.setattr(occlusion, "_measured", counted)
    monkeypatch.setattr(occlusion, "_measured_of", {})
    head, other = replace(tiny_head), replace(tiny_head)
    for one in (head, head, other, head):
        Renderer(ctx, one).release()
    assert measured == [head, other]
