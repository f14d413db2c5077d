"""One item of the transfer queue carried out: what becomes of good and of bad videos, in the worker's own process."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from synthetic_video import NTSC, shown, sound_packets, write_video

from avatar_app.transfer_order import Order, Terms
from avatar_app.transfer_worker import Control, work
from engine.assets import provisioned
from engine.capture.video_file import VideoFile
from engine.errors import AssetMissing
from engine.record.take import load_take
from engine.types import replace


class StoppedAfter(Control):
    """Stopped by the window after so many frames."""

    def __init__(self, frames: int) -> None:
        super().__init__()
        self.waits = -frames  # once before the first, once after each

    def wait(self) -> float:
        self.waits += 1
        if self.waits > 0:
            self.stopped.set()
        return super().wait()


Told = list[dict[str, object]]
Carry = Callable[..., Told]
SIZE_WH = (256, 224)


@pytest.fixture(scope="module")
def acted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of the sample portrait in eight frames, with sound."""
    try:
        portrait = np.asarray(Image.open(provisioned("astronaut.png")).convert("RGB"))
        provisioned("face_landmarker.task")
    except AssetMissing as error:
        pytest.skip(str(error))
    path = tmp_path_factory.mktemp("acted") / "acted.mp4"
    write_video(path, range(0, 32, 4), NTSC, SIZE_WH, images=[portrait[:224, 60:316]] * 8, sound="aac")
    return path


@pytest.fixture
def carry(tmp_path: Path) -> Carry:
    """Carries an order for a video out and gives what was told."""

    def carry_out(video: Path, control: Control | None = None, **values: object) -> Told:
        order: Order = replace(Terms(folder=tmp_path / "out", size_wh=(64, 64)).orders((video,))[0], **values)
        control = control or Control()
        control.going.set()
        told: Told = []
        work(order, control, told.append)
        return told

    return carry_out


def test_a_video_becomes_a_video_with_its_sound_and_a_take(carry: Carry, acted: Path, tmp_path: Path) -> None:
    begun, *progress, end = carry(acted, makes="both", behind="#00b140")
    parts = [str(tmp_path / "out" / f"acted as default avatar.part{suffix}") for suffix in (".mp4", ".take")]
    assert begun == {"process": os.getpid(), "parts": parts}
    video, take = tmp_path / "out" / "acted as default avatar.mp4", tmp_path / "out" / "acted as default avatar.take"
    assert end == {"end": "done", "sentence": "", "files": [str(video), str(take)]}
    assert (progress[-1]["frames"], progress[-1]["total"]) == (8, 8)
    assert shown(video)[1] == shown(acted)[1]
    assert sound_packets(video) == sound_packets(acted)
    with closing(VideoFile(video)) as made:
        np.testing.assert_allclose(made.read().image[0, 0], (0, 177, 64), atol=12)
    assert len(load_take(take)) == 8
    assert sorted(path.name for path in video.parent.iterdir()) == [video.name, take.name]


def test_no_result_replaces_another(carry: Carry, acted: Path, tmp_path: Path) -> None:
    first, second = (carry(acted, makes="take")[-1]["files"] for _ in range(2))
    assert first == [str(tmp_path / "out" / "acted as default avatar.take")]
    assert second == [str(tmp_path / "out" / "acted as default avatar 2.take")]


def test_what_is_stopped_keeps_its_part_under_a_name_that_says_so(carry: Carry, acted: Path, tmp_path: Path) -> None:
    *_, end = carry(acted, StoppedAfter(5), makes="take")
    take = tmp_path / "out" / "acted as default avatar.part.take"
    assert end == {"end": "stopped", "sentence": "", "files": [str(take)]}
    assert len(load_take(take)) == 5


def test_a_full_disk_is_told_and_the_part_so_far_plays(carry: Carry, acted: Path, tmp_path: Path) -> None:
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        *_, end = carry(acted)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert end["end"] == "failed"
    assert "the disk is full" in str(end["sentence"])
    (part,) = end["files"]
    assert 1 <= len(shown(Path(part))[0]) < 8
    assert [path for path in (tmp_path / "out").iterdir() if ".part" not in path.name] == []


def test_a_video_without_a_face_is_told(carry: Carry, tmp_path: Path) -> None:
    write_video(tmp_path / "empty.mp4", range(4), NTSC, SIZE_WH)
    *_, end = carry(tmp_path / "empty.mp4", makes="take")
    assert end["end"] == "done"
    assert end["sentence"] == "No face was found in empty.mp4: the avatar rests throughout."


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"video": "text.mp4"}, "text.mp4 is cut off or is no video"),
        ({"video": "gone.mp4"}, "gone.mp4 does not exist"),
        ({"avatar": "gone.avatar"}, "The avatar “default avatar” is no longer in"),
        ({"avatar": "text.mp4"}, "text.mp4 is not an avatar, or is damaged"),
        ({"folder": "text.mp4"}, "text.mp4 cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    values: dict[str, str], sentence: str, carry: Carry, acted: Path, tmp_path: Path
) -> None:
    (tmp_path / "text.mp4").write_text("no video " * 100)
    paths = {name: tmp_path / value for name, value in values.items()}
    *_, end = carry(paths.pop("video", acted), makes="video" if "avatar" in values else "take", **paths)
    assert end["end"] == "failed"
    assert sentence in str(end["sentence"])
    assert end["files"] == []
