from __future__ import annotations

import gc
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from synthetic_video import NTSC, number_of, numbered, write_video

from engine.capture import open_source
from engine.errors import BadInput
from engine.types import Frame


def read_all(path: Path) -> tuple[list[Frame], tuple[str, ...]]:
    source = open_source(path)
    frames = list(iter(source.read, None))
    notes = source.notes
    source.close()
    return frames, notes


def numbers(frames: list[Frame]) -> list[int]:
    return [number_of(frame.image) for frame in frames]


def test_every_frame_comes_once_in_order_at_its_exact_time(tmp_path: Path) -> None:
    pts = [0, 1, 2, 5, 6, 9, 20, 21, 22, 30]  # uneven, as phones record
    write_video(tmp_path / "v.mp4", pts, NTSC)
    frames, notes = read_all(tmp_path / "v.mp4")
    assert numbers(frames) == list(range(10))
    assert [frame.index for frame in frames] == list(range(10))
    assert [frame.time for frame in frames] == [float(at * NTSC) for at in pts]
    assert notes == ()


def test_a_source_knows_its_size_rate_and_length(tmp_path: Path) -> None:
    write_video(tmp_path / "v.mp4", range(50), size_wh=(176, 144))
    source = open_source(tmp_path / "v.mp4")
    assert (source.size_wh, source.fps, source.num_frames) == ((176, 144), 25.0, 50)
    assert source.name == str(tmp_path / "v.mp4")
    source.close()
    assert source.read() is None


def test_odd_sizes(tmp_path: Path) -> None:
    write_video(tmp_path / "v.mp4", range(3), size_wh=(161, 97), pix_fmt="yuv444p")
    frames, _ = read_all(tmp_path / "v.mp4")
    assert frames[0].size_wh == (161, 97)
    assert numbers(frames) == [0, 1, 2]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_phone_videos_are_turned_upright_as_opencv_turns_them(tmp_path: Path, rotation: int) -> None:
    image = np.zeros((96, 160, 3), np.uint8)
    image[:40, :40] = (255, 0, 0)  # one corner, so that all eight orientations differ
    image[-30:, :] = (0, 0, 255)
    path = tmp_path / "v.mp4"
    write_video(path, range(2), images=[image] * 2, rotation=rotation)
    frames, _ = read_all(path)
    capture = cv2.VideoCapture(str(path))
    expected = cv2.cvtColor(capture.read()[1], cv2.COLOR_BGR2RGB)
    capture.release()
    assert frames[0].image.shape == expected.shape
    assert frames[0].size_wh == open_source(path).size_wh
    assert np.abs(frames[0].image.astype(int) - expected).mean() < 4


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [
        ("hevc10.mov", "libx265", "yuv420p10le"),
        ("prores_alpha.mov", "prores_ks", "yuva444p10le"),
        ("png_alpha.mov", "png", "rgba"),
        ("vp9.webm", "libvpx-vp9", "yuv420p"),
        ("motion.avi", "mjpeg", "yuvj420p"),
    ],
)
def test_formats_that_phones_and_editors_write(tmp_path: Path, name: str, codec: str, pix_fmt: str) -> None:
    write_video(tmp_path / name, range(4), codec=codec, pix_fmt=pix_fmt)
    frames, _ = read_all(tmp_path / name)
    assert numbers(frames) == [0, 1, 2, 3]
    assert frames[0].image.dtype == np.uint8
    assert frames[0].image.shape == (96, 160, 3)


def test_colours_stay(tmp_path: Path) -> None:
    orange = np.full((96, 160, 3), (220, 120, 40), np.uint8)
    write_video(tmp_path / "v.mp4", range(2), images=[orange] * 2)
    frames, _ = read_all(tmp_path / "v.mp4")
    assert np.abs(frames[0].image.astype(int) - orange).max() <= 6


def test_of_a_file_that_breaks_off_what_decodes_is_used_and_the_frame_named(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    write_video(path, range(60), movflags="faststart")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    frames, notes = read_all(path)
    assert 5 < len(frames) < 60
    assert numbers(frames) == list(range(len(frames)))
    assert notes == (f"{path} breaks off after frame {len(frames)} of 60.",)


def test_damage_in_the_middle_costs_only_what_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    write_video(path, range(60), movflags="faststart")
    with av.open(str(path)) as container:
        packet = [p for p in container.demux(video=0) if p.size][30]
        at, size = packet.pos, packet.size
    data = bytearray(path.read_bytes())
    data[at : at + size] = bytes([0xFF]) * size
    path.write_bytes(data)
    frames, notes = read_all(path)
    assert 50 <= len(frames) < 60
    assert number_of(frames[-1].image) == 59
    assert len(notes) == 1
    assert "damaged" in notes[0]


def test_a_file_without_its_index_is_told_without_jargon(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    write_video(path, range(60))  # the index is at the end
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(BadInput) as caught:
        open_source(path)
    assert str(caught.value) == f"{path} is cut off or is no video. Copy or record it again."


def test_what_is_no_video_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "text.mp4").write_text("To be, or not to be\n" * 500)
    (tmp_path / "noise.mp4").write_bytes(np.random.default_rng(1).bytes(50_000))
    (tmp_path / "notes.txt").write_text("1\n00:00:00,000 --> 00:00:02,000\nsubtitle\n")
    (tmp_path / "playlist.m3u8").write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://localhost:9/a.ts\n")
    with av.open(str(tmp_path / "music.m4a"), "w") as container:
        stream = container.add_stream("aac", rate=44100)
        for i in range(20):
            frame = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = 44100, 1024 * i, Fraction(1, 44100)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    for path in sorted(tmp_path.iterdir()):
        with pytest.raises(BadInput) as caught:
            open_source(path)
        sentence = str(caught.value)
        assert str(path) in sentence
        assert "\n" not in sentence
    with pytest.raises(BadInput, match="only sound"):
        open_source(tmp_path / "music.m4a")


def frames_alive() -> int:
    return sum(type(thing) is av.VideoFrame for thing in gc.get_objects())


def test_pictures_that_were_read_are_let_go_without_waiting_for_the_garbage_collector(tmp_path: Path) -> None:
    write_video(tmp_path / "v.mp4", range(40))
    gc.collect()
    gc.disable()
    try:
        before = frames_alive()  # of other tests' files
        assert len(read_all(tmp_path / "v.mp4")[0]) == 40
        assert frames_alive() - before <= 2
    finally:
        gc.enable()


def test_numbers_survive_the_helper_itself() -> None:
    assert [number_of(numbered(n)) for n in (0, 1, 613, 1023)] == [0, 1, 613, 1023]
