"""track, transfer and render on a real portrait (public domain) that moves through the picture."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from synthetic_video import NTSC, shown, sound_packets, write_video

from avatar_app.__main__ import run
from engine.assets import provisioned
from engine.capture import open_source
from engine.check import Array
from engine.errors import AssetMissing
from engine.record.take import load_take

SIZE_WH = (256, 224)
PTS = [n + n // 7 for n in range(16)]
FACELESS = (8, 9, 10, 11)
"""The face is gone in these."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """acted.mp4 (uneven times, sound, a gap without a face) and me.avatar."""
    from engine.avatar.default import default_avatar
    from engine.avatar.store import save_avatar
    from engine.head import open_head

    try:
        portrait = np.asarray(Image.open(provisioned("astronaut.png")).convert("RGB"))
        provisioned("face_landmarker.task")
    except AssetMissing as error:
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("performance")
    images: list[Array] = []
    for n in range(len(PTS)):
        left, top = 60 + 2 * n, 10 + n
        cut = portrait[top : top + SIZE_WH[1], left : left + SIZE_WH[0]]
        images.append(np.full_like(cut, 90) if n in FACELESS else cut)
    write_video(folder / "acted.mp4", PTS, NTSC, SIZE_WH, images=images, sound="aac")
    save_avatar(default_avatar(open_head()), folder / "me.avatar")
    return folder


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    """The object that a command prints with --json."""
    capsys.readouterr()
    code = run([*map(str, arguments), "--json"])
    captured = capsys.readouterr()
    assert code == 0, captured.err
    result: dict[str, object] = json.loads(captured.out)
    return result


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Calls a command that must give one sentence and exit code 2."""

    def refuse(*arguments: object) -> str:
        capsys.readouterr()
        assert run([str(a) for a in arguments]) == 2
        captured = capsys.readouterr()
        assert captured.err.strip().count("\n") == 0, captured.err
        return captured.err

    return refuse


def test_transfer_keeps_frame_times_and_sound(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.mp4"
    result = call(capsys, "transfer", folder / "me.avatar", folder / "acted.mp4", "-o", out, "--size", "128")
    assert shown(out)[1] == shown(folder / "acted.mp4")[1]
    assert sound_packets(out) == sound_packets(folder / "acted.mp4")
    assert open_source(out).size_wh == (128, 128)
    assert result["frames"] == len(PTS)
    assert result["fps"] == pytest.approx(len(PTS) / result["seconds"])
    (video,) = result["videos"]
    assert video["video"] == str(out)
    assert video["faces"] == len(PTS) - len(FACELESS)


def test_transfer_shows_the_source_beside_the_avatar(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "made" / "here"
    call(
        capsys, "transfer", folder / "me.avatar", folder / "acted.mp4", "-o", out, "--side-by-side",
        "--size", "200x224", "--background", "white",
    )  # fmt: skip
    source, result = open_source(folder / "acted.mp4"), open_source(out / "acted.mp4")
    assert result.size_wh == (SIZE_WH[0] + 200, 224)
    acted, drawn = source.read(), result.read()
    assert acted is not None
    assert drawn is not None
    left, right = drawn.image[:, : SIZE_WH[0]], drawn.image[:, SIZE_WH[0] :]
    assert np.abs(left.astype(int) - acted.image).mean() < 5
    assert right[:20, :40].min() > 240
    assert right[80:150, 70:130].mean() < 220
    source.close()
    result.close()


def test_transfer_onto_the_source_touches_only_frames_with_a_face(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.mp4"
    call(capsys, "transfer", folder / "me.avatar", folder / "acted.mp4", "-o", out, "--background", "source")
    source, result = open_source(folder / "acted.mp4"), open_source(out)
    assert result.size_wh == SIZE_WH
    changed = [
        np.abs(a.image.astype(int) - b.image).mean() > 8
        for a, b in zip(iter(source.read, None), iter(result.read, None), strict=True)
    ]
    assert changed == [n not in FACELESS for n in range(len(PTS))]


@pytest.mark.parametrize("command", ["transfer", "render"])
def test_a_picture_can_be_the_background(
    command: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.new("RGB", (240, 160), (200, 30, 90)).save(tmp_path / "wall.png")
    if command == "transfer":
        arguments, out = [folder / "acted.mp4"], tmp_path / "out.mp4"
    else:
        arguments, out = [], tmp_path / "out.png"
    call(
        capsys, command, folder / "me.avatar", *arguments, "-o", out, "--size", "96",
        "--background", tmp_path / "wall.png",
    )  # fmt: skip
    source = open_source(out)
    first = source.read()
    source.close()
    assert first is not None
    assert np.abs(first.image[:6, :6].astype(int) - (200, 30, 90)).max() < 12


def test_track_then_render(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "t.take"
    result = call(capsys, "track", folder / "acted.mp4", "-o", path)
    assert (result["take"], result["frames"], result["faces"]) == (str(path), len(PTS), len(PTS) - len(FACELESS))
    take = load_take(path)
    assert list(take.time) == shown(folder / "acted.mp4")[1]
    assert [n for n in range(len(PTS)) if take.confidence[n] == 0] == list(FACELESS)
    assert np.isnan(take.landmarks68[list(FACELESS)]).all()
    assert take.source_size_wh == SIZE_WH

    call(capsys, "render", folder / "me.avatar", path, "-o", tmp_path / "t.mp4", "--size", "96")
    assert shown(tmp_path / "t.mp4")[1] == pytest.approx(take.time, abs=1e-5)

    call(
        capsys, "render", folder / "me.avatar", path, "-o", tmp_path / "t.png", "--frame", "3",
        "--background", "transparent", "--size", "96",
    )  # fmt: skip
    assert run(["render", str(folder / "me.avatar"), str(path), "-o", str(tmp_path / "x.png"), "--frame", "-1"]) == 2
    rgba = np.asarray(Image.open(tmp_path / "t.png"))
    assert rgba.shape == (96, 96, 4)
    assert rgba[0, 0, 3] == 0
    assert rgba[48, 48, 3] == 255


def test_an_expression_changes_the_picture(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pictures = {}
    for name, options in {
        "rest": [],
        "again": [],
        "open": ["--expression", "jawOpen=1"],
        "side": ["--yaw", "40"],
        "normal": ["--look", "normal"],
        "night": ["--light", "night", "--light-turn", "90"],
    }.items():
        path = tmp_path / f"{name}.png"
        call(capsys, "render", folder / "me.avatar", "-o", path, "--size", "128", *options)
        pictures[name] = np.asarray(Image.open(path)).astype(int)
    assert np.array_equal(pictures["rest"], pictures["again"])
    for name in ("open", "side", "normal", "night"):
        assert np.abs(pictures[name] - pictures["rest"]).max() > 60, name


def test_what_cannot_be_done_is_one_sentence_and_writes_nothing(
    folder: Path, tmp_path: Path, refused: Callable[..., str]
) -> None:
    avatar, video = folder / "me.avatar", folder / "acted.mp4"
    (tmp_path / "text.mp4").write_text("no video " * 100)
    (tmp_path / "no.take").write_text("no take")
    before = sorted(tmp_path.iterdir())
    out = tmp_path / "out.mp4"
    assert "text.mp4" in refused("transfer", avatar, video, tmp_path / "text.mp4", "-o", tmp_path / "folder")
    assert "two.avatar" in refused("transfer", tmp_path / "two.avatar", video, "-o", out)
    assert "folder" in refused("transfer", avatar, video, video, "-o", out)
    assert "out.avi" in refused("transfer", avatar, video, "-o", tmp_path / "out.avi")
    assert "transparent" in refused("transfer", avatar, video, "-o", out, "--background", "transparent")
    assert "avatar-app transfer" in refused("transfer", avatar, "-o", out)
    assert "nan" in refused("render", avatar, "-o", tmp_path / "x.png", "--yaw", "nan")
    assert "T.take" in refused("render", avatar, "-o", tmp_path / "x.png", "--frame", "0")
    assert "itself" in refused("transfer", avatar, video, "-o", video)
    assert "no.take" in refused("render", avatar, tmp_path / "no.take", "-o", out)
    assert "out.gif" in refused("render", avatar, "-o", tmp_path / "out.gif")
    assert "nowhere" in refused("track", video, "-o", tmp_path / "nowhere" / "t.take")
    assert "text.mp4" in refused("track", tmp_path / "text.mp4", "-o", tmp_path / "t.take")
    assert sorted(tmp_path.iterdir()) == before


def test_ctrl_c_in_a_transfer_keeps_the_part_so_far_and_says_where(folder: Path, tmp_path: Path) -> None:
    portrait = np.asarray(Image.open(provisioned("astronaut.png")).convert("RGB"))[:224, 60:316]
    write_video(tmp_path / "long.mp4", range(400), NTSC, SIZE_WH, images=[portrait] * 400)
    out = tmp_path / "out.mp4"
    command = [sys.executable, "-m", "avatar_app", "transfer", folder / "me.avatar", tmp_path / "long.mp4", "-o", out]
    child = subprocess.Popen([*map(str, command), "--size", "64"], stdout=subprocess.PIPE, env=os.environ, text=True)
    while child.poll() is None and not (out.exists() and out.stat().st_size > 3000):
        with suppress(subprocess.TimeoutExpired):
            child.wait(0.02)
    child.send_signal(signal.SIGINT)
    output, _ = child.communicate(timeout=30)
    assert child.returncode == 130
    assert f"Stopped: {out} holds the first" in output
    assert 1 <= len(shown(out)[0]) < 400
