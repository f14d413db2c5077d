"""The torch head says what the numpy head says, and its gradients are right."""

import numpy as np
import pytest

from engine.head.head_model import pose
from engine.head.head_model import rotations as numpy_rotations
from engine.head.landmarks import embed
from engine.head.landmarks import project as numpy_project
from engine.types import CROP_SIZE, Motion

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.models.head import TorchHead, project, rotations  # noqa: E402

TOLERANCE = {torch.float32: 1e-5, torch.float64: 1e-9}  # m
POSES = ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose")


def codes(head, dtype, batch=6):
    """Random shapes, expressions and poses [B, ...], exactly representable in float32, as `Motion` holds them."""
    random = np.random.default_rng(5)
    arrays = (
        random.normal(0, 1, (batch, head.num_shape)),
        random.random((batch, head.num_expression)),
        random.normal(0, 0.5, (batch, 5, 3)),
    )
    return [torch.from_numpy(array.astype(np.float32)).to(dtype) for array in arrays]


@pytest.mark.parametrize("dtype", TOLERANCE, ids=str)
def test_torch_and_numpy_agree(any_head, dtype):
    twin = TorchHead(any_head, dtype=dtype)
    shape, expression, poses = codes(any_head, dtype)
    vertices = twin(shape, expression, poses)
    landmarks = twin.landmarks(vertices)
    assert vertices.dtype == dtype
    for i in range(len(shape)):
        motion = Motion(expression=expression[i].numpy(), **dict(zip(POSES, poses[i].numpy(), strict=True)))
        truth = pose(any_head, shape[i].numpy(), motion)
        np.testing.assert_allclose(vertices[i].numpy(), truth, atol=TOLERANCE[dtype], rtol=0)
        np.testing.assert_allclose(landmarks[i].numpy(), embed(any_head, truth), atol=TOLERANCE[dtype], rtol=0)


def test_short_codes_mean_zeros_for_the_rest(tiny_head):
    twin = TorchHead(tiny_head, dtype=torch.float64)
    shape, expression, poses = codes(tiny_head, torch.float64)
    whole = twin(shape * (torch.arange(shape.shape[1]) < 3), expression * (torch.arange(52) < 20), poses)
    torch.testing.assert_close(twin(shape[:, :3], expression[:, :20], poses), whole, atol=1e-12, rtol=0)
    reduced = TorchHead(tiny_head, num_shape=3, num_expression=20, dtype=torch.float64)
    torch.testing.assert_close(reduced(shape[:, :3], expression[:, :20], poses), whole, atol=1e-12, rtol=0)


@pytest.mark.parametrize("size", [0.0, 1e-9, 1e-4, 9.9e-4, 1.1e-3, 0.5, 3.0])
def test_rotations_agree_at_every_angle(size):
    axis_angle = size * np.array([0.48, -0.6, 0.64])
    np.testing.assert_allclose(rotations(torch.tensor(axis_angle)).numpy(), numpy_rotations(axis_angle), atol=1e-14)


@pytest.mark.parametrize("scale", [0.0, 1.0])
def test_gradients_are_right_also_at_rest(tiny_head, scale):
    twin = TorchHead(tiny_head, dtype=torch.float64)
    inputs = [(scale * code[:1]).requires_grad_() for code in codes(tiny_head, torch.float64)]
    some = torch.arange(0, tiny_head.num_vertices, 40)
    assert torch.autograd.gradcheck(lambda *given: twin(*given)[:, some], inputs, atol=1e-7)


def test_projection_is_the_engines(tiny_head):
    points, cam = torch.randn(2, 30, 3, dtype=torch.float64) * 0.1, torch.tensor([[8.0, 0.01, -0.02], [5.0, 0, 0.1]])
    ndc = project(points, cam.double())
    for i in range(2):
        crop = numpy_project(points[i].numpy(), cam[i].double().numpy(), np.eye(3))
        np.testing.assert_allclose((ndc[i].numpy() * [1, -1] + 1) * CROP_SIZE / 2, crop, atol=1e-9)


def test_it_has_nothing_to_train(tiny_head):
    twin = TorchHead(tiny_head)
    assert list(twin.parameters()) == []
    assert twin.state_dict() == {}
