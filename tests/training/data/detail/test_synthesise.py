"""Made-up people: the same seed the same person, pictures that show the wrinkles that are written beside them."""

import numpy as np
import pytest

from engine.head import open_head
from training.data.detail.easel import Light, SkinEasel
from training.data.detail.region import face_region
from training.data.detail.synthesise import SkinStudio, told
from training.data.synthetic.library import Library


@pytest.fixture(scope="module")
def studio():
    return SkinStudio(open_head(), Library(), stock=6, described=8)


@pytest.fixture(scope="module")
def person(studio):
    return studio.person(5, 3)


def test_a_person_is_a_function_of_the_seed(studio, person):
    again, other = studio.person(5, 3), studio.person(6, 3)
    for name in ("texture", "displacement", "expression", "seen_expression"):
        np.testing.assert_array_equal(getattr(person, name), getattr(again, name), err_msg=name)
    assert not np.array_equal(person.displacement, other.displacement)


def test_the_first_picture_is_nearly_neutral_and_people_wrinkle_most_in_the_others(studio, person):
    assert person.expression[0].max() <= 0.3
    depth = [np.abs(studio.person(seed, 3).displacement.astype(np.float32)).mean((1, 2)) for seed in range(6)]
    assert np.mean(depth, 0)[0] < 0.8 * np.mean(depth, 0)[1:].min()
    assert np.abs(person.displacement).max() < 3  # mm


def test_every_picture_shows_much_of_the_face_and_tells_where(person):
    face = face_region(open_head()) > 0.5
    seen = person.texture[:, face, 3] > 128
    assert (seen.mean(1) > 0.3).all()


def test_a_groove_is_darker_than_its_surroundings_and_turned_skin_unseen():
    easel, rng = SkinEasel(open_head()), np.random.default_rng(0)
    lamp = Light(
        around=np.full(3, 0.4), towards=np.array([[0.0, 0.6, 0.8]]), colours=np.full((1, 3), 0.6), wrap=0.2,
        cavity=900.0, gloss=0.0,
    )  # fmt: skip
    groove = np.zeros((256, 256))
    groove[70:73, 100:156] = -3e-4
    albedo = np.full((256, 256, 3), 0.4)
    plain, marked = (easel.lit(albedo, depth, lamp, np.zeros(3)) for depth in (np.zeros_like(groove), groove))
    assert marked[71, 110:146].mean() < 0.93 * plain[71, 110:146].mean()
    np.testing.assert_allclose(marked[150], plain[150], atol=1e-6)
    left = easel.seen(np.array([0, 0.9, 0]), rng)[100:180]
    assert left[:, :60].mean() > 3 * left[:, -60:].mean()


def test_what_a_tracker_tells_is_near_the_truth_and_possible():
    rng = np.random.default_rng(0)
    truth = rng.random((200, 52)).astype(np.float32)
    said = told(truth, rng)
    assert 0 <= said.min() <= said.max() <= 1
    assert 0.9 < np.corrcoef(said.ravel(), truth.ravel())[0, 1] < 0.999
