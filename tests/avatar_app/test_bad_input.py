"""Every command, given what it cannot use, says so in one sentence and ends with the right code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from avatar_app.__main__ import run
from engine.avatar.default import default_avatar
from engine.avatar.store import save_avatar
from engine.head import open_head


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An avatar, and files that are not what their names say."""
    folder = tmp_path_factory.mktemp("bad")
    save_avatar(default_avatar(open_head()), folder / "me.avatar")
    (folder / "empty.jpg").touch()
    for name in ("text.jpg", "text.mp4", "text.avatar", "text.take"):
        (folder / name).write_text("This is a text file.\n" * 100)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        "create nothing.jpg -o x.avatar",
        "create text.jpg -o x.avatar",
        "create empty.jpg -o x.avatar",
        "track nothing.mp4 -o x.take",
        "track text.mp4 -o x.take",
        "transfer nothing.avatar text.mp4 -o x.mp4",
        "transfer me.avatar text.mp4 -o x.mp4",
        "transfer text.avatar text.mp4 -o x.mp4",
        "render me.avatar text.take -o x.mp4",
        "render me.avatar -o x.png --expression smirk=1",
        "render me.avatar -o x.tiff",
        "export text.avatar -o x.glb",
        "export me.avatar -o x.fbx",
        "export me.avatar -o x.obj --take text.take",
        "puppet nothing.avatar --headless",
        "puppet me.avatar --source text.mp4 --headless",
        "bench --source nothing.mp4",
        "bench --seconds 0",
        "bench --seconds nan",
        "bench --size 0",
        "create text.jpg -o x.avatar --preview x.jpg",
        "create text.jpg -o x.avatar --preview nowhere/x.png",
        "track text.mp4 -o x.mp4",
        "render text.jpg -o x.png",
        "export me.avatar -o nowhere/x.glb",
        "puppet me.avatar --source text.mp4 --record x.webm",
    ],
)
def test_bad_input_is_one_sentence_and_code_2(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    before = sorted(folder.iterdir())
    assert run([*command.split(), "--json"]) == 2
    shown = capfd.readouterr()
    sentence = json.loads(shown.out)["error"]
    assert shown.err.splitlines()[-1] == sentence
    assert "Traceback" not in shown.err
    assert len(sentence) < 300
    assert sorted(folder.iterdir()) == before


def test_a_camera_that_is_not_there_is_code_4(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    assert run(["puppet", "me.avatar", "--source", "77", "--headless"]) == 4
    assert "amera 77" in capfd.readouterr().err


def test_a_missing_landmark_model_is_code_3(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from engine.assets import provisioned

    portrait = provisioned("astronaut.png")
    monkeypatch.setenv("AVATAR_CACHE", str(folder / "no cache"))
    assert run(["create", str(portrait), "-o", str(folder / "x.avatar")]) == 3
    assert capfd.readouterr().err == "face_landmarker.task is not installed yet. Run: avatar-app assets pull\n"
