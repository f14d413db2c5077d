"""A take that is written while it is performed: what is left when something ends it early."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from full_disk import full_disk

from engine.errors import BadInput, ModelMismatch
from engine.record.take import TakeBuilder, TakeFile, load_take
from engine.record.take_rows import MAGIC, has_rows, row_type
from engine.types import Motion, Take, Tracked

ABOUT = {"source_size_wh": (640, 480), "source_fps": 29.97, "tracker": "landmarks", "model_sha256": "ab" * 32}


def seen(number: int) -> Tracked:
    random = np.random.default_rng(number)
    poses = {
        name: random.normal(size=3)
        for name in ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose", "cam")
    }
    motion = Motion(random.random(52), **poses, time=number / 29.97, confidence=float(number % 2))
    return Tracked(motion, np.full((68, 2), np.nan) if number % 2 else random.normal(size=(68, 2)), latency_ms=1.5)


def built(count: int) -> Take:
    builder = TakeBuilder("open-1", **ABOUT)
    for number in range(count):
        builder.add(seen(number))
    return builder.build()


def same(one: Take, other: Take) -> None:
    for field in dataclasses.fields(Take):
        before, after = getattr(one, field.name), getattr(other, field.name)
        if isinstance(before, np.ndarray):
            assert (before.dtype, before.tobytes()) == (after.dtype, after.tobytes()), field.name
        else:
            assert before == after, field.name


def interrupted(folder: Path, count: int) -> bytes:
    """What is on the disk when a recording of so many frames is killed."""
    path = folder / "recording.take"
    with TakeFile(path, "open-1", 52, **ABOUT) as take:
        for number in range(count):
            take.add(seen(number))
        left = path.read_bytes()
    path.unlink()
    return left


def test_a_take_plays_after_every_frame_and_is_a_common_one_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "t.take"
    with TakeFile(path, "open-1", 52, **ABOUT) as take:
        for number in range(5):
            take.add(seen(number))
            same(load_take(path), built(number + 1))
        assert has_rows(path)
    assert not has_rows(path)
    same(load_take(path), built(5))
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_is_full_at_second_two_leaves_two_seconds_that_play(tmp_path: Path) -> None:
    path, two_seconds = tmp_path / "t.take", 60 * row_type(52).itemsize

    def perform() -> None:
        with TakeFile(path, "open-1", 52, **ABOUT) as take:
            for number in range(200):
                take.add(seen(number))

    told = r"stopped, the disk is full: the take “t” holds .* Free some space"
    with full_disk(two_seconds + 2500), pytest.raises(BadInput, match=told):
        perform()
    loaded = load_take(path)
    assert 60 <= len(loaded) <= 62
    same(loaded, built(len(loaded)))
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_crash_cuts_in_the_middle_of_a_frame_plays_up_to_it(tmp_path: Path) -> None:
    path = tmp_path / "t.take"
    path.write_bytes(interrupted(tmp_path, 3)[:-100])
    same(load_take(path), built(2))


def test_without_a_frame_there_is_no_take(tmp_path: Path) -> None:
    with TakeFile(tmp_path / "t.take", "open-1", 52, **ABOUT):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda data: data[:10], "not a take, or is damaged"),
        (lambda data: data.replace(b'"num_expression": 52', b'"num_expression": -1'), "not a take, or is damaged"),
        (lambda data: MAGIC + b"\xff\xff\xff\xff" + data[12:], "not a take, or is damaged"),
        (lambda data: data.replace(b'"format": "take"', b'"format": "cake"'), "is not a take"),
        (lambda data: data[: data.index(b"}") + 1], "empty"),
    ],
)
def test_rows_that_were_damaged_are_told(tmp_path: Path, harm: Callable[[bytes], bytes], told: str) -> None:
    path = tmp_path / "t.take"
    path.write_bytes(harm(interrupted(tmp_path, 1)))
    with pytest.raises(BadInput, match=told):
        load_take(path)


def test_rows_of_a_newer_app_are_told(tmp_path: Path) -> None:
    path = tmp_path / "t.take"
    path.write_bytes(interrupted(tmp_path, 1).replace(b'"version": 1', b'"version": 9'))
    with pytest.raises(ModelMismatch, match="update the app"):
        load_take(path)
