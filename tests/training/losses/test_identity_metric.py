"""The distance between identities is that of their faces."""

import numpy as np
import pytest

from engine.head.head_model import shaped

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.losses.identity_metric import shape_loss, shape_metric  # noqa: E402
from training.losses.supervised import lip_and_lid_weights  # noqa: E402


def test_it_is_the_weighted_distance_of_the_vertices(any_head):
    rng = np.random.default_rng(0)
    one, other = rng.normal(size=(2, any_head.num_shape))
    away = 1000 * (shaped(any_head, one)[0] - shaped(any_head, other)[0])
    weights = lip_and_lid_weights(any_head).numpy()
    wanted = (weights * (away**2).sum(1)).sum() / weights.sum()
    given = (torch.from_numpy(code[None]).float() for code in (one, other))
    found = shape_loss(*given, shape_metric(any_head), torch.ones(1)).item()
    ridge = 0.05**2 * ((one - other) ** 2).sum()
    assert found == pytest.approx(wanted + ridge, rel=1e-3)


def test_only_known_people_teach():
    shape = torch.ones(2, 4, requires_grad=True)
    shape_loss(shape, torch.zeros(2, 4), torch.eye(4), torch.tensor([0.0, 0.5])).backward()
    assert (shape.grad[0] == 0).all()
    assert (shape.grad[1] != 0).all()
