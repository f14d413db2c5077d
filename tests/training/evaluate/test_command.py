"""The command on a folder of its own making: the sample portrait before a moving camera, and a video of nobody."""

import json

import cv2
import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from synthetic_video import write_video

from engine.assets import provisioned
from engine.errors import AssetMissing, BadInput
from training.evaluate.command import Evaluate
from training.evaluate.figure import Figure, Report, at_least
from training.evaluate.table import as_json, markdown


@pytest.fixture
def folder(tmp_path):
    try:
        portrait = cv2.imread(str(provisioned("astronaut.png")), cv2.IMREAD_COLOR_RGB)
    except AssetMissing as error:
        pytest.skip(str(error))
    face = portrait[20:300, 100:380]
    sway = [np.ascontiguousarray(np.roll(face, round(12 * np.sin(i / 4)), axis=1)) for i in range(24)]
    (tmp_path / "videos").mkdir()
    write_video(tmp_path / "videos" / "talk_1.mp4", range(24), size_wh=(280, 280), images=sway)
    write_video(tmp_path / "videos" / "no_face.mp4", range(12))
    return tmp_path


def test_the_landmark_tracker_is_measured_and_written_down(folder, capsys) -> None:
    output = folder / "out" / "results.json"
    asked = {"data": folder, "cache": folder / "cache", "output": output, "parts": ("clips", "presence")}
    Evaluate(tracker=("landmarks",), **asked).run()
    written = json.loads(output.read_text())
    (report,) = written["reports"]
    figures = {(f["group"], f["name"]): f for f in report["figures"]}
    distance = figures["videos kept out", "inner 51 points from MediaPipe's, % of interocular"]
    assert 0 < distance["value"] < 3
    assert distance["holds"]
    assert figures["presence", "frames tracked without a face"]["value"] == 0
    assert figures["videos kept out", "eye opening at full blinks, share of open"]["value"] is None  # she never blinks
    (clip,) = report["clips"]
    assert (clip["name"], clip["trained_on"], clip["values"]["frames"]) == ("talk_1", False, 24)
    shown = capsys.readouterr().out
    assert "| **videos kept out** |" in shown
    assert output.with_suffix(".md").read_text().strip() in shown

    # The second run asks the kept answers, not MediaPipe: without a face in them nothing can be said.
    (kept,) = (folder / "cache").glob("talk_1-*")
    save_file({name: np.full_like(array, np.nan) for name, array in load_file(kept).items()}, kept)
    Evaluate(tracker=("landmarks",), **asked).run()
    (clip,) = json.loads(output.read_text())["reports"][0]["clips"]
    assert "distance" not in clip["values"]


def test_mediapipe_itself_shows_what_can_be_reached(folder) -> None:
    output = folder / "results.json"
    Evaluate(tracker=("mediapipe", "landmarks"), data=folder, output=output, parts=("clips",)).run()
    ceiling, ours = json.loads(output.read_text())["reports"]
    values = dict(ceiling["clips"][0]["values"])
    assert 0 < values["distance_percent"] < 2.5
    assert values["lag"] < dict(ours["clips"][0]["values"])["lag"]  # single pictures are not late


def test_trackers_stand_side_by_side_and_missed_bars_stand_out() -> None:
    good = Report("one", "", (Figure("g", "r", 0.97, at_least(0.95)), Figure("g", "only one", 1.0)))
    bad = Report(
        "two", "", (Figure("g", "r", 0.91, at_least(0.95)), Figure("g", "s", float("inf"), at_least(1), "lost"))
    )
    lines = markdown([good, bad]).splitlines()
    assert lines[0] == "| measure | bar | one | two |"
    assert "| r | >= 0.95 | 0.97 | **0.91** |" in lines
    assert "| only one |  | 1 |  |" in lines
    assert lines[-1] == "Bars held: one 1 of 1; two 1 of 2."
    assert json.loads(as_json([good, bad]))["reports"][1]["figures"][0]["holds"] is False


def test_what_cannot_be_evaluated_is_said(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("AVATAR_TEST_DATA", raising=False)
    with pytest.raises(BadInput, match="--data"):
        Evaluate(tracker=("landmarks",)).run()
    with pytest.raises(BadInput, match="more --model than networks"):
        Evaluate(tracker=("landmarks",), data=tmp_path, model=(tmp_path / "live.onnx",)).run()


def test_a_drawn_performance_is_where_its_truth_says(ctx, open_head) -> None:
    from engine.avatar.default import default_avatar
    from engine.head.landmarks import IBUG68
    from engine.tracking.agreement import INNER51
    from training.evaluate.reference import References
    from training.evaluate.rendered import act

    acted = act(open_head, default_avatar(open_head), {"jawOpen": 0.6}, (0.0, 0.2, 0.0), ctx=ctx)
    seen = References(None).of_clip("", lambda: acted.frames[-3:], video=False)
    inner = IBUG68[INNER51]
    unit = np.linalg.norm(seen.landmarks[-1, 473] - seen.landmarks[-1, 468])
    off = np.linalg.norm(seen.landmarks[-1, inner] - acted.landmarks[-1, inner], axis=1).mean() / unit
    assert off < 0.06
