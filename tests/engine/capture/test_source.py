from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from synthetic_video import number_of, numbered, write_video

from engine.capture import open_source
from engine.capture.camera import Camera
from engine.capture.image_folder import ImageFolder
from engine.capture.realtime import Realtime
from engine.capture.video_file import VideoFile
from engine.errors import BadInput, DeviceError
from engine.types import Frame


class Pace:
    """A clock that moves only when somebody waits, or when the test says that work took time."""

    def __init__(self) -> None:
        self.time = 100.0

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        self.time += seconds


def save(path: Path, number: int) -> None:
    Image.fromarray(numbered(number)).save(path)


def test_a_file_played_as_a_camera_gives_each_frame_when_it_is_due(tmp_path: Path) -> None:
    pts = [0, 1, 3, 4, 8]
    write_video(tmp_path / "v.mp4", pts)
    pace = Pace()
    source = Realtime(VideoFile(tmp_path / "v.mp4"), pace=pace)
    begin = source.read()
    assert begin is not None
    for index, at in list(enumerate(pts))[1:]:
        frame = source.read()
        assert frame is not None
        assert (frame.index, number_of(frame.image)) == (index, index)
        assert frame.time - begin.time == pytest.approx(at / 25)
        assert pace.time == pytest.approx(frame.time)
    assert source.read() is None
    source.close()


def test_a_slow_reader_loses_the_frames_whose_time_has_passed(tmp_path: Path) -> None:
    write_video(tmp_path / "v.mp4", range(20))
    pace = Pace()
    source = Realtime(VideoFile(tmp_path / "v.mp4"), pace=pace)
    source.read()
    pace.time += 0.4  # ten frames
    frame = source.read()
    assert frame is not None
    assert number_of(frame.image) in (9, 10)
    assert source.dropped == number_of(frame.image) - 1
    source.close()


def test_a_computer_too_slow_for_the_file_plays_it_slower(tmp_path: Path) -> None:
    """Each frame takes twice its time to be read: without a measure every one of them would be late for ever."""
    write_video(tmp_path / "v.mp4", range(50))
    pace, file = Pace(), VideoFile(tmp_path / "v.mp4")

    class Slow:
        name, size_wh, fps, num_frames, notes = file.name, file.size_wh, file.fps, file.num_frames, ()
        close = file.close

        def read(self) -> Frame | None:
            pace.wait(2 / 25)
            return file.read()

    frames = list(iter(Realtime(Slow(), pace=pace).read, None))
    times = [frame.time for frame in frames]
    assert len(frames) >= 10
    assert max(np.diff(times)) < 0.5
    assert frames[-1].time == pytest.approx(pace.now(), abs=0.4)


def test_a_looped_file_goes_on_without_a_step_back_in_time(tmp_path: Path) -> None:
    write_video(tmp_path / "v.mp4", range(5))
    source = Realtime(VideoFile(tmp_path / "v.mp4"), reopen=lambda: VideoFile(tmp_path / "v.mp4"), pace=Pace())
    frames = [source.read() for _ in range(12)]
    source.close()
    assert [number_of(frame.image) for frame in frames if frame] == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]
    assert [frame.index for frame in frames if frame] == list(range(12))
    assert np.diff([frame.time for frame in frames if frame]) == pytest.approx(1 / 25)


def test_a_folder_is_read_in_the_order_a_person_expects(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        save(tmp_path / f"frame{number}.png", number)
    (tmp_path / "notes.txt").write_text("not a picture")
    (tmp_path / "frame3.png").write_text("no picture either")
    source = open_source(tmp_path)
    frames = list(iter(source.read, None))
    assert [number_of(frame.image) for frame in frames] == [1, 2, 10]
    assert np.all(np.diff([frame.time for frame in frames]) > 0)
    assert len(source.notes) == 1
    assert "frame3.png" in source.notes[0]


def test_one_picture_is_a_source_of_one_frame_turned_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn by 90 degrees to see it so
    Image.fromarray(numbered(5)).save(tmp_path / "photo.jpg", exif=exif)
    source = open_source(str(tmp_path / "photo.jpg"))
    frame = source.read()
    assert frame is not None
    assert frame.size_wh == source.size_wh == (96, 160)
    assert source.read() is None


def test_folders_and_pictures_that_hold_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no pictures"):
        ImageFolder(tmp_path)
    (tmp_path / "a.png").write_text("text")
    with pytest.raises(BadInput, match=r"a\.png"):
        open_source(tmp_path / "a.png")


def test_what_does_not_exist_is_named() -> None:
    with pytest.raises(BadInput, match=r"holiday\.mp4"):
        open_source("holiday.mp4")


def test_a_camera_that_is_not_there_is_named_with_a_remedy() -> None:
    with pytest.raises(DeviceError, match=r"Camera 97 .*doctor"):
        open_source("97")


def file_as_device(path: Path) -> cv2.VideoCapture:
    return cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)


def test_a_camera_unplugged_while_it_runs_says_so(tmp_path: Path) -> None:
    write_video(tmp_path / "v.mp4", range(3))
    camera = Camera(4, open_capture=lambda _: file_as_device(tmp_path / "v.mp4"))
    frames = [camera.read() for _ in range(3)]
    assert [number_of(frame.image) for frame in frames if frame] == [0, 1, 2]
    assert np.all(np.diff([frame.time for frame in frames if frame]) > 0)
    with pytest.raises(DeviceError, match=r"Camera 4 .*unplugged"):
        camera.read()
    camera.close()
    assert camera.read() is None


class Webcam:
    """A device that gives some sizes, and for any other its `else_wh`; None: no picture."""

    def __init__(self, sizes_wh: list[tuple[int, int]], else_wh: tuple[int, int] | None) -> None:
        self._sizes_wh, self._else_wh, self._asked = sizes_wh, else_wh, {}

    def isOpened(self) -> bool:  # noqa: N802  (OpenCV's)
        return True

    def set(self, what: int, value: float) -> None:
        self._asked[what] = int(value)

    def get(self, what: int) -> float:
        return self._asked[what]

    def read(self) -> tuple[bool, np.ndarray | None]:
        asked = self._asked[cv2.CAP_PROP_FRAME_WIDTH], self._asked[cv2.CAP_PROP_FRAME_HEIGHT]
        given = asked if asked in self._sizes_wh else self._else_wh
        return given is not None, None if given is None else np.zeros((given[1], given[0], 3), np.uint8)

    def release(self) -> None:
        self._asked.clear()


@pytest.mark.parametrize(
    ("gives", "otherwise", "asked", "used"),
    [
        ([(640, 480), (1280, 720)], (640, 480), (1280, 720), (1280, 720)),
        ([(640, 480), (1280, 720)], (640, 480), (1920, 1080), (1280, 720)),  # drivers may fall back too far
        ([(352, 288)], (352, 288), (640, 480), (352, 288)),  # a size that nobody would guess
        ([(1280, 720)], None, (1920, 1080), (1280, 720)),
    ],
)
def test_a_camera_that_refuses_a_size_gives_the_nearest_and_says_so(
    gives: list[tuple[int, int]], otherwise: tuple[int, int] | None, asked: tuple[int, int], used: tuple[int, int]
) -> None:
    camera = Camera(0, asked, open_capture=lambda _: Webcam(gives, otherwise))
    assert (camera.size_wh, camera.read().size_wh, camera.read().size_wh) == (used, used, used)
    said = (f"The camera does not give {asked[0]}×{asked[1]}: {used[0]}×{used[1]} is used.",)
    assert camera.notes == (() if used == asked else said)
