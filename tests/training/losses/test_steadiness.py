"""Steadiness: two pictures of one moment may be wrong, but alike."""

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.losses.steadiness import steadiness_loss  # noqa: E402

TWIN = torch.tensor([0, 1, 2, 1])
TARGET = torch.tensor([[0.0, 0.0], [1.0, 2.0], [5.0, 5.0], [1.5, 2.5]])  # the last crop is shifted by a half


def loss(values, trust=(1.0, 1.0, 1.0, 1.0)):
    return steadiness_loss(values, TARGET, TWIN, 0.1, torch.tensor(trust))


def test_a_steady_error_and_a_shifted_crop_cost_nothing():
    assert loss(TARGET + torch.tensor([0.7, -0.3])).item() == pytest.approx(0, abs=1e-6)


def test_a_difference_by_hand():
    values = TARGET.clone()
    values[3] += torch.tensor([0.3, 0.0])
    assert loss(values).item() == pytest.approx((3 - 0.5) / 2, abs=1e-5)


def test_only_twins_that_are_trusted_are_asked():
    values = torch.randn(4, 2, generator=torch.Generator().manual_seed(0)).requires_grad_()
    assert loss(values, (1.0, 1.0, 1.0, 0.0)).item() == 0
    loss(values).backward()
    assert (values.grad[[0, 2]] == 0).all()
    assert (values.grad[1] == -values.grad[3]).all()
    assert (values.grad[1] != 0).all()
    alone = steadiness_loss(values, TARGET, torch.arange(4), 0.1, torch.ones(4))
    assert alone.item() == 0
