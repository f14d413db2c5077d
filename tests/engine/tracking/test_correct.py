"""The quick correction of an expression by its landmarks."""

from __future__ import annotations

import numpy as np
import pytest

from engine.head.arkit import INDEX, expression_from
from engine.head.head_model import Head, rotations
from engine.tracking.correct import Corrector
from engine.tracking.measure import Measure
from engine.tracking.placement import Placement
from engine.tracking.prior import ExpressionPrior
from engine.tracking.rig import Person, Rig, posed
from engine.tracking.solve import boxed_step


@pytest.fixture
def person(open_head: Head) -> Person:
    rig = Rig.of(open_head, Measure.of().points)
    return Person.of(rig, np.zeros(rig.num_shape))


@pytest.fixture
def corrector(open_head: Head, person: Person) -> Corrector:
    precision = ExpressionPrior(open_head, person.rig)(np.zeros(52)).precision
    return Corrector(person, Measure.of(), precision)


def misfit(person: Person, said: np.ndarray, true: np.ndarray, placement: Placement) -> np.ndarray:
    return placement.seen(posed(person, true).points)[0] - placement.seen(posed(person, said).points)[0]


@pytest.mark.parametrize("yaw", [0.0, 0.5])
@pytest.mark.parametrize("scale", [8.0, 16.0])
def test_what_the_landmarks_show_is_added_to_what_was_said(corrector, person, yaw: float, scale: float) -> None:
    said = expression_from({"jawOpen": 0.3, "eyeLookUpLeft": 0.4}).astype(float)
    true = expression_from({"jawOpen": 0.3, "eyeLookUpLeft": 0.4, "mouthSmileLeft": 0.6, "browInnerUp": 0.5})
    placement = Placement(rotations(np.array([0.1, yaw, 0.2])), scale, np.zeros(2), 0.0, np.zeros(3))
    corrected = corrector(said, misfit(person, said, true, placement), placement)
    for name in ("mouthSmileLeft", "browInnerUp"):
        assert corrected[INDEX[name]] == pytest.approx(true[INDEX[name]], abs=0.2)
    assert corrected[INDEX["eyeLookUpLeft"]] == pytest.approx(0.4, abs=1e-6)
    assert corrected[INDEX["mouthSmileRight"]] < 0.15
    assert 0 <= corrected.min() <= corrected.max() <= 1


def test_without_a_misfit_nothing_is_corrected(corrector: Corrector, person: Person) -> None:
    said = np.random.default_rng(0).random(52)
    front = Placement(np.eye(3), 16.0, np.zeros(2), 0.0, np.zeros(3))
    np.testing.assert_allclose(corrector(said, misfit(person, said, said, front), front), said, atol=1e-12)


def test_it_is_the_least_squares_between_the_bounds(corrector: Corrector, person: Person) -> None:
    random = np.random.default_rng(1)
    front = Placement(np.eye(3), 16.0, np.zeros(2), 0.0, np.zeros(3))
    normal = np.linalg.inv(corrector._spread)
    for _ in range(20):
        said = np.clip(random.random(52) - 0.5, 0, 1)  # half of them rest on a bound
        away = misfit(person, said, np.clip(random.random(52) - 0.5, 0, 1), front)
        for _ in range(8):  # it may take some frames to find all that rests
            corrected = corrector(said, away, front)
        free = corrector._free
        step = boxed_step(normal, normal @ corrector._gain @ away.ravel(), -said[free], 1 - said[free], rounds=50)
        np.testing.assert_allclose(corrected[free], said[free] + step, atol=1e-6)
