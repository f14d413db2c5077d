import numpy as np
import pytest

from engine.head.arkit import INDEX
from engine.head.head_model import Head
from engine.tracking.regress import Regressor, features
from engine.tracking.target import Target


def test_the_shipped_network_belongs_to_the_shipped_head(open_head: Head, tiny_head: Head) -> None:
    assert Regressor.for_head(open_head) is not None
    assert Regressor.for_head(tiny_head) is None


@pytest.mark.parametrize("name", ["jawOpen", "eyeBlinkLeft", "browInnerUp", "mouthSmileRight"])
def test_it_sees_what_moves(make_face, open_head: Head, name: str) -> None:
    regressor = Regressor.for_head(open_head)
    at_rest = regressor(Target.of(make_face()).uvz[:2])[INDEX[name]]
    moved = regressor(Target.of(make_face({name: 0.8}, orient=(0.1, 0.2, 0.3))).uvz[:2])[INDEX[name]]
    assert moved - at_rest > 0.4


def test_place_size_and_roll_do_not_matter(make_face) -> None:
    uv = Target.of(make_face({"jawOpen": 0.4})).uvz[:2]
    turn = np.array([[np.cos(0.7), -np.sin(0.7)], [np.sin(0.7), np.cos(0.7)]])
    moved = 2.5 * turn @ uv + np.array([[3.0], [-1.0]])
    np.testing.assert_allclose(features(moved[None]), features(uv[None]), atol=1e-9)
