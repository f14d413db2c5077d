from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file, save_file

from engine.errors import BadInput, ModelMismatch
from engine.head.arkit import ARKIT52
from engine.head.head_model import Head
from engine.record.snapshot import save_png
from engine.record.take import TakeBuilder, check_fits, load_take, save_take
from engine.types import Motion, Picture, Take, Tracked


def tracked(time: float, seed: int) -> Tracked:
    random = np.random.default_rng(seed)
    poses = {
        name: random.normal(size=3)
        for name in ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose", "cam")
    }
    motion = Motion(
        random.random(52), **poses, crop_from_image=random.normal(size=(3, 3)), time=time, confidence=random.random()
    )
    return Tracked(motion, random.normal(size=(68, 2)) * 100, latency_ms=random.random() * 20)


@pytest.fixture
def take() -> Take:
    builder = TakeBuilder(
        "open-1", source_size_wh=(640, 480), source_fps=29.97, tracker="landmarks", model_sha256="ab" * 32
    )
    for n in range(6):
        builder.add(tracked(n / 29.97, n))
    lost = Tracked(Motion.rest(52, time=0.3), np.full((68, 2), np.nan))
    builder.add(lost)
    return builder.build()


def damaged(path: Path, take: Take, *, without: str = "", metadata: object = None, **arrays: np.ndarray) -> Path:
    save_take(take, path)
    content = {**load_file(path), **arrays}
    content.pop(without, None)
    about = {"format": "take", "version": 1, "head_id": "open-1", "source_size_wh": [1, 1], "source_fps": 1.0}
    about |= {"tracker": "", "model_sha256": ""}
    save_file(content, path, {"take": json.dumps(about if metadata is None else metadata)})
    return path


def test_a_take_comes_back_bit_for_bit(take: Take, tmp_path: Path) -> None:
    save_take(take, tmp_path / "t.take")
    loaded = load_take(tmp_path / "t.take")
    for field in dataclasses.fields(Take):
        before, after = getattr(take, field.name), getattr(loaded, field.name)
        if isinstance(before, np.ndarray):
            assert (before.dtype, before.tobytes()) == (after.dtype, after.tobytes()), field.name
        else:
            assert before == after, field.name
    assert [p.name for p in tmp_path.iterdir()] == ["t.take"]


def test_a_flipped_byte_among_the_numbers_is_found(take: Take, tmp_path: Path) -> None:
    path = tmp_path / "t.take"
    save_take(take, path)
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"t\.take was altered"):
        load_take(path)


@pytest.mark.parametrize(
    "lie", [{"head_family": "flame"}, {"expression_names": [f"expression_{i}" for i in range(52)]}]
)
def test_a_take_whose_head_is_of_another_kind_than_it_says_is_refused(
    take: Take, tmp_path: Path, lie: dict[str, object]
) -> None:
    about = {"format": "take", "version": 1, "head_id": "open-1", "source_size_wh": [1, 1], "source_fps": 1.0}
    path = damaged(tmp_path / "t.take", take, metadata=about | {"tracker": "", "model_sha256": ""} | lie)
    with pytest.raises(ModelMismatch, match="another kind of head"):
        load_take(path)


def test_a_take_says_for_whom_and_by_whom_it_was_made(take: Take, tmp_path: Path) -> None:
    from safetensors import safe_open

    save_take(take, tmp_path / "t.take")
    with safe_open(tmp_path / "t.take", "numpy") as file:
        metadata = json.loads(file.metadata()["take"])
        assert file.get_tensor("landmarks68").shape == (7, 68, 2)
        assert file.get_tensor("time").dtype == np.float64
    assert len(metadata.pop("sha256")) == 64
    assert metadata == {
        "format": "take",
        "version": 1,
        "head_id": "open-1",
        "head_family": "open",
        "expression_names": list(ARKIT52),
        "source_size_wh": [640, 480],
        "source_fps": 29.97,
        "tracker": "landmarks",
        "model_sha256": "ab" * 32,
    }


def test_frames_without_a_face_are_marked(take: Take) -> None:
    assert take.confidence[-1] == 0
    assert np.isnan(take.landmarks68[-1]).all()
    assert np.isfinite(take.landmarks68[:-1]).all()


def test_what_was_added_is_what_plays(take: Take) -> None:
    motion, original = take.motion(3), tracked(3 / 29.97, 3).motion
    for field in dataclasses.fields(Motion):
        np.testing.assert_array_equal(
            np.float32(getattr(motion, field.name)), np.float32(getattr(original, field.name)), err_msg=field.name
        )


def test_an_empty_take_is_refused() -> None:
    with pytest.raises(BadInput, match="at least one frame"):
        TakeBuilder("open-1").build()


def test_what_is_no_take_is_one_sentence_with_its_name(take: Take, tmp_path: Path) -> None:
    path = tmp_path / "t.take"
    save_take(take, path)
    whole = path.read_bytes()
    for content in (b"", b"text " * 100, whole[:-100], whole[: len(whole) // 2], b"\xff" * 64):
        path.write_bytes(content)
        with pytest.raises(BadInput, match=r"t\.take") as caught:
            load_take(path)
        assert "\n" not in str(caught.value)
    save_file({"a": np.zeros(3)}, path)
    with pytest.raises(BadInput, match=r"t\.take is not a take"):
        load_take(path)
    with pytest.raises(BadInput, match="does not exist"):
        load_take(tmp_path / "nowhere.take")


def test_damaged_content_is_one_sentence(take: Take, tmp_path: Path) -> None:
    path = tmp_path / "t.take"
    bad = np.array(take.expression)
    bad[2, 3] = np.nan
    for changes, says in (
        ({"without": "jaw_pose"}, "jaw_pose"),
        ({"expression": bad}, "expression"),
        ({"cam": take.cam[:-1]}, "cam"),
        ({"time": np.arange(7)}, "time"),
        ({"metadata": {"format": "take", "version": 1}}, "damaged"),
        ({"metadata": [1]}, "not a take"),
    ):
        with pytest.raises(BadInput, match=says):
            load_take(damaged(path, take, **changes))


def test_a_take_of_a_later_version_says_which_is_read(take: Take, tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match="take format 7, this version of the app reads 1"):
        load_take(damaged(tmp_path / "t.take", take, metadata={"format": "take", "version": 7}))


def test_a_take_of_another_family_does_not_drive_this_head(take: Take, open_head: Head) -> None:
    check_fits(take, open_head, "t.take")
    foreign = dataclasses.replace(take, head_id="flame-2023")
    with pytest.raises(ModelMismatch, match=r"t\.take .*flame-2023"):
        check_fits(foreign, open_head, "t.take")


def test_a_take_that_cannot_be_written_leaves_nothing(take: Take, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        save_take(take, tmp_path / "nowhere" / "t.take")


def test_a_snapshot_keeps_colour_and_alpha(tmp_path: Path) -> None:
    rgba = np.random.default_rng(0).integers(0, 256, (20, 30, 4), np.uint8)
    save_png(Picture(rgba), tmp_path / "p.png")
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "p.png")), rgba)
    assert [p.name for p in tmp_path.iterdir()] == ["p.png"]


def test_the_shipped_performance_plays_on_the_shipped_head_and_ends_at_rest(open_head: Head) -> None:
    from engine.assets import shipped
    from engine.head.arkit import INDEX

    take = load_take(shipped("samples/hello.take"))
    check_fits(take, open_head, "hello.take")
    assert 7 < take.time[-1] - take.time[0] < 12
    assert np.all(np.diff(take.time) > 0)
    assert np.all(take.confidence > 0)
    for name in ("eyeBlinkLeft", "jawOpen", "mouthSmileLeft", "browInnerUp"):
        assert np.ptp(take.expression[:, INDEX[name]]) > 0.4, name
    assert np.ptp(take.global_orient[:, 1]) > np.radians(20)
    assert np.abs(take.expression[-1]).max() == 0
