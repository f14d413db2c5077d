"""Batches of skin: who explains whom, and that mirrored people stay consistent."""

import numpy as np
import pytest
from detail_pictures import pictures

from engine.errors import BadInput
from engine.head.arkit import INDEX, JAW_OPEN_RAD
from training.data.augment import AugmentConfig
from training.data.detail.loader import DetailLoader, DetailLoaderConfig, hidden, mirrored, whole_batch
from training.data.detail.pairs import PictureFile, open_pictures, write_pictures

STILL = AugmentConfig(clean=1.0)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    facts = {"head": "open", "source": "test"}
    write_pictures(folder / "made.safetensors", pictures(4, 3), facts | {"kind": "synthetic"})
    write_pictures(folder / "real.safetensors", pictures(2, 2, first=-9), facts | {"kind": "real"})
    return open_pictures([folder])


def test_codes_are_given_by_another_picture_of_the_same_person(files):
    loader = DetailLoader(
        files, DetailLoaderConfig(people=4, per_person=3, real_people=1, real_chance=1.0, exchange=1.0, cameras=STILL)
    )
    batch = loader[0]
    assert len(batch.person) == 3 * 3 + 2
    assert (batch.person[batch.giver] == batch.person).all()
    assert (batch.giver != np.arange(11)).all()
    assert batch.real.tolist() == [False] * 9 + [True] * 2
    assert (batch.person[batch.real] < 0).all()
    alone = DetailLoader(files, DetailLoaderConfig(people=4, per_person=3, real_chance=0.0, exchange=0.0))[0]
    assert alone.giver.tolist() == list(range(12))
    assert not alone.real.any()


def test_a_batch_is_a_function_of_its_step(files):
    one, again, other = (DetailLoader(files, DetailLoaderConfig(people=3), seed=5)[step] for step in (7, 7, 8))
    for a, b in zip(one, again, strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(one.texture, other.texture)


def test_some_made_up_pictures_are_explained_by_the_truth_and_no_real_one(files):
    config = DetailLoaderConfig(people=4, per_person=3, real_people=1, real_chance=1.0, told=0.5, cameras=STILL)
    batches = [DetailLoader(files, config)[step] for step in range(20)]
    told, real = (np.concatenate([getattr(batch, name) for batch in batches]) for name in ("told", "real"))
    assert told[~real].mean() == pytest.approx(0.5, abs=0.1)
    assert not told[real].any()


def test_the_jaw_follows_the_expression_and_millimetres_become_metres(files):
    some = files[0].rows([0, 5])
    batch = whole_batch(some, np.zeros(2, bool))
    np.testing.assert_allclose(batch.jaw_pose[:, 0], JAW_OPEN_RAD * some.expression[:, INDEX["jawOpen"]], rtol=1e-6)
    np.testing.assert_allclose(batch.displacement, some.displacement.astype(np.float32) / 1000, rtol=1e-6)


def test_mirrored_twice_is_the_same_and_once_swaps_the_sides(files):
    some = files[0].rows([1])
    once, twice = mirrored(some), mirrored(mirrored(some))
    assert once.expression[0, INDEX["browDownLeft"]] == some.expression[0, INDEX["browDownRight"]]
    np.testing.assert_array_equal(once.texture[0, :, 0], some.texture[0, :, -1])
    np.testing.assert_array_equal(once.displacement[0, :, 0], some.displacement[0, :, -1])
    np.testing.assert_array_equal(twice.texture, some.texture)
    np.testing.assert_array_equal(twice.light, some.light)


def test_what_is_hidden_has_the_mean_colour_of_what_is_seen():
    colour = np.zeros((8, 8, 3), np.uint8)
    colour[:, :4], colour[:, 4:] = 200, 10
    seen = np.zeros((8, 8), np.uint8)
    seen[:, :4] = 255
    texture = hidden(colour, seen)
    assert (texture[..., :3] == 200).all()
    np.testing.assert_array_equal(texture[..., 3], seen)


def test_files_come_back_row_by_row_and_others_are_refused(files, tmp_path):
    again = PictureFile(files[1].path)
    assert again.is_real
    assert len(again) == 4
    np.testing.assert_array_equal(again.rows([3]).person, [-8])
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"no")
    with pytest.raises(BadInput, match=r"broken.*Make it anew"):
        PictureFile(broken)
    folder = tmp_path / "empty"
    folder.mkdir()
    with pytest.raises(BadInput, match="detail-pairs"):
        open_pictures([folder])
