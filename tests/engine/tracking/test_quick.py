"""The quick way to pose landmarks, against the slow one."""

import numpy as np

from engine.head.head_model import Head
from engine.tracking.measure import IRISES, Measure
from engine.tracking.quick import QuickPerson
from engine.tracking.rig import Person, Rig, posed


def test_it_puts_the_landmarks_where_the_rig_does(open_head: Head) -> None:
    points = Measure.of().points
    random = np.random.default_rng(0)
    person = Person.of(Rig.of(open_head, points), random.standard_normal(open_head.num_shape))
    quick = QuickPerson(person)
    skin = ~np.isin(points, IRISES)
    for controls in (*np.eye(52), *random.random((5, 52))):
        np.testing.assert_allclose(quick(controls)[:, skin], posed(person, controls).points[:, skin], atol=1e-6)


def test_a_pose_does_not_change_the_one_before(open_head: Head) -> None:
    quick = QuickPerson(Person.of(Rig.of(open_head), np.zeros(open_head.num_shape)))
    first = quick(np.zeros(52))
    kept = first.copy()
    quick(np.ones(52))
    np.testing.assert_array_equal(first, kept)


def test_what_a_view_shows_is_the_turned_landmarks(open_head: Head) -> None:
    random = np.random.default_rng(1)
    person = Person.of(Rig.of(open_head, Measure.of().points), random.standard_normal(open_head.num_shape))
    beside = random.normal(0, 0.01, (3, len(Measure.of().points)))
    quick = QuickPerson(person)
    for controls in random.random((5, 52)):
        view = random.standard_normal((2, 3))
        np.testing.assert_allclose(quick.seen(controls, view), view @ quick(controls), atol=1e-12)
        np.testing.assert_allclose(
            QuickPerson(person, beside).seen(controls, view), view @ (quick(controls) + beside), atol=1e-12
        )
