"""Dense landmark losses: what they cost, what they leave out."""

import pytest

from engine.head.landmarks import OVAL
from engine.tracking.measure import EYELIDS, Measure

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

import numpy as np  # noqa: E402

from training.losses.dense import BEND, dense_landmark_loss, dense_weights, offset_loss, offset_pairs  # noqa: E402

MEASURE = Measure.of()


def test_a_pixel_costs_the_same_near_and_far():
    """Beyond the bend the loss is straight: 1 more unit of error costs 1 more; before it, half the square."""
    target = torch.zeros(1, 4, 2)
    one, ones = torch.ones(4), torch.ones(1)
    cost = [dense_landmark_loss(torch.full((1, 4, 2), k * BEND), target, one, ones).item() for k in (0.5, 2, 3)]
    assert cost == pytest.approx([0.125, 1.5, 2.5])


def test_untrusted_faces_cost_nothing_and_get_no_gradient():
    landmarks = torch.full((2, 4, 2), 0.1, requires_grad=True)
    loss = dense_landmark_loss(landmarks, torch.zeros(2, 4, 2), torch.ones(4), torch.tensor([1.0, 0.0]))
    loss.backward()
    assert loss.item() == pytest.approx(9.5)
    assert (landmarks.grad[1] == 0).all()
    assert (landmarks.grad[0] != 0).all()
    nothing = dense_landmark_loss(landmarks, torch.zeros(2, 4, 2), torch.ones(4), torch.zeros(2))
    assert nothing.item() == 0


def test_lids_count_more_than_skin_and_skin_more_than_the_outline():
    weights = dense_weights(MEASURE).numpy()
    at = {name: weights[np.isin(MEASURE.points, members)].mean() for name, members in
          (("lids", EYELIDS), ("oval", OVAL), ("nose", [1, 4, 5, 195]))}  # fmt: skip
    assert at["lids"] > 1.3 * at["nose"] > 2 * at["oval"]
    assert weights.mean() == pytest.approx(1, abs=1e-5)


def test_offsets_see_openings_and_not_places():
    target = torch.rand(3, len(MEASURE.points), 2)
    pairs, trust = offset_pairs(MEASURE), torch.ones(3)
    assert offset_loss(target + 0.05, target, pairs, trust).item() < 1e-6
    gaps = torch.from_numpy(MEASURE.gaps)
    opened = target.clone()
    opened[:, gaps[10:, 1], 1] += BEND  # the lower lip: its five gaps, and no other pair
    # Twice the bend of its own, in one coordinate of two: (2 - .5) / 2.
    share = 5 / (len(pairs) + 8 * 2)
    assert offset_loss(opened, target, pairs, trust).item() == pytest.approx(0.75 * share, rel=1e-4)


def test_offsets_see_a_glance():
    pairs, trust = offset_pairs(MEASURE), torch.ones(1)
    target = torch.rand(1, len(MEASURE.points), 2)
    glance = target.clone()
    glance[:, np.isin(MEASURE.points, np.arange(468, 478)), 0] += BEND
    # Eight pairs of the irises, of threefold weight, among all.
    share = 8 * 3 / (len(pairs) + 8 * 2)
    assert offset_loss(glance, target, pairs, trust).item() == pytest.approx(0.75 * share, rel=1e-3)
