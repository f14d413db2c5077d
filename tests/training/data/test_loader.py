"""Batches: what is drawn, that labels stay on the picture, and that they are the same whenever they are asked for."""

from dataclasses import replace

import numpy as np
import pytest
from training_samples import METADATA, samples

from engine.avatar.tex_space import NUM_TEX
from engine.errors import BadInput
from engine.tracking.measure import Measure
from training.data.augment import AugmentConfig, augmented, occluded, torn
from training.data.batch import Batch, whole_batch
from training.data.loader import Loader, LoaderConfig
from training.data.shards import SIZE, open_shards, write_shard

POINTS = Measure.of().points
SIGNS = np.ones(100, np.float32)
PLAIN = AugmentConfig(clean=1, torn=0, occluded=0)


@pytest.fixture
def shards(tmp_path):
    write_shard(tmp_path / "a.safetensors", samples(20, 0), METADATA)
    write_shard(tmp_path / "b.safetensors", samples(8, 1, nobody=4), METADATA | {"kind": "real"})
    return open_shards([tmp_path])


def loader(shards, **changes):
    return Loader(shards, LoaderConfig(**{"batch": 64, "augment": PLAIN, **changes}), POINTS, 112, SIGNS, seed=4)


def test_the_same_step_is_the_same_batch_and_another_step_another(shards):
    one, again = loader(shards, augment=AugmentConfig()), loader(shards, augment=AugmentConfig())
    one[0]
    for a, b in zip(one[7], again[7], strict=True):
        np.testing.assert_array_equal(a, b)
    assert (one[7].picture != one[8].picture).any()
    other = Loader(shards, LoaderConfig(batch=64), POINTS, 112, SIGNS, seed=4, part=1)
    assert (other[7].person != one[7].person).any()


def test_shares_are_kept(shards):
    batch = loader(shards, batch=2000, real=0.3, negative=0.1)[0]
    nobody = batch.trust.max(1) == 0
    assert np.mean(batch.person < 0) == pytest.approx(0.1, abs=0.03)
    assert np.mean(batch.real & (batch.person >= 0)) == pytest.approx(0.3, abs=0.04)
    assert (batch.confidence[nobody] < 1).all()
    only = loader(shards[:1], batch=200)[0]
    assert not only.real.any()


def test_people_come_in_fours_when_shapes_are_to_be_exchanged(shards):
    """The samples have three pictures a person, and each is drawn with some of the others."""
    batch = loader(shards, batch=64, negative=0, per_person=4)[0]
    synthetic = batch.person[~batch.real]
    whole = synthetic[: len(synthetic) // 4 * 4].reshape(-1, 4)
    assert (whole == whole[:, :1]).all()
    assert len(np.unique(whole[:, 0])) > 3


def test_pictures_of_one_person_differ_and_are_mirrored_together(shards):
    """The samples have three pictures a person, each with a shape of its own; what is mirrored has its signs turned."""
    config = LoaderConfig(batch=402, real=0, negative=0, per_person=3, augment=PLAIN)
    batch, mirrored = (Loader(shards[:1], config, POINTS, 112, signs, seed=4)[0] for signs in (SIGNS, -SIGNS))
    threes = batch.shape[:, 0].reshape(-1, 3)
    assert (threes[:, 0] != threes[:, 1]).all()
    turned = mirrored.shape[:, 0] == -batch.shape[:, 0]
    assert 0.2 < turned.mean() < 0.8
    for person in np.unique(batch.person):
        assert len(np.unique(turned[batch.person == person])) == 1


def test_a_crowd_is_drawn_by_its_people(shards):
    """Real are two people with three pictures and one with two."""
    for crowd, share in ((1.0, 1 / 3), (0.0, 1 / 4)):
        batch = loader(shards, batch=3000, real=1, negative=0, crowd=crowd)[0]
        assert np.mean(batch.person == 2) == pytest.approx(share, abs=0.03)


def test_landmarks_stay_on_their_dots(shards):
    batch = loader(shards, negative=0)[3]
    seen = batch.confidence == 1
    dots, elsewhere = [], []
    for picture, landmarks in zip(batch.picture[seen], batch.landmarks[seen] * 112, strict=True):
        inside = ((landmarks > 1) & (landmarks < 111)).all(1)
        x, y = landmarks[inside].astype(int).T
        dots.append(picture[y, x].mean())
        elsewhere.append(picture.mean())
    assert np.mean(dots) > np.mean(elsewhere) + 10


def test_whole_batches_are_the_aligned_crops(shards):
    batch = whole_batch(shards[0].samples, False, POINTS, 112, SIGNS)
    np.testing.assert_array_equal(batch.picture, shards[0].samples.picture[:, 16:128, 16:128])
    np.testing.assert_allclose(batch.landmarks * 112 + 16, shards[0].samples.landmarks[:, POINTS], atol=1e-4)


def test_what_stands_before_a_face_lowers_the_confidence():
    image, filling = np.full((112, 112, 3), 100, np.uint8), np.full((112, 112, 3), 200, np.uint8)
    landmarks = np.random.default_rng(0).uniform(30, 80, (232, 2))
    rng = np.random.default_rng(1)
    changed, hidden = zip(*(occluded(image, filling, landmarks, rng) for _ in range(100)), strict=True)
    covered = np.array([(picture != image).any(2).mean() for picture in changed])
    assert min(covered) > 0
    assert np.corrcoef(covered, hidden)[0, 1] > 0.5


def test_pictures_are_changed_and_stay_pictures():
    image = np.random.default_rng(0).integers(0, 256, (112, 112, 3), np.uint8)
    before = image.copy()
    rng = np.random.default_rng(1)
    every = replace(AugmentConfig(*[1.0] * len(AugmentConfig.__slots__)), clean=0.0)
    for change in (lambda: augmented(image, every, rng), lambda: torn(image, rng)):
        for _ in range(30):
            changed = change()
            assert changed.shape == image.shape
            assert changed.dtype == np.uint8
            assert (changed != image).any()
    np.testing.assert_array_equal(image, before)
    np.testing.assert_array_equal(augmented(image, PLAIN, rng), image)


def test_no_samples_is_told(tmp_path):
    write_shard(tmp_path / "none.safetensors", samples(0), METADATA)
    with pytest.raises(BadInput, match="no samples to train on"):
        loader(open_shards([tmp_path]))


def test_a_batch_has_the_shapes_that_it_says(shards):
    batch = loader(shards, batch=5)[0]
    assert [value.shape for value in batch] == [
        (5, 112, 112, 3), (5, len(POINTS), 2), (5, 52), (5, 3), (5, 100), (5, 9, 3), (5,), (5,), (5, 4), (5,),
        (5, NUM_TEX), (5,), (5,),
    ]  # fmt: skip
    assert isinstance(batch, Batch)
    assert SIZE == 144


def test_twins_show_their_face_as_the_next_frame_would(shards):
    chances = AugmentConfig(torn=0.1, occluded=0.2, jpeg=0)
    batch = loader(shards, batch=160, negative=0.1, twins=0.25, augment=chances)[2]
    later = np.flatnonzero(batch.twin != np.arange(160))
    first = batch.twin[later]
    np.testing.assert_array_equal(later, np.arange(120, 160))
    assert (first < 120).all()
    for known in ("controls", "shape", "person", "trust", "real"):
        np.testing.assert_array_equal(getattr(batch, known)[later], getattr(batch, known)[first])
    assert (batch.person[later] >= 0).all()
    seen = batch.trust[later].any(1)
    shift = (batch.landmarks[later] - batch.landmarks[first])[seen] * 112
    assert 0.3 < np.linalg.norm(shift.mean(1), axis=1).mean() < 1.5  # px
    turn = np.degrees(batch.orient[later] - batch.orient[first])[seen]
    assert 0.1 < np.abs(turn).mean() < 1
    apart = np.abs(batch.picture[later].astype(int) - batch.picture[first]).mean((1, 2, 3))
    others = np.abs(batch.picture[later].astype(int) - batch.picture[first[::-1]]).mean((1, 2, 3))
    assert np.median(apart) < 0.5 * np.median(others)
    assert (apart > 0).all()
    plain = loader(shards, batch=120, negative=0.1, augment=chances)[2]
    assert (plain.twin == np.arange(120)).all()
