"""Losses without a picture: values by hand, and gradients that lead back to what is plausible."""

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from engine.light import constant_light  # noqa: E402
from training.losses.prior import code_loss, jaw_limit_loss, unit_limit_loss, white_light_loss  # noqa: E402


def test_codes_by_hand_and_towards_the_mean_face():
    code = torch.tensor([[3.0, -4.0], [0.0, 1.0]], requires_grad=True)
    loss = code_loss(code)
    assert loss.item() == pytest.approx((25 + 1) / 2)
    loss.backward()
    assert torch.equal(code.grad.sign(), code.detach().sign())


def test_white_light_costs_nothing_and_coloured_light_its_variance():
    assert white_light_loss(torch.from_numpy(constant_light(0.6))[None]).item() == pytest.approx(0, abs=1e-12)
    light = torch.zeros(1, 9, 3)
    light[0, 0] = torch.tensor([3.0, 0.0, 0.0])  # mean 1: deviations 2, -1, -1
    light.requires_grad_()
    loss = white_light_loss(light)
    assert loss.item() == pytest.approx(6 / 27)
    loss.backward()
    assert light.grad[0, 0, 0] > 0  # less red
    assert (light.grad[0, 0, 1:] < 0).all()
    assert (light.grad[0, 1:] == 0).all()


def test_a_jaw_within_its_limits_is_free():
    assert jaw_limit_loss(torch.tensor([[0.0, 0.2, -0.2], [0.5, -0.1, 0.0]])).item() == 0


def test_a_jaw_beyond_its_limits_by_hand():
    """Turned by .5, rolled by -.3, closed by .1 beyond the teeth: .3^2 + .1^2 + .1^2."""
    jaw_pose = torch.tensor([[-0.1, 0.5, -0.3]], requires_grad=True)
    loss = jaw_limit_loss(jaw_pose)
    assert loss.item() == pytest.approx(0.11)
    loss.backward()
    assert jaw_pose.grad.sign().tolist() == [[-1, 1, -1]]  # opened, turned back, rolled back


def test_units_beyond_zero_and_one_by_hand():
    weights = torch.tensor([[0.0, 1.0, 0.4], [-0.2, 1.5, 0.5]], requires_grad=True)
    loss = unit_limit_loss(weights)
    assert loss.item() == pytest.approx((0.04 + 0.25) / 2)
    loss.backward()
    assert weights.grad.sign().tolist() == [[0, 0, 0], [-1, 1, 0]]
