"""What a take becomes, written on a thread beside the window."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from synthetic_take import take_of

from avatar_app.drawing import Cast, TakeExport, opaque
from engine.avatar.default import default_avatar
from engine.errors import Cancelled, DeviceError
from engine.head.head_model import Head
from engine.record.take import load_take
from engine.types import View, replace

SMALL = View(size_wh=(64, 48), samples=1)


def exported(cast: Cast, count: int, path: Path) -> TakeExport:
    job = TakeExport(take_of(count, cast.head.id), cast, SMALL, path)
    assert job.join(30.0)
    if isinstance(job.cause, DeviceError):
        pytest.skip(str(job.cause))
    return job


@pytest.fixture
def cast(tiny_head: Head) -> Cast:
    return Cast(tiny_head, default_avatar(tiny_head), "auto")


def test_a_take_becomes_a_video_with_its_times(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "take.mp4"
    job = exported(cast, 8, path)
    assert (job.reason, job.share) == ("", 1.0)
    with av.open(str(path)) as file:
        frames = list(file.decode(video=0))
    assert (frames[0].width, frames[0].height) == SMALL.size_wh
    np.testing.assert_allclose([float(one.pts * one.time_base) for one in frames], np.arange(8) / 10, atol=2e-4)


def test_an_export_is_cancelled_and_what_the_video_shows_until_then_plays(cast: Cast, tmp_path: Path) -> None:
    job = TakeExport(take_of(5000, cast.head.id), cast, SMALL, tmp_path / "long.mp4")
    job.cancel()
    assert job.join(30.0)
    if isinstance(job.cause, DeviceError):
        pytest.skip(str(job.cause))
    assert isinstance(job.cause, Cancelled)
    assert job.share < 1


def test_a_take_is_copied_bit_for_bit_and_a_place_that_takes_none_is_told(cast: Cast, tmp_path: Path) -> None:
    assert exported(cast, 4, tmp_path / "copy.take").reason == ""
    copy, take = load_take(tmp_path / "copy.take"), take_of(4, cast.head.id)
    assert copy.expression.tobytes() == take.expression.tobytes()
    (tmp_path / "file").write_text("in the way")
    assert "cannot be written" in exported(cast, 4, tmp_path / "file" / "copy.take").reason


def test_a_video_of_a_transparent_stage_is_black_behind() -> None:
    assert opaque(replace(SMALL, background=(0.0, 0.0, 0.0, 0.0))).background == (0.0, 0.0, 0.0, 1.0)
    picture = replace(SMALL, background=np.zeros((4, 4, 3), np.uint8))
    assert opaque(picture) is picture
