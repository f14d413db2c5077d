"""The head on the GPU is the head in numpy."""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.head.head_model import Head, pose, shaped, vertex_normals
from engine.render.deform import Deformer
from engine.types import Motion


def _motions(head: Head, count: int = 6) -> list[Motion]:
    rng = np.random.default_rng(3)

    def small(scale: float) -> Array:
        return rng.normal(size=3).astype(np.float32) * scale

    return [
        Motion(
            expression=np.float32(rng.random(head.num_expression) * (rng.random(head.num_expression) < 0.4)),
            global_orient=small(0.4),
            neck_pose=small(0.3),
            jaw_pose=small(0.15),
            leye_pose=small(0.3),
            reye_pose=small(0.3),
        )
        for _ in range(count)
    ]


def test_gpu_vertices_agree_with_numpy_to_a_hundredth_of_a_millimetre(ctx: moderngl.Context, any_head: Head) -> None:
    deformer = Deformer(ctx, any_head)
    shape = np.random.default_rng(1).normal(size=any_head.num_shape).astype(np.float32)
    deformer.rest(*shaped(any_head, shape))
    for motion in _motions(any_head):
        deformer.deform(motion)
        np.testing.assert_allclose(deformer.read()[0], pose(any_head, shape, motion), atol=1e-5)
    deformer.release()


def test_gpu_rest_is_the_template(ctx: moderngl.Context, any_head: Head) -> None:
    deformer = Deformer(ctx, any_head)
    deformer.rest(*shaped(any_head, np.zeros(any_head.num_shape)))
    deformer.deform(Motion.rest(any_head.num_expression))
    np.testing.assert_allclose(deformer.read()[0], any_head.v_template, atol=1e-6)
    deformer.release()


def test_gpu_normals_are_within_one_degree_of_numpys(ctx: moderngl.Context, any_head: Head) -> None:
    deformer = Deformer(ctx, any_head)
    shape = np.zeros(any_head.num_shape, np.float32)
    deformer.rest(*shaped(any_head, shape))
    for motion in _motions(any_head):
        deformer.deform(motion)
        wanted = vertex_normals(pose(any_head, shape, motion), any_head.faces)
        cosine = np.clip((deformer.read()[1] * wanted).sum(1), -1, 1)
        assert np.degrees(np.arccos(cosine)).max() < 1.0
    deformer.release()
