"""Mixed people and what is written of them: new faces, few numbers that say most of it, mirror images."""

import numpy as np
import pytest

from engine.head import open_head
from training.data.wrinkles.stock import Stock
from training.data.wrinkles.traits import TraitSpace, _described


@pytest.fixture(scope="module")
def stock():
    return Stock.of(open_head(), 8)


@pytest.fixture(scope="module")
def people(stock):
    rng = np.random.default_rng(3)
    return [stock.person(rng) for _ in range(24)]


def test_a_person_of_the_stock_is_mixed_anew_each_time_by_chance_alone(stock, people):
    again = stock.person(np.random.default_rng(3))
    np.testing.assert_array_equal(_described(again), _described(people[0]))
    maps = [_described(one).ravel() for one in people]
    apart = [np.abs(a - b).max() for i, a in enumerate(maps) for b in maps[:i]]
    assert min(apart) > 20  # micrometres


def test_traits_rebuild_the_people_they_were_counted_in(people):
    space = TraitSpace.of(people)
    for one in people[:3]:
        described = _described(one).ravel()
        rebuilt = space.mean + space.traits(one)[0] @ space.basis
        np.testing.assert_allclose(rebuilt, described, atol=0.5)
        away = np.sqrt(((described - space.mean) ** 2).mean())
        assert np.linalg.norm(space.traits(one)[0]) == pytest.approx(away, rel=1e-3)


def test_the_mirror_image_has_the_traits_of_the_mirrored_map(people):
    space = TraitSpace.of(people)
    described = _described(people[0])
    expected = (described[:, :, ::-1].ravel() - space.mean) @ space.basis.T / len(space.mean)
    np.testing.assert_allclose(space.traits(people[0])[1], expected, atol=1e-3)
    assert not np.allclose(*space.traits(people[0]), atol=1.0)
