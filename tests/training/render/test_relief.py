"""Displaced skin in torch: its normals are the surface's, its valleys are dark, its gradients reach the depth."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from engine.head import open_head  # noqa: E402
from engine.light import constant_light  # noqa: E402
from training.data.detail.region import face_region  # noqa: E402
from training.data.wrinkles.ground import ground_of  # noqa: E402
from training.render.relief import Relief  # noqa: E402


def bumps(depth):
    """[1, 256, 256] m: waves that run across the face at an angle."""
    rows, columns = np.mgrid[:256, :256]
    return torch.from_numpy((depth * np.sin((rows + 0.7 * columns) / 5)).astype(np.float32))[None]


def test_normals_are_those_of_the_displaced_surface():
    ground, height = ground_of(open_head()), bumps(1e-4)
    surface = ground.position + height[0].numpy()[..., None] * ground.normal
    wanted = np.cross(np.gradient(surface, axis=1), -np.gradient(surface, axis=0))
    wanted /= np.linalg.norm(wanted, axis=2, keepdims=True)
    smooth = np.cross(np.gradient(ground.position, axis=1), -np.gradient(ground.position, axis=0))
    smooth /= np.linalg.norm(smooth, axis=2, keepdims=True)
    relief = Relief(open_head())
    found = relief.normals(height)[0].numpy() - relief.normals(torch.zeros_like(height))[0].numpy()
    face = face_region(open_head()) > 0.9
    error = np.linalg.norm(found - (wanted - smooth), axis=2)[face]
    size = np.linalg.norm(wanted - smooth, axis=2)[face]
    assert np.median(error) < 0.12 * np.median(size)


def test_valleys_are_dark_and_even_height_changes_nothing():
    relief, light = Relief(open_head()), torch.from_numpy(constant_light())[None]
    flat = relief.shaded(torch.zeros(1, 256, 256), light)
    assert torch.allclose(relief.shaded(torch.full((1, 256, 256), 5e-4), light), flat, atol=1e-4)
    height = bumps(2e-4)
    shaded = relief.shaded(height, light)[0, 1]
    assert shaded[height[0] < -1.8e-4].mean() < 0.98 < 1 < shaded[height[0] > 1.8e-4].mean()


def test_light_pulls_at_the_depth():
    relief, height = Relief(open_head()), bumps(1e-4).requires_grad_()
    light = torch.from_numpy(constant_light())[None].clone()
    light[0, 2] = 0.4
    relief.shaded(height, light).square().mean().backward()
    assert torch.isfinite(height.grad).all()
    assert height.grad.abs().max() > 0
