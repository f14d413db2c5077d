"""Samples survive the disk, and a bad file is told in one sentence."""

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.avatar.tex_space import NUM_TEX
from engine.errors import BadInput
from training.data.batch import whole_batch
from training.data.columns import joined
from training.data.shards import SIZE, Samples, open_shards, write_shard

METADATA = {"kind": "synthetic", "seed": "3", "head": "open"}


def samples(num=5, seed=0):
    rng = np.random.default_rng(seed)
    return Samples(
        picture=rng.integers(0, 255, (num, SIZE, SIZE, 3), np.uint8),
        landmarks=rng.random((num, 478, 2), np.float32) * SIZE,
        controls=rng.random((num, 52), np.float32),
        orient=rng.random((num, 3), np.float32),
        shape=rng.random((num, 100), np.float32),
        light=rng.random((num, 9, 3), np.float32),
        person=np.arange(num),
        confidence=np.ones(num, np.float32),
        trust=np.ones((num, 3), np.float32),
        tex=rng.random((num, NUM_TEX), np.float32),
    )


def test_what_is_written_is_read(tmp_path):
    one, two = samples(5), samples(3, 1)
    write_shard(tmp_path / "a" / "one.safetensors", one, METADATA)
    write_shard(tmp_path / "a" / "two.safetensors", two, METADATA | {"kind": "real"})
    shards = open_shards([tmp_path / "a"])
    assert [shard.is_real for shard in shards] == [False, True]
    assert shards[0].metadata["head"] == "open"
    for shard, wanted in zip(shards, (one, two), strict=True):
        assert isinstance(shard.samples.picture.base, np.memmap)
        for name in Samples.__slots__:
            np.testing.assert_array_equal(getattr(shard.samples, name), getattr(wanted, name), err_msg=name)
    np.testing.assert_array_equal(joined(s.samples for s in shards).person, [0, 1, 2, 3, 4, 0, 1, 2])
    np.testing.assert_array_equal(one[np.array([4, 0])].controls, one.controls[[4, 0]])


def test_shards_of_version_1_are_read_and_know_no_tex(tmp_path):
    wanted = samples(4)
    arrays = {name: getattr(wanted, name) for name in Samples.__slots__ if name != "tex"}
    save_file(arrays, tmp_path / "old.safetensors", METADATA | {"format": "avatar-samples", "version": "1"})
    write_shard(tmp_path / "young.safetensors", wanted, METADATA)
    old, young = open_shards([tmp_path])
    for name, array in arrays.items():
        np.testing.assert_array_equal(getattr(old.samples, name), array, err_msg=name)
    assert old.samples.tex.shape == (4, NUM_TEX)
    together = joined([old.samples, young.samples])
    assert together.tex.any(1).tolist() == [False] * 4 + [True] * 4
    batch = whole_batch(together, False, np.arange(478), 112, np.ones(100, np.float32))
    assert batch.trust_tex.tolist() == [0] * 4 + [1] * 4


def test_an_empty_shard_is_fine(tmp_path):
    write_shard(tmp_path / "none.safetensors", samples(0), METADATA)
    assert len(open_shards([tmp_path / "none.safetensors"])[0]) == 0


def test_wrong_shapes_and_values_are_refused_before_they_are_written(tmp_path):
    with pytest.raises(ValueError, match=r"Samples\.controls must have shape \[5x52\], got \[5, 51\]"):
        Samples(**{n: getattr(samples(), n)[:, :51] if n == "controls" else getattr(samples(), n)
                   for n in Samples.__slots__})  # fmt: skip
    bad = samples()
    bad.landmarks[2, 7] = np.nan
    with pytest.raises(ValueError, match=r"landmarks of .* not finite"):
        write_shard(tmp_path / "bad.safetensors", bad, METADATA)
    with pytest.raises(ValueError, match=r"lack seed"):
        write_shard(tmp_path / "bad.safetensors", samples(), {"kind": "real", "head": "open"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["missing", "empty folder", "text", "cut off", "another format"])
def test_a_bad_file_is_named(tmp_path, damage):
    path = tmp_path / "faces.safetensors"
    if damage == "empty folder":
        path.mkdir()
    elif damage == "text":
        path.write_text("these are no faces at all, but enough letters")
    elif damage != "missing":
        write_shard(path, samples(), METADATA)
        data = path.read_bytes()
        path.write_bytes(data[:-1000] if damage == "cut off" else data.replace(b"avatar-samples", b"avatar-sampler"))
    with pytest.raises(BadInput, match=r"faces\.safetensors"):
        open_shards([path])
