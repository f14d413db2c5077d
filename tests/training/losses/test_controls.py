"""Losses on the code: a difference counts by how it looks."""

import pytest

from engine.head.arkit import INDEX

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.losses.controls import (  # noqa: E402
    BEND_RAD,
    RIDGE,
    confidence_loss,
    control_metric,
    expression_loss,
    orient_loss,
)


def difference(**weights):
    code = torch.zeros(1, 52)
    for name, weight in weights.items():
        code[0, INDEX[name]] = weight
    return code


def cost(metric, **weights):
    return expression_loss(difference(**weights), torch.zeros(1, 52), metric, torch.ones(1)).item() * 52


def test_units_count_by_what_they_move(open_head):
    metric = control_metric(open_head)
    each = [cost(metric, **{name: 1.0}) for name in INDEX]
    assert sum(each) / 52 == pytest.approx(1, abs=0.01)
    assert cost(metric, jawOpen=1.0) > 3 * cost(metric, browInnerUp=1.0) > 3 * cost(metric, tongueOut=1.0) * 0.9
    assert min(each) == pytest.approx(RIDGE, abs=1e-3)  # the tongue moves no landmark
    left, right = cost(metric, eyeBlinkLeft=1.0), cost(metric, eyeBlinkRight=1.0)
    assert left == pytest.approx(right, rel=0.02)


def test_units_that_look_alike_may_stand_for_each_other(open_head):
    """An open jaw that closes its lips looks less different from rest than either of the two."""
    metric = control_metric(open_head)
    assert cost(metric, jawOpen=1.0, mouthClose=1.0) < 0.6 * cost(metric, jawOpen=1.0)
    apart = cost(metric, eyeBlinkLeft=1.0) + cost(metric, eyeBlinkRight=1.0)
    assert cost(metric, eyeBlinkLeft=1.0, eyeBlinkRight=1.0) == pytest.approx(apart, rel=0.1)


def test_only_trusted_labels_teach():
    given = torch.ones(2, 52, requires_grad=True)
    trust = torch.tensor([0.0, 1.0])
    expression_loss(given, torch.zeros(2, 52), torch.eye(52), trust).backward()
    assert (given.grad[0] == 0).all()
    assert (given.grad[1] > 0).all()


def test_orient_by_hand():
    wrong = torch.tensor([[3 * BEND_RAD, 0.0, 0.0]])
    assert orient_loss(wrong, torch.zeros(1, 3), torch.ones(1)).item() == pytest.approx(2.5 / 3)


def test_a_right_confidence_costs_nothing():
    wanted = torch.tensor([0.0, 0.3, 1.0])
    assert confidence_loss(torch.logit(wanted, eps=1e-6), wanted).item() == pytest.approx(0, abs=1e-4)
    assert confidence_loss(torch.tensor([0.0, 0.0, 0.0]), wanted).item() > 0.3
