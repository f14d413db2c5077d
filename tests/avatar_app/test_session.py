"""The chain without a window: switching, losing and regaining a source, calibration, recording."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from avatar_app.chain import Live
from avatar_app.session import Session
from engine.avatar.default import default_avatar
from engine.errors import BadInput, DeviceError, ModelMismatch
from engine.head.head_model import Head
from engine.record.take import load_take
from engine.types import Picture

Until = Callable[..., Live]


@pytest.fixture
def opened() -> list[object]:
    """Every source that the session opened."""
    return []


@pytest.fixture
def session(tiny_head: Head, cue_source: type, nodding_tracker: type, opened: list[object]) -> Iterator[Session]:
    """Sources are named by how many frames they last; "0" lasts for ever."""

    def open_source(spec: str, _looped: bool) -> object:
        if spec == "absent":
            raise DeviceError("Camera 9 cannot be opened: pick another.")
        opened.append(cue_source(spec, int(spec) or None))
        return opened[-1]

    made = Session(tiny_head, default_avatar(tiny_head), open_source=open_source, make_tracker=nodding_tracker)
    yield made
    made.close()
    assert all(source.closed for source in opened)


def test_a_source_moves_the_avatar(session: Session, until: Until) -> None:
    session.open("0")
    first = until(session.newest)
    second = until(session.newest)
    assert second.frame.index > first.frame.index
    assert second.tracked is not None
    assert second.tracked.motion.global_orient[0] == pytest.approx((second.frame.index % 256) / 255)
    status = session.status()
    assert (status.source, status.source_name, status.source_size_wh) == ("live", "Camera 0", (64, 48))
    assert (status.tracker, status.confidence) == ("nodding", 1.0)


def test_an_unplugged_camera_says_why_and_can_be_tried_again(
    session: Session, until: Until, opened: list[object]
) -> None:
    session.open("5")
    until(lambda: session.status().source == "lost")
    assert session.status().reason == "Camera 0 was unplugged: plug it in and try again."
    assert isinstance(session.cause, DeviceError)
    session.reopen()
    assert until(session.newest).epoch == session.epoch
    assert len(opened) == 2


def test_a_camera_that_cannot_be_opened_says_why(session: Session, until: Until) -> None:
    session.open("absent")
    until(lambda: session.status().source == "lost")
    assert session.status().reason == "Camera 9 cannot be opened: pick another."
    assert not session.running


def test_nothing_of_an_older_source_is_shown(session: Session, until: Until, opened: list[object]) -> None:
    session.open("0")
    until(session.newest)
    for _ in range(5):
        session.open("0")
        live = until(session.newest)
        assert live.epoch == session.epoch
    session.close_source()
    assert session.newest() is None
    assert session.status().source == "none"
    session.close()
    assert len(opened) == 6


def test_calibration_takes_the_face_as_it_is_for_neutral(
    session: Session, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("avatar_app.calibration.SECONDS", 0.2)
    with pytest.raises(BadInput, match="start a camera"):
        session.calibrate()
    session.open("0")
    until(session.newest)
    session.calibrate()
    assert session.status().calibrating == 0.0
    nods: list[float] = []

    def collect() -> bool:
        live = session.newest()
        if live is not None and live.tracked is not None:
            nods.append(float(live.tracked.motion.global_orient[0]))
        return session.neutral is not None

    until(collect)
    assert session.neutral is not None
    assert session.status().calibrating is None
    assert session.neutral.global_orient[0] == pytest.approx(np.median(nods), abs=1e-6)
    assert session.status().calibrated
    session.calibrate()
    session.cancel_calibration()
    assert session.status().calibrating is None
    assert session.status().calibrated
    session.forget_neutral()
    assert not session.status().calibrated


def test_a_recording_keeps_every_picture_and_motion_with_its_time(
    session: Session, until: Until, tmp_path: Path
) -> None:
    video, take = tmp_path / "new folder" / "me.mp4", tmp_path / "new folder" / "me.take"
    session.open("0")
    session.start_recording(video, (64, 48), take=take)
    with pytest.raises(BadInput, match="already being recorded"):
        session.start_recording(video, (64, 48))
    times = []
    for index in range(12):
        live = until(session.newest)
        times.append(live.frame.time)
        session.record(Picture(np.full((48, 64, 4), 255, np.uint8), index=index), live)
    done = session.stop_recording()
    assert done is not None
    assert (done.path, done.frames, done.missed, done.cause) == (video, 12, 0, None)
    with av.open(str(video)) as file:
        written = [float(frame.pts * frame.time_base) for frame in file.decode(video=0)]
    np.testing.assert_allclose(written, np.array(times) - times[0], atol=2e-4)
    np.testing.assert_allclose(load_take(take).time, np.array(times) - times[0], atol=1e-9)
    assert session.stop_recording() is None


def test_a_recording_that_cannot_be_written_ends_with_its_reason(
    session: Session, until: Until, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    session.open("0")
    session.start_recording(tmp_path / "file" / "me.mp4", (64, 48))
    picture = Picture(np.full((48, 64, 4), 255, np.uint8))
    with pytest.raises(BadInput, match=r"me\.mp4 cannot be written, .* Choose another place\."):
        until(lambda: session.record(picture, until(session.newest)))
    assert session.status().recording is None
    assert session.status().source == "live"


def test_an_avatar_of_another_head_is_refused_and_the_old_one_stays(session: Session) -> None:
    before = session.avatar
    with pytest.raises(ModelMismatch, match="open-9"):
        session.show(replace(before, name="Zoë", head_id="open-9"))
    assert session.avatar is before
