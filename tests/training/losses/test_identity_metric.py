"""The distance between identities is that of their faces."""

import numpy as np
import pytest

from engine.head.head_model import shaped

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from engine.avatar.tex_space import open_tex_space  # noqa: E402
from training.losses import identity_metric  # noqa: E402
from training.losses.supervised import lip_and_lid_weights  # noqa: E402


def test_it_is_the_weighted_distance_of_the_vertices(any_head):
    rng = np.random.default_rng(0)
    one, other = rng.normal(size=(2, any_head.num_shape))
    away = 1000 * (shaped(any_head, one)[0] - shaped(any_head, other)[0])
    weights = lip_and_lid_weights(any_head).numpy()
    wanted = (weights * (away**2).sum(1)).sum() / weights.sum()
    given = (torch.from_numpy(code[None]).float() for code in (one, other))
    found = identity_metric.shape_loss(*given, identity_metric.shape_metric(any_head), torch.ones(1)).item()
    ridge = 0.05**2 * ((one - other) ** 2).sum()
    assert found == pytest.approx(wanted + ridge, rel=1e-3)


def test_only_known_people_teach():
    shape = torch.ones(2, 4, requires_grad=True)
    identity_metric.shape_loss(shape, torch.zeros(2, 4), torch.eye(4), torch.tensor([0.0, 0.5])).backward()
    assert (shape.grad[0] == 0).all()
    assert (shape.grad[1] != 0).all()


def test_the_average_skin_is_one_away_from_peoples():
    """Codes are standard normal over people: knowing nothing of their skins costs 1."""
    tex = torch.randn(4000, 50, generator=torch.Generator().manual_seed(0))
    metric = identity_metric.tex_metric(open_tex_space())
    assert identity_metric.tex_loss(torch.zeros_like(tex), tex, metric, torch.ones(4000)).item() == pytest.approx(
        1, rel=0.05
    )
    assert (metric[0] > 3 * metric[-1]).item()  # complexion is seen before anything else


def test_likeness_is_being_nearer_to_oneself_than_to_others():
    person = torch.tensor([0, 0, 1, 1, 2])
    known = torch.ones(5, dtype=torch.bool)
    apart = torch.tensor([[0.0], [0.1], [9.0], [9.1], [20.0]])
    assert identity_metric.likeness_loss(apart, person, known).item() < 1e-4
    mixed = apart[[0, 2, 1, 3, 4]]
    assert identity_metric.likeness_loss(mixed, person, known).item() > 10
    assert (
        identity_metric.likeness_loss(mixed, person, torch.tensor([True, False, True, False, True])).item() == 0
    )  # nobody twice


def test_shape_and_skin_both_tell_people_apart(any_head):
    metric, skin = identity_metric.shape_metric(any_head), identity_metric.tex_metric(open_tex_space())
    shape, tex = torch.zeros(3, any_head.num_shape), torch.zeros(3, 50)
    shape[1, 0], tex[2, 0] = 2.0, 2.0
    code = identity_metric.identity_code(shape, tex, metric, skin)
    assert (torch.cdist(code, code)[0, 1:] > 0.5).all()
