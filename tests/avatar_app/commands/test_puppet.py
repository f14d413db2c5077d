"""avatar-app puppet --headless as a user runs it: a process of its own, a video played as a camera."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import av
import pytest

from avatar_app.__main__ import run
from avatar_app.commands.puppet import _lives
from avatar_app.session import Session
from engine.assets import provisioned
from engine.avatar.default import default_avatar
from engine.errors import AssetMissing, DeviceError
from engine.head.head_model import Head
from engine.types import Frame

PUPPET = [sys.executable, "-m", "avatar_app", "puppet"]
OPTIONS = ["--headless", "--json", "--size", "256x192"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """me.avatar, and the sample portrait moved about: moving.mp4 for two seconds, short.mp4 for one."""
    from avatar_app.benchmark import moving_portrait
    from engine.avatar.default import default_avatar
    from engine.avatar.store import save_avatar
    from engine.head import open_head

    try:
        provisioned("astronaut.png")
    except AssetMissing as error:
        pytest.skip(str(error))
    path = tmp_path_factory.mktemp("puppet")
    moving_portrait(path / "moving.mp4", 2.0)
    moving_portrait(path / "short.mp4", 1.0)
    save_avatar(default_avatar(open_head()), path / "me.avatar")
    return path


def written(path: Path) -> list[float]:
    """Times of the pictures in a video, s."""
    with av.open(str(path)) as file:
        assert (file.streams.video[0].width, file.streams.video[0].height) == (256, 192)
        return [float(frame.pts * frame.time_base) for frame in file.decode(video=0)]


def test_it_plays_for_as_long_as_asked_and_tells_how_it_went(folder: Path) -> None:
    video = folder / "out.mp4"
    command = [*PUPPET, "me.avatar", "--source", "short.mp4", "--seconds", "3", "--record", "out.mp4", *OPTIONS]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["frames"] == len(written(video))
    assert 1.0 < told["seconds"] <= 3.2  # longer than the video, which is played again
    assert told["fps"] == pytest.approx((told["frames"] - 1) / told["seconds"], rel=0.01)
    assert told["latency_ms"]["p50"] <= told["latency_ms"]["p95"]
    assert list(told["stages"]) == ["capture", "detect", "encode", "decode", "render"]  # auto is the encoder
    assert told["dropped"] >= 0
    assert "fps" in done.stderr
    assert f"{told['frames']} pictures in" in done.stderr


def test_a_window_closes_at_the_end_of_its_video(folder: Path, display: None) -> None:
    command = [*PUPPET, "me.avatar", "--source", "moving.mp4", "--record", "window.mp4"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    with av.open(str(folder / "window.mp4")) as file:
        assert 5 < len(list(file.decode(video=0))) <= 60


def test_ctrl_c_ends_it_well_and_the_recording_plays(folder: Path) -> None:
    video = folder / "interrupted.mp4"
    command = [*PUPPET, "me.avatar", "--source", "moving.mp4", "--seconds", "90", "--record", str(video), *OPTIONS]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "fps" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        told, log = process.communicate(timeout=60)
    assert process.returncode == 0, log
    times = written(video)
    assert json.loads(told)["frames"] == len(times)
    assert times[-1] > 0.5


@pytest.mark.parametrize(
    ("source", "code", "sentence"),
    [("absent.mp4", 2, "absent.mp4 does not exist"), ("97", 4, "Camera 97 cannot be opened")],
)
def test_a_source_that_is_not_there_is_named(
    folder: Path, source: str, code: int, sentence: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    monkeypatch.chdir(folder)
    assert run(["puppet", "me.avatar", "--source", source, "--record", "never.mp4", *OPTIONS]) == code
    told = capfd.readouterr()
    assert sentence in json.loads(told.out)["error"]
    assert "Traceback" not in told.err
    assert not (folder / "never.mp4").exists()


def test_a_camera_unplugged_under_way_is_named_and_what_it_recorded_is_kept(
    folder: Path, cue_source: type, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    video = folder / "cut.mp4"

    class Pulled(cue_source):
        def read(self) -> Frame | None:
            threading.Event().wait(1 / 30)
            if video.exists() and video.stat().st_size > 2_000:  # pictures, not only the head of the file
                raise DeviceError("Camera 0 was unplugged: plug it in and try again.")
            return super().read()

    monkeypatch.setattr("engine.capture.source.open_source", lambda *_, **__: Pulled())
    command = ["puppet", str(folder / "me.avatar"), "--source", "0", "--record", str(video), *OPTIONS]
    assert run(command) == 4
    told = capfd.readouterr()
    assert json.loads(told.out)["error"] == "Camera 0 was unplugged: plug it in and try again."
    assert f"{video}: {len(written(video))} frames" in told.err
    assert "Traceback" not in told.err


def test_a_camera_that_stays_open_and_gives_nothing_is_not_waited_for(
    tiny_head: Head, cue_source: type, nodding_tracker: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    class Stuck(cue_source):
        def read(self) -> Frame | None:
            return released.wait(20.0) and None if self._index == 5 else super().read()

    monkeypatch.setattr("avatar_app.commands.puppet.SILENT_SECONDS", 0.2)
    session = Session(
        tiny_head,
        default_avatar(tiny_head),
        open_source=lambda *_: Stuck(),
        make_tracker=nodding_tracker,
    )
    session.open("0")
    try:
        with pytest.raises(DeviceError, match=r"Camera 0 gives no pictures any more: plug it in again"):
            list(_lives(session, None))
    finally:
        released.set()
        session.close()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["absent.avatar"], "absent.avatar does not exist"),
        (["me.avatar", "--size", "big"], "big is no picture size"),
        (["me.avatar", "--size", "511"], "odd side"),
        (["me.avatar", "--seconds", "0"], "--seconds must be more than 0"),
        (["me.avatar", "--seconds", "nan"], "--seconds must be more than 0"),
        (["me.avatar", "--record", "x.avi"], "end it in .mp4"),
        (["me.avatar", "--record", "nowhere/x.mp4"], "nowhere does not exist"),
    ],
)
def test_options_that_cannot_be_meant_are_told(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["puppet", *arguments, "--headless"]) == 2
    assert sentence in capsys.readouterr().err
