"""The two commands that show the whole product at work: the demo's files and the bench's figures."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from avatar_app.__main__ import run
from avatar_app.sheet import COLUMNS, TILE
from engine.assets import shipped
from engine.record.take import load_take
from engine.record.video import VideoRecorder
from engine.types import Picture, Take


def every_sixth(take: Take) -> Take:
    """The same performance in a sixth of its frames."""
    values = {field.name: getattr(take, field.name) for field in fields(take)}
    return replace(take, **{name: value[::6] for name, value in values.items() if isinstance(value, np.ndarray)})


def test_the_demo_performs_the_whole_take_beside_the_photo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    take = every_sixth(load_take(shipped("samples/hello.take")))  # ten seconds of drawing would show no more
    monkeypatch.setattr("engine.record.take.load_take", lambda path: take if path.name == "hello.take" else None)
    assert run(["demo", "-o", str(tmp_path / "new" / "out"), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    with av.open(result["video"]) as video:
        frames = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
    assert len(frames) == result["frames"] == len(take)
    photo, avatar = np.split(np.stack(frames[::5]).astype(np.int16), 2, axis=2)
    assert photo.std(0).mean() < 1.0
    assert avatar.std(0).max() > 20.0
    with Image.open(result["picture"]) as sheet:
        assert sheet.size == (COLUMNS * TILE, 2 * TILE)
    assert sorted(path.name for path in (tmp_path / "new" / "out").iterdir()) == ["demo.avatar", "demo.mp4", "demo.png"]


def test_bench_times_every_stage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "--seconds", "1.5", "--size", "128", "--tracker", "landmarks", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [row["stage"] for row in result["stages"]] == ["capture", "detect", "solve", "render", "present"]
    assert all(0 < row["p50"] <= row["p95"] for row in result["stages"])
    assert 0 < result["shown_fps"] <= 1.1 * result["source_fps"]  # counted over 1.5 s: late pictures catch up
    assert 0 < result["latency_p50_ms"] <= result["latency_p95_ms"]


def test_bench_without_a_face_to_play_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.mp4").write_bytes(b"")
    assert run(["bench", "--source", str(tmp_path / "empty.mp4")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_bench_of_a_video_in_which_nobody_is_seen_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "grey.mp4"
    with VideoRecorder(path, (160, 120), fps=30) as recorder:
        for index in range(60):
            recorder.write(Picture(np.full((120, 160, 4), 255 - index, np.uint8), index=index, time=index / 30))
    assert run(["bench", "--source", str(path), "--seconds", "1", "--size", "64", "--json"]) == 0
    shown = capsys.readouterr()
    assert f"No face was found in {path}" in shown.err
    assert json.loads(shown.out)["faces"] == 0
