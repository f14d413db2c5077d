"""What a photo cannot know of a head is turned without touching what it knows."""

from __future__ import annotations

import numpy as np
import pytest

from engine.head.head_model import Head, shaped
from engine.head.shape_controls import SHAPE_CONTROLS, ShapeControl, shape_directions, turned


def _moved(head: Head, control: ShapeControl, value: float) -> np.ndarray:
    """[V, 3] m of a random person, from before to after."""
    shape = np.random.default_rng(2).normal(size=head.num_shape)
    return shaped(head, turned(head, shape, {control: value}))[0] - shaped(head, shape)[0]


def _rms_mm(moved: np.ndarray) -> float:
    return float(np.sqrt((moved**2).sum(1).mean()) * 1e3)


@pytest.fixture
def places(open_head: Head) -> dict[str, np.ndarray]:
    skin = open_head.vertices_of("skin")
    x, y, z = open_head.v_template[skin].T
    return {
        "face": skin[(z > 0.02) & (y > -0.10) & (y < 0.06)],
        "back": skin[(z < -0.09) & (y > 0.0)],
        "crown": skin[y > 0.12],
        "ears": skin[(np.abs(x) > 0.080) & (np.abs(y) < 0.05) & (z < -0.01)],
    }


@pytest.mark.parametrize("control", ["depth", "height", "ear_size", "ear_angle"])
def test_the_face_stays_as_the_photo_has_it(
    open_head: Head, places: dict[str, np.ndarray], control: ShapeControl
) -> None:
    assert _rms_mm(_moved(open_head, control, 1.0)[places["face"]]) < 0.7


def test_each_moves_what_it_is_named_for(open_head: Head, places: dict[str, np.ndarray]) -> None:
    assert _moved(open_head, "depth", 1.0)[places["back"], 2].mean() < -0.007
    assert _moved(open_head, "height", 1.0)[places["crown"], 1].mean() > 0.007
    outwards = np.sign(open_head.v_template[places["ears"], 0])
    assert (_moved(open_head, "ear_angle", 1.0)[places["ears"], 0] * outwards).mean() > 0.004
    ears = _moved(open_head, "ear_size", 1.0)[places["ears"]]
    tops = open_head.v_template[places["ears"], 1] > 0.025
    assert ears[tops, 1].mean() > 0.004
    skin = open_head.vertices_of("skin")
    size = _moved(open_head, "size", 1.0)[skin]
    template = open_head.v_template[skin]
    growth = (size * template).sum() / (template**2).sum()
    assert 0.045 < growth < 0.065


@pytest.mark.parametrize("control", SHAPE_CONTROLS)
def test_back_and_forth_is_where_it_was_and_no_head_becomes_unlikely(open_head: Head, control: ShapeControl) -> None:
    shape = np.random.default_rng(4).normal(size=open_head.num_shape).astype(np.float32)
    there = turned(open_head, shape, {control: 0.7})
    np.testing.assert_allclose(turned(open_head, there, {control: -0.7}), shape, atol=1e-5)
    assert np.abs(shape_directions(open_head)[SHAPE_CONTROLS.index(control)]).max() < 4.5
    assert np.array_equal(turned(open_head, shape, {}), shape)


def test_more_than_there_is_is_refused(open_head: Head) -> None:
    with pytest.raises(ValueError, match=r"\[-2, 2\]"):
        turned(open_head, np.zeros(3), {"depth": 2.5})
