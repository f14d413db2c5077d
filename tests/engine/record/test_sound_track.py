"""The microphone in a recording: in time with the pictures, without gaps, whatever the device does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sound_rig import EVERY, Device, heard
from synthetic_video import picture, shown

from engine.record.sound_track import SoundTrack
from engine.record.video import VideoRecorder
from engine.sound.feed import Feed
from engine.sound.sample_clock import SampleClock

BEGIN = 1003.7
"""s on the engine's clock, of the first picture; the device is heard from 1000 on."""
FPS = 30


def record(
    path: Path,
    device: Device,
    seconds: float,
    delay: float = 0.0,
    unplugged: Callable[[float], bool] = lambda _time: False,
) -> None:
    """A video of numbered pictures, with what the device hears; unplugged: whether it is, s after the first picture."""
    feed, clock = Feed(), SampleClock(device.rate)

    def listen(time: float) -> None:
        for samples, arrived, begin in device.until(time):
            if not unplugged(begin - BEGIN):
                feed.put(clock.place(samples, arrived))

    listen(BEGIN)
    track = SoundTrack(feed.tap(), delay)
    track.begin(BEGIN)
    with VideoRecorder(path, (160, 96), audio_from=track) as video:
        for number in range(round(seconds * FPS)):
            listen(BEGIN + number / FPS + 0.05)  # a picture takes as long to come here
            video.write(picture(number, number / FPS))
        listen(BEGIN + seconds + 0.1)


def off_beat(times: np.ndarray) -> np.ndarray:
    """By how much clicks miss theirs, s."""
    beats = times + BEGIN
    return beats - np.round(beats / EVERY) * EVERY


@pytest.mark.parametrize(("rate", "ppm"), [(48_000, 0.0), (44_100, 150.0), (16_000, -150.0)])
def test_every_click_is_where_it_was_heard(tmp_path: Path, rate: int, ppm: float) -> None:
    record(tmp_path / "a.mp4", Device(rate, ppm, delay=0.0), 5.0)
    times, length = heard(tmp_path / "a.mp4")
    assert len(times) == 10
    assert np.abs(off_beat(times)).max() < 0.005
    assert length == pytest.approx(5.0, abs=0.05)
    assert len(shown(tmp_path / "a.mp4")[0]) == 5 * FPS


def test_sound_is_moved_as_asked(tmp_path: Path) -> None:
    record(tmp_path / "a.mp4", Device(delay=0.0), 3.0, delay=0.08)
    times, _ = heard(tmp_path / "a.mp4")
    assert off_beat(times) == pytest.approx(0.08, abs=0.005)


def test_a_microphone_that_is_unplugged_leaves_silence_and_comes_back_in_time(tmp_path: Path) -> None:
    record(tmp_path / "a.mp4", Device(delay=0.0), 9.0, unplugged=lambda time: 2.9 < time < 6.2)
    times, length = heard(tmp_path / "a.mp4")
    assert np.abs(off_beat(times)).max() < 0.008  # it finds its time anew
    assert not ((times > 3.0) & (times < 6.1)).any()
    assert (times < 2.9).sum() == 6
    assert (times > 6.2).sum() == 6
    assert length == pytest.approx(9.0, abs=0.05)


def test_without_any_sound_the_video_is_whole_and_silent(tmp_path: Path) -> None:
    record(tmp_path / "a.mp4", Device(), 3.0, unplugged=lambda _time: True)
    times, length = heard(tmp_path / "a.mp4")
    assert len(times) == 0
    assert length == pytest.approx(3.0, abs=0.05)
    assert len(shown(tmp_path / "a.mp4")[0]) == 3 * FPS


def test_unplugged_at_the_end_the_sound_is_as_long_as_the_pictures(tmp_path: Path) -> None:
    record(tmp_path / "a.mp4", Device(), 4.0, unplugged=lambda time: time > 1.6)
    assert heard(tmp_path / "a.mp4")[1] == pytest.approx(4.0, abs=0.05)
