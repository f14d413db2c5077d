"""Light, colour and texture mean in training what they mean in the engine."""

import numpy as np
import pytest

from engine import light as engine_light
from engine.head import head_model

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.render.shade import (  # noqa: E402
    linear_from_srgb,
    sample_texture,
    shading,
    srgb_from_linear,
    vertex_normals,
)


def test_shading_is_the_engines():
    random = np.random.default_rng(4)
    normals = random.normal(0, 1, (2, 5, 7, 3))
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    light = random.normal(0, 1, (2, 9, 3))
    ours = shading(torch.from_numpy(normals), torch.from_numpy(light))
    for i in range(2):
        np.testing.assert_allclose(ours[i], engine_light.shading(normals[i], light[i]), atol=1e-7, rtol=0)


def test_constant_light_is_constant():
    normals = torch.nn.functional.normalize(torch.randn(1, 4, 4, 3, generator=torch.Generator().manual_seed(0)), dim=-1)
    light = torch.from_numpy(engine_light.constant_light(0.7))[None]
    torch.testing.assert_close(shading(normals, light), torch.full_like(normals, 0.7))


def test_normals_are_the_engines(any_head):
    vertices = any_head.v_template.astype(np.float64)
    ours = vertex_normals(torch.from_numpy(vertices)[None], torch.from_numpy(any_head.faces.astype(np.int64)))
    np.testing.assert_allclose(ours[0], head_model.vertex_normals(vertices, any_head.faces), atol=1e-9, rtol=0)


def test_a_vertex_without_a_triangle_looks_ahead_and_has_a_finite_gradient():
    vertices = torch.tensor([[[0.0, 0, 0], [0, 1, 0], [0, 0, 1], [5, 5, 5]]], requires_grad=True)
    normals = vertex_normals(vertices, torch.tensor([[0, 1, 2]]))
    assert normals[0, 3].tolist() == [0, 0, 1]
    assert normals[0, 0].tolist() == [1, 0, 0]
    normals.sum().backward()
    assert torch.isfinite(vertices.grad).all()


def test_gradients_of_normals_and_light_are_right(tiny_head):
    faces = torch.from_numpy(tiny_head.faces.astype(np.int64))[:12]
    used = torch.unique(faces)
    vertices = torch.from_numpy(tiny_head.v_template.astype(np.float64) * 10)[used][None].requires_grad_()
    light = torch.randn(1, 9, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0)).requires_grad_()
    faces = torch.searchsorted(used, faces)
    assert torch.autograd.gradcheck(lambda v, s: shading(vertex_normals(v, faces)[:, None], s), (vertices, light))


def test_the_top_row_of_a_texture_is_v_one():
    texture = torch.arange(12.0).view(1, 1, 3, 4)  # rows 0-3, 4-7, 8-11
    uv = torch.tensor([[0.125, 5 / 6], [0.875, 1 / 6], [0.25, 0.5], [-1.0, 2.0]]).view(1, 1, 4, 2)
    assert sample_texture(texture, uv).flatten().tolist() == pytest.approx([0, 11, 4.5, 0], abs=1e-5)


def test_srgb_is_the_engines_and_its_gradient_is_finite_at_black():
    values = torch.linspace(0, 1, 500, dtype=torch.float64).requires_grad_()
    ours = srgb_from_linear(values)
    np.testing.assert_allclose(ours.detach(), engine_light.srgb_from_linear(values.detach().numpy()), atol=1e-12)
    np.testing.assert_allclose(
        linear_from_srgb(values).detach(), engine_light.linear_from_srgb(values.detach()), atol=1e-12
    )
    (ours + linear_from_srgb(values)).sum().backward()
    assert torch.isfinite(values.grad).all()
    assert (values.grad > 0).all()
