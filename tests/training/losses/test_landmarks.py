"""Landmark losses: values by hand, and gradients that move points the right way."""

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.losses.landmarks import (  # noqa: E402
    eye_closure_loss,
    landmark_loss,
    landmark_weights,
    lip_distance_loss,
)


def points(batch=1):
    return torch.randn(batch, 68, 2, generator=torch.Generator().manual_seed(0)) * 0.3


def test_weights_are_decas():
    weights = landmark_weights()
    assert len(weights) == 68
    assert [int(i) for i in (weights == 3).nonzero()] == [30, 31, 35, 48, 54]
    assert [int(i) for i in (weights == 2).nonzero()] == [5, 6, 10, 11]
    assert (weights == 1.5).sum() == 9 - 3 + 20 - 2
    assert weights.min() == 1


def test_landmark_loss_by_hand():
    """Point 0 is off by (.1, -.3) with weight 1, point 1 by (.2, 0) with weight 3: (.4 + 3 * .2) / (2 * 4)."""
    target = torch.tensor([[[0.0, 0.0], [1.0, 1.0]]])
    landmarks = torch.tensor([[[0.1, -0.3], [1.2, 1.0]]])
    loss = landmark_loss(landmarks, target, torch.tensor([1.0, 3.0]))
    assert loss.item() == pytest.approx(0.125)


def test_unseen_landmarks_do_not_count_even_if_they_are_nan():
    target = points(2)
    landmarks = (target + 0.1).requires_grad_()
    weights = landmark_weights().repeat(2, 1)
    weights[1, :60] = 0
    broken = target.clone()
    broken[1, :60] = float("nan")
    loss = landmark_loss(landmarks, broken, weights)
    loss.backward()
    assert loss.item() == pytest.approx(0.1)
    assert torch.isfinite(landmarks.grad).all()
    assert (landmarks.grad[1, :60] == 0).all()
    nothing = landmark_loss(landmarks, torch.full_like(target, float("nan")), torch.zeros(68))
    assert nothing.item() == 0


def test_landmarks_are_pulled_to_their_target():
    target = points()
    landmarks = (target + torch.tensor([0.2, -0.1])).requires_grad_()
    landmark_loss(landmarks, target, landmark_weights()).backward()
    assert (landmarks.grad[..., 0] > 0).all()
    assert (landmarks.grad[..., 1] < 0).all()


@pytest.mark.parametrize(
    ("loss", "upper", "lower", "pairs"), [(eye_closure_loss, 37, 41, 4), (lip_distance_loss, 62, 66, 3)]
)
def test_gaps_by_hand(loss, upper, lower, pairs):
    """Opening one of the pairs from .1 to .3 costs .2 / pairs; where the eye or mouth is costs nothing."""
    target = torch.zeros(1, 68, 2)
    target[:, upper, 1] = 0.1
    opened = target.clone()
    opened[:, upper, 1] = 0.3
    assert loss(opened, target).item() == pytest.approx(0.2 / pairs, rel=1e-3)
    assert loss(target + torch.tensor([0.4, 0.2]), target).item() == pytest.approx(0, abs=1e-6)
    turned = target.flip(-1)  # by a right angle: lengths stay
    assert loss(turned, target).item() == pytest.approx(0, abs=1e-6)
    other = target.clone()
    other[:, [0, 30, 48]] += 1  # points of neither pair
    assert loss(other, target).item() == 0


@pytest.mark.parametrize(
    ("loss", "pair"),
    [(eye_closure_loss, pair) for pair in ((37, 41), (38, 40), (43, 47), (44, 46))]
    + [(lip_distance_loss, pair) for pair in ((61, 67), (62, 66), (63, 65))],
)
def test_points_of_a_pair_that_move_together_stay_as_far_apart(loss, pair):
    target = points()
    moved = target.clone()
    moved[:, list(pair)] += torch.tensor([0.2, 0.1])
    assert loss(moved, target).item() == pytest.approx(0, abs=1e-6)
    apart = target.clone()
    apart[:, pair[1]] = 2 * apart[:, pair[1]] - apart[:, pair[0]]
    assert loss(apart, target).item() > 0.01


@pytest.mark.parametrize(("loss", "upper", "lower"), [(eye_closure_loss, 44, 46), (lip_distance_loss, 61, 67)])
def test_a_gap_that_is_too_wide_is_closed_from_both_sides(loss, upper, lower):
    target = torch.zeros(1, 68, 2)
    open_ = target.clone()
    open_[:, upper, 1], open_[:, lower, 1] = 0.1, -0.1
    open_.requires_grad_()
    loss(open_, target).backward()
    assert open_.grad[0, upper, 1] > 0
    assert open_.grad[0, lower, 1] < 0
    assert open_.grad[0, upper, 0] == 0


def test_closed_eyes_have_a_finite_gradient():
    landmarks, target = torch.zeros(1, 68, 2, requires_grad=True), points()
    eye_closure_loss(landmarks, target).backward()
    assert torch.isfinite(landmarks.grad).all()
