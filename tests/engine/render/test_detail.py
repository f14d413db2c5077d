"""Wrinkles and pores in pictures."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import moderngl
import numpy as np
import pytest

from engine.avatar.default import default_avatar
from engine.check import Array
from engine.detail.baked import Baked
from engine.detail.mask import detail_mask
from engine.detail.window import WINDOW
from engine.head.arkit import expression_from, joint_poses
from engine.head.head_model import Head, pose, vertex_normals
from engine.head.landmarks import LIPS, embed
from engine.render.camera import clip_from_model
from engine.render.renderer import Renderer
from engine.types import Avatar, Detail, Hair, Look, Motion, Orbit, View

SMOOTH = Detail(np.zeros(128, np.float32), np.zeros((512, 512), np.float32))
RIGHT, DOWN = np.moveaxis(WINDOW.place(WINDOW.uv(256)), -1, 0)


def _waves(right: Array, down: Array, across: float, along: float, height: float = 0.003) -> Array:
    return (height * np.sin(2 * np.pi * (across * right + along * down))).astype(np.float32)


def _bald(head: Head, detail: Detail | None = SMOOTH) -> Avatar:
    return replace(default_avatar(head), hair=Hair(), detail=detail)


def _smile() -> Motion:
    expression = expression_from({"mouthSmileLeft": 0.6, "jawOpen": 0.4, "browInnerUp": 0.5})
    return Motion(expression, jaw_pose=joint_poses(expression)[0], neck_pose=np.array([0.0, 0.3, 0.0]))


def _pixels(points: Array, matrix: Array, size: int) -> Array:
    """[n, 2] column and row of [n, 3] points."""
    clip = np.c_[points, np.ones(len(points))] @ matrix.T
    return ((clip[:, :2] / clip[:, 3:] * [1, -1] + 1) / 2 * size).astype(int)


@pytest.fixture
def patch() -> Head:
    """A flat square of 0.2 m, facing forwards, that fills the middle of the window."""
    count = 24
    x, y = np.meshgrid(np.linspace(-0.1, 0.1, count), np.linspace(0.001, 0.201, count))
    corner = (np.arange(count - 1)[:, None] * count + np.arange(count - 1)).reshape(-1, 1)
    first, second = np.array([0, 1, count + 1]), np.array([0, count + 1, count])
    faces = np.concatenate([corner + first, corner + second]).astype(np.int32)
    uv = np.stack([0.5 + 2.0 * x.ravel(), 0.5 + 2.0 * (y.ravel() - 0.101)], 1)
    vertices = np.stack([x.ravel(), y.ravel(), np.zeros(count**2)], 1)
    skull = np.eye(5)[np.ones(count**2, int)]
    return Head(
        id="patch", basis="arkit52", expression_names=tuple(map(str, range(52))), v_template=vertices,
        shape_basis=np.zeros((count**2, 3, 1)), expression_basis=np.ones((count**2, 3, 52)),
        posedirs=np.zeros((count**2, 3, 36)), J_regressor=np.zeros((5, count**2)), weights=skull,
        parents=(-1, 0, 1, 1, 1), faces=faces, uv=uv, uv_faces=faces, part_names=("skin",),
        parts=np.zeros(len(faces), np.uint8), mirror=np.arange(count**2, dtype=np.int32),
        landmark_faces=np.zeros(478, np.int32), landmark_weights=np.full((478, 3), 1 / 3),
    )  # fmt: skip


def test_on_a_flat_patch_the_normal_is_the_numeric_derivative(ctx: moderngl.Context, patch: Head) -> None:
    renderer = Renderer(ctx, patch)
    avatar = replace(_bald(patch), shape=np.zeros(1))
    renderer.show(avatar)
    size, motion = 600, Motion.rest(52)
    camera = Orbit(height=0.24)
    for across, along, strength in ((3, 0, 1.0), (0, 3, 1.0), (2, -3, 0.5), (4, 2, 2.0)):
        view = View((size, size), camera, look=Look.NORMAL, samples=1, detail_strength=strength)
        rgba = renderer.render(motion, view, _waves(RIGHT, DOWN, across, along)).rgba
        middle = np.array([0.0, 0.101 - 0.02, 0.0])
        matrix, _ = clip_from_model(view, motion, middle)
        points = np.random.default_rng(0).uniform([-0.06, 0.04, 0], [0.06, 0.16, 0], (400, 3))
        column, row = _pixels(points, matrix, size).T

        def height(x: Array, y: Array, across: float = across, along: float = along, by: float = strength) -> Array:
            place = WINDOW.place(np.stack([0.5 + 2.0 * x, 0.5 + 2.0 * (y - 0.101)], -1))
            return by * _waves(place[..., 0], place[..., 1], across, along).astype(np.float64)

        step = 2e-3
        x, y = points[:, 0], points[:, 1]
        normal = np.stack([height(x - step, y) - height(x + step, y), height(x, y - step) - height(x, y + step)], 1)
        normal = np.c_[normal / (2 * step), np.ones(len(points))]
        normal /= np.linalg.norm(normal, axis=1, keepdims=True)
        seen = rgba[row, column, :3] / 127.5 - 1
        assert np.abs(normal[:, :2]).max() > 0.07
        assert np.abs(seen - normal).max() < 0.02
    renderer.release()


def test_on_a_moving_head_it_is_that_of_the_displaced_mesh(ctx: moderngl.Context, open_head: Head) -> None:
    renderer = Renderer(ctx, open_head)
    avatar, motion, size = _bald(open_head), _smile(), 800
    renderer.show(avatar)
    uv = np.zeros((open_head.num_vertices, 2))
    uv[open_head.faces.ravel()] = open_head.uv[open_head.uv_faces.ravel()]
    right, down = WINDOW.place(uv).T
    mask, vertices = detail_mask(open_head), pose(open_head, avatar.shape, motion)
    normals = vertex_normals(vertices, open_head.faces)
    for across, along in ((2, 0), (0, 2), (1.5, -1.5)):
        little = 0.01  # of the height: where skin bends, all of it would shear the mesh as well
        lifted = vertices + little * _waves(right, down, across, along)[:, None] * normals
        wanted = (vertex_normals(lifted, open_head.faces) - normals) / little
        view = View((size, size), Orbit(height=0.28), look=Look.NORMAL, samples=1)
        fine = renderer.render(motion, view, _waves(RIGHT, DOWN, across, along)).rgba[..., :3] / 127.5
        plain = renderer.render(motion, replace(view, detail_strength=0.0)).rgba[..., :3] / 127.5
        matrix, eye = clip_from_model(view, motion, renderer._middle)
        column, row = _pixels(vertices, matrix, size).clip(0, size - 1).T
        towards = ((eye - vertices) * normals).sum(1) / np.linalg.norm(eye - vertices, axis=1)
        use = (mask > 0.99) & (towards > 0.5) & (np.abs(plain[row, column] - 1 - normals).max(1) < 0.03)
        assert use.sum() > 300
        seen, wanted = (fine - plain)[row, column][use], wanted[use]
        assert (seen * wanted).sum() / (wanted * wanted).sum() == pytest.approx(1, abs=0.08)
        assert (seen * wanted).sum() / np.sqrt((seen * seen).sum() * (wanted * wanted).sum()) > 0.97
    renderer.release()


def test_none_of_it_and_all_of_it(ctx: moderngl.Context, open_head: Head) -> None:
    """Strength 0 and avatars without detail are the same bytes; a constant map has no border; lips stay smooth."""
    renderer = Renderer(ctx, open_head)
    motion, view = _smile(), View((400, 400), Orbit(height=0.26), samples=1)
    noise = (3e-4 * np.random.default_rng(0).normal(size=(256, 256))).astype(np.float32)
    renderer.show(_bald(open_head, None))
    plain = renderer.render(motion, view).rgba.astype(int)
    renderer.show(_bald(open_head))
    off = renderer.render(motion, replace(view, detail_strength=0.0), noise).rgba
    np.testing.assert_array_equal(off, plain)
    constant = renderer.render(motion, view, np.full((256, 256), 1e-3, np.float32)).rgba
    assert np.abs(constant - plain).max() <= 1
    rough = renderer.render(motion, view, noise).rgba
    changed = np.abs(rough - plain)[..., :3].max(2)
    assert (changed > 8).mean() > 0.1
    matrix, _ = clip_from_model(view, motion, renderer._middle)
    column, row = _pixels(embed(open_head, pose(open_head, np.zeros(open_head.num_shape), motion)), matrix, 400).T
    assert changed[row[LIPS], column[LIPS]].max() <= 8
    for look in (Look.SHAPE, Look.ALBEDO, Look.UV):
        smooth = renderer.render(motion, replace(view, look=look, detail_strength=0.0), noise).rgba
        np.testing.assert_array_equal(renderer.render(motion, replace(view, look=look), noise).rgba, smooth)
    for look in (Look.DETAIL, Look.NORMAL, Look.DISPLACEMENT):
        smooth = renderer.render(motion, replace(view, look=look, detail_strength=0.0), noise).rgba
        assert (renderer.render(motion, replace(view, look=look), noise).rgba != smooth).any(2).mean() > 0.1
    renderer.release()


def test_displacement_is_red_outwards_and_blue_inwards(ctx: moderngl.Context, open_head: Head) -> None:
    renderer = Renderer(ctx, open_head)
    renderer.show(_bald(open_head))
    view = View((300, 300), Orbit(height=0.26), look=Look.DISPLACEMENT, samples=1)
    halves = np.where(RIGHT > 0.5, 8e-4, -8e-4).astype(np.float32)  # the subject's left is on the window's right
    red, _, blue = np.moveaxis(renderer.render(Motion.rest(52), view, halves).rgba[..., :3].astype(int), -1, 0)
    cheeks = slice(150, 165)
    assert (blue - red)[cheeks, 100:120].min() > 60
    assert (red - blue)[cheeks, 180:200].min() > 60
    renderer.release()


def test_baked_maps_and_the_same_displacement_given_are_one_picture_within_64_mb(
    ctx: moderngl.Context, open_head: Head
) -> None:
    rng = np.random.default_rng(0)
    maps = np.stack([_waves(RIGHT, DOWN, k, 30 - k, 1e-4) for k in range(33)])
    baked = Baked(maps, rng.normal(size=(48, 55)), rng.normal(size=48), 0.1 * rng.normal(size=(104, 33)))
    renderer = Renderer(ctx, open_head)
    tracemalloc.start()
    renderer.show(_bald(open_head, replace(SMOOTH, baked=baked)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    on_the_gpu = 8 * (512**2 + 256**2) * 4 / 3
    assert peak + baked.maps.nbytes + on_the_gpu < 64e6
    motion, view = _smile(), View((200, 200), samples=1)
    by_itself = renderer.render(motion, view).rgba
    told = baked.blended()(motion.expression, motion.jaw_pose)
    np.testing.assert_array_equal(by_itself, renderer.render(motion, view, told).rgba)
    assert (by_itself != renderer.render(Motion.rest(52), view).rgba).any()
    renderer.release()
