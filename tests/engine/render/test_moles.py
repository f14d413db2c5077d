"""Moles stay where they are on the skin, whatever the face does."""

from dataclasses import replace

import moderngl
import numpy as np

from engine.avatar.default import default_avatar
from engine.detail.mask import detail_mask
from engine.detail.window import RESIDUAL_SIZE, WINDOW
from engine.head.arkit import ARKIT52, joint_poses
from engine.head.head_model import Head, pose
from engine.render.camera import clip_from_model
from engine.render.renderer import Renderer
from engine.types import Detail, Hair, Look, Motion, Orbit, View

SIZE = 500
PLACES_MM = ((0, 62), (-30, 48), (34, -20), (-30, -34), (12, -76))
"""On the forehead, cheeks and chin: to the subject's left, and up."""


def test_moles_stay_within_a_texel_of_their_skin_over_all_52_units(ctx: moderngl.Context, open_head: Head) -> None:
    head = open_head
    uv = np.zeros((head.num_vertices, 2))
    uv[head.faces.ravel()] = head.uv[head.uv_faces.ravel()]
    skin = np.flatnonzero((detail_mask(head) > 0.99) & (head.v_template[:, 2] > 0))
    moles = [skin[np.abs(1000 * head.v_template[skin, :2] - place).sum(1).argmin()] for place in PLACES_MM]
    places = RESIDUAL_SIZE * WINDOW.place(uv[moles])
    grid = np.arange(RESIDUAL_SIZE) + 0.5
    residual = sum(
        3e-4 * np.exp(-((grid - right) ** 2 + (grid[:, None] - down) ** 2) / (2 * 2.0**2)) for right, down in places
    ).astype(np.float32)
    renderer = Renderer(ctx, head)
    detail = Detail(np.zeros(128, np.float32), residual)
    renderer.show(replace(default_avatar(head), hair=Hair(), detail=detail))
    view = View((SIZE, SIZE), Orbit(height=0.24), look=Look.DISPLACEMENT, samples=1)
    texel = _pixels_of_a_texel(head, uv, skin)
    apart = []
    for unit in range(len(ARKIT52)):
        expression = np.eye(len(ARKIT52), dtype=np.float32)[unit]
        motion = Motion(expression, jaw_pose=joint_poses(expression)[0])
        rough, plain = (
            renderer.render(motion, replace(view, detail_strength=strength)).rgba[..., :3].astype(float)
            for strength in (1.0, 0.0)
        )
        heat = np.abs(rough - plain).sum(2)
        matrix, _ = clip_from_model(view, motion, renderer._middle)
        clip = np.c_[pose(head, np.zeros(head.num_shape), motion)[moles], np.ones(len(moles))] @ matrix.T
        for x, y in (clip[:, :2] / clip[:, 3:] * [1, -1] + 1) / 2 * SIZE:
            rows, columns = (slice(int(middle) - 6, int(middle) + 7) for middle in (y, x))
            weight = heat[rows, columns] ** 2
            assert weight.max() > 60**2
            ys, xs = np.mgrid[rows, columns] + 0.5
            found = np.array([(weight * xs).sum(), (weight * ys).sum()]) / weight.sum()
            apart.append(np.linalg.norm(found - (x, y)) / texel)
    renderer.release()
    assert np.max(apart) < 1.0
    assert np.median(apart) < 0.25


def _pixels_of_a_texel(head: Head, uv: np.ndarray, skin: np.ndarray) -> float:
    """Of the picture, for a texel of the residual; the median over edges that face the camera."""
    first, second = head.faces[:, 0], head.faces[:, 1]
    front = np.isin(first, skin) & np.isin(second, skin) & (head.v_template[first, 2] > 0.04)
    metres = np.linalg.norm((head.v_template[first] - head.v_template[second])[front, :2], axis=1)
    texels = RESIDUAL_SIZE * np.linalg.norm(WINDOW.place(uv[first]) - WINDOW.place(uv[second]), axis=1)[front]
    return float(np.median(metres / texels)) * SIZE / 0.24
