"""python -m training label on a real portrait (public domain) that moves through a small video."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load, load_file
from synthetic_video import NTSC, write_video

from engine.capture import open_source
from engine.errors import BadInput
from engine.record.take import load_take
from training.__main__ import main
from training.data.faces import open_faces
from training.data.shards import SIZE, Shard, open_shards
from training.label.command import Label

SIZE_WH = (256, 224)
PTS = [n + n // 7 for n in range(16)]
FACELESS = (8, 9, 10, 11)


@pytest.fixture(scope="module")
def inputs(portrait, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with acted.mp4 (uneven times, a gap without a face) and a person's two photos."""
    folder = tmp_path_factory.mktemp("inputs")
    images = []
    for n in range(len(PTS)):
        left, top = 60 + 2 * n, 10 + n
        cut = portrait[top : top + SIZE_WH[1], left : left + SIZE_WH[0]]
        images.append(np.random.default_rng(n).integers(60, 120, cut.shape, np.uint8) if n in FACELESS else cut)
    write_video(folder / "acted.mp4", PTS, NTSC, SIZE_WH, images=images)
    for name, left in (("007_neutral.png", 0), ("007_smile.png", 40)):
        Image.fromarray(portrait[:320, left : left + 400]).save(folder / name)
    return folder


@pytest.fixture(scope="module")
def labelled(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("labelled")
    with np.errstate(all="raise", under="ignore"):
        Label((inputs,), output, background=0.5).run()
    return output


def _shard(folder: Path, name: str) -> Shard:
    (shard,) = [shard for shard in open_shards([folder]) if shard.path.name.startswith(name)]
    return shard


def test_the_take_has_every_frame_at_its_time(labelled: Path, inputs: Path, open_head) -> None:
    take = load_take(labelled / "acted.take")
    source = open_source(inputs / "acted.mp4")
    times = []
    while (frame := source.read()) is not None:
        times.append(frame.time)
    source.close()
    np.testing.assert_array_equal(take.time, times)
    assert take.source_size_wh == SIZE_WH
    assert take.head_id == open_head.id
    assert take.tracker == "offline"
    gone = np.isin(np.arange(len(PTS)), FACELESS)
    assert (take.confidence[gone] == 0).sum() >= 3  # the detector may hold on for a frame
    assert (take.confidence[~gone] > 0).all()


def test_the_shards_say_who_and_where(labelled: Path) -> None:
    clip, photos = _shard(labelled, "acted"), _shard(labelled, "inputs")
    assert clip.is_real
    for shard, faces in ((clip, 12), (photos, 2)):
        samples = shard.samples
        someone = np.asarray(samples.person) >= 0
        assert someone.sum() == pytest.approx(faces, abs=1)
        assert len(np.unique(samples.person[someone])) == 1
        assert np.ptp(samples.shape[someone], axis=0).max() == 0  # one identity
        assert samples.landmarks[someone].min() > 0
        assert samples.landmarks[someone].max() < SIZE
        assert samples.confidence[someone].min() > 0.3
        assert not samples.confidence[~someone].any()
        assert not samples.trust[~someone].any()
    assert (np.asarray(clip.samples.person) < 0).sum() >= 2
    assert clip.samples.person.max() != photos.samples.person.max()


def test_what_is_done_is_kept_and_what_is_missing_is_made_again(
    labelled: Path, inputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in labelled.iterdir()}
    Label((inputs,), labelled, background=0.5).run()
    assert capsys.readouterr().out.count("kept, ") == 2
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in labelled.iterdir()} == before
    (labelled / "acted-000.safetensors").unlink()
    Label((inputs / "acted.mp4",), labelled, background=0.5).run()
    assert (labelled / "acted.take").read_bytes() == before["acted.take"][0]
    again = load_file(labelled / "acted-000.safetensors")
    for name, array in load(before["acted-000.safetensors"][0]).items():
        np.testing.assert_array_equal(again[name], array)


def test_other_wishes_make_other_samples(inputs: Path, tmp_path: Path) -> None:
    for background in (0.0, 1.0):
        Label((inputs / "007_smile.png",), tmp_path, background=background).run()
        (card,) = tmp_path.glob("*.json")
        assert json.loads(card.read_text())["background"] == background


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("missing.mp4", None, "does not exist"), ("text.mp4", b"hello", "no video"), ("empty.mp4", b"", "empty file")],
)
def test_bad_input_is_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes | None,
    says: str,
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr("sys.argv", ["training", "label", str(tmp_path / name), "-o", str(tmp_path / "out")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert says in error
    assert name in error
    assert error.count("\n") == 1


def test_a_bad_file_does_not_stop_the_others(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.mp4").write_bytes(b"no video")
    with pytest.raises(SystemExit) as ended:
        Label((tmp_path / "broken.mp4", inputs / "007_smile.png"), tmp_path / "out").run()
    assert ended.value.code == 2
    assert len(open_shards([tmp_path / "out"])) == 1


def test_squares_show_the_faces_of_people_by_folder_and_of_clips(inputs: Path, tmp_path: Path) -> None:
    for name in ("007_neutral.png", "007_smile.png"):
        (tmp_path / "people" / "n000007").mkdir(parents=True, exist_ok=True)
        (tmp_path / "people" / "n000007" / name).write_bytes((inputs / name).read_bytes())
    Label((tmp_path / "people", inputs / "acted.mp4"), tmp_path / "out", squares=True).run()
    files = {file.path.stem: file for file in open_faces([tmp_path / "out"])}
    assert set(files) == {"acted", "people-n000007"}
    assert 1 <= len(files["acted"]) <= 3  # some frames of half a second, four of which show nobody
    photos = files["people-n000007"]
    assert len(photos) == 2
    assert photos.person[0] == photos.person[1] != files["acted"].person[0]
    for row in range(2):
        face = photos[row]
        # Twice as wide as the landmarks' box, which lies in its middle; cheeks are skin, the wall behind is not.
        assert np.ptp(face.landmarks, axis=0).mean() == pytest.approx(160, abs=0.5)
        assert face.landmarks.min(0) + np.ptp(face.landmarks, axis=0) / 2 == pytest.approx([160, 160], abs=0.5)
        assert face.mask[face.landmarks[30, 1].astype(int), face.landmarks[30, 0].astype(int)] == 255
        assert face.mask[:40].max() == 0
        assert 0.1 < (face.mask > 0).mean() < 0.3
        assert face.picture[face.mask > 0].mean() > 60  # black beyond the picture's edge only


def test_without_ray_a_cluster_is_refused_with_the_remedy(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(BadInput, match=r"avatar-app\[cluster\]"):
        Label((inputs,), tmp_path, cluster=True).run()
