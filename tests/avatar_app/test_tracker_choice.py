"""--tracker on every command that follows a face, and the same choice in the window's settings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from avatar_app.__main__ import run
from avatar_app.settings import Settings, load_settings, save_settings
from engine.assets import find
from engine.avatar.default import default_avatar
from engine.avatar.store import save_avatar
from engine.head import open_head
from engine.record.take import load_take
from engine.record.video import VideoRecorder
from engine.types import Picture


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An avatar, and a short video without a face."""
    folder = tmp_path_factory.mktemp("tracker")
    save_avatar(default_avatar(open_head()), folder / "me.avatar")
    with VideoRecorder(folder / "grey.mp4", (160, 120), fps=30) as recorder:
        for index in range(8):
            recorder.write(Picture(np.full((120, 160, 4), 200, np.uint8), index=index, time=index / 30))
    return folder


@pytest.mark.parametrize(
    "command",
    [
        "track grey.mp4 -o x.take",
        "transfer me.avatar grey.mp4 -o x.mp4",
        "puppet me.avatar --source grey.mp4 --headless",
        "bench --source grey.mp4 --seconds 1",
    ],
)
def test_an_encoder_that_is_not_there_is_one_sentence_and_code_3(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("engine.tracking.live_network.FILE", "models/absent.onnx")
    assert run([*command.split(), "--tracker", "encoder"]) == 3
    lines = capfd.readouterr().err.strip().splitlines()
    assert lines == ["The shipped file assets/models/absent.onnx is missing. Reinstall the application to get it back."]
    assert not (folder / "x.take").exists()
    assert not (folder / "x.mp4").exists()


def test_an_unknown_tracker_is_bad_input(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["track", str(folder / "grey.mp4"), "-o", str(folder / "x.take"), "--tracker", "magic"]) == 2
    assert len(capfd.readouterr().err.strip().splitlines()) == 1


def test_a_take_names_what_tracked_it(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "t.take"
    assert run(["track", str(folder / "grey.mp4"), "-o", str(path), "--tracker", "landmarks", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["tracker"] == "landmarks"
    take = load_take(path)
    assert (take.tracker, take.model_sha256) == ("landmarks", find("face_landmarker.task").sha256)


def test_the_choice_outlives_the_window(tmp_path: Path) -> None:
    save_settings(Settings(tracker="encoder"), tmp_path / "settings.toml")
    assert load_settings(tmp_path / "settings.toml") == (Settings(tracker="encoder"), None)
