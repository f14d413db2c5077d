from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from synthetic_video import NTSC, picture, shown, sound_packets, write_video

from engine.capture import open_source
from engine.errors import BadInput
from engine.record.video import VideoRecorder
from engine.types import Picture

TESTS = Path(__file__).parents[2]


def record_like(source_path: Path, target: Path) -> VideoRecorder:
    """The source's frames, recorded with its times and its sound."""
    source = open_source(source_path)
    recorder = VideoRecorder(target, source.size_wh, fps=source.fps, time_base=source.time_base, audio_from=source.path)
    with recorder:
        for frame in iter(source.read, None):
            opaque = np.full(frame.image.shape[:2], 255, np.uint8)
            recorder.write(Picture(np.dstack([frame.image, opaque]), frame.index, frame.time))
    source.close()
    return recorder


def in_child(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Python in a process of its own, with the tests' helpers."""
    prelude = "import sys\nfrom pathlib import Path\nfrom synthetic_video import *\nfrom engine.record.video import *\n"
    command = [sys.executable, "-c", prelude + textwrap.dedent(code), *map(str, arguments)]
    return subprocess.Popen(command, env={"PYTHONPATH": str(TESTS)}, stdout=subprocess.PIPE, text=True)


def top_boxes(path: Path) -> list[str]:
    data, at, kinds = path.read_bytes(), 0, []
    while at < len(data):
        kinds.append(data[at + 4 : at + 8].decode("latin1"))
        at += int.from_bytes(data[at : at + 4], "big")
    return kinds


@pytest.mark.parametrize("time_base", [Fraction(1, 25), NTSC, Fraction(1, 15360), Fraction(1, 90_000)])
def test_frame_times_and_sound_are_the_sources_own(tmp_path: Path, time_base: Fraction) -> None:
    step = round(Fraction(1, 30) / time_base) or 1
    pts = [step * n + n % 3 * (step // 4) for n in [3, 4, 5, 8, 9, 10, 15, 30, 31, 32, 33, 60]]
    write_video(tmp_path / "in.mp4", pts, time_base, sound="aac")
    record_like(tmp_path / "in.mp4", tmp_path / "out.mp4")
    assert shown(tmp_path / "out.mp4") == shown(tmp_path / "in.mp4")
    assert len(sound_packets(tmp_path / "in.mp4")) > 10
    assert sound_packets(tmp_path / "out.mp4") == sound_packets(tmp_path / "in.mp4")


def test_sound_that_begins_late_begins_exactly_then(tmp_path: Path) -> None:
    write_video(tmp_path / "in.mp4", range(50), sound="aac", sound_from=1.2345, sound_seconds=0.5)
    record_like(tmp_path / "in.mp4", tmp_path / "out.mp4")
    assert sound_packets(tmp_path / "out.mp4") == sound_packets(tmp_path / "in.mp4")
    assert shown(tmp_path / "out.mp4") == shown(tmp_path / "in.mp4")


@pytest.mark.parametrize(("name", "sound"), [("in.mkv", "libopus"), ("in.mp4", "libmp3lame"), ("in.mov", "aac")])
def test_other_containers_and_codecs_of_sound(tmp_path: Path, name: str, sound: str) -> None:
    write_video(tmp_path / name, sound=sound, sound_seconds=0.4)  # shorter than the pictures
    recorder = record_like(tmp_path / name, tmp_path / "out.mp4")
    assert recorder.notes == ()
    assert [b for _, b in sound_packets(tmp_path / "out.mp4")] == [b for _, b in sound_packets(tmp_path / name)]


def test_sound_that_mp4_cannot_hold_is_left_out_and_said_so(tmp_path: Path) -> None:
    write_video(tmp_path / "in.asf", codec="wmv2", sound="wmav2")
    recorder = record_like(tmp_path / "in.asf", tmp_path / "out.mp4")
    assert "wmav2" in recorder.notes[0]
    assert shown(tmp_path / "out.mp4")[0] == shown(tmp_path / "in.asf")[0]


def test_a_video_without_sound(tmp_path: Path) -> None:
    write_video(tmp_path / "in.mp4")
    record_like(tmp_path / "in.mp4", tmp_path / "out.mp4")
    assert shown(tmp_path / "out.mp4") == shown(tmp_path / "in.mp4")
    assert sound_packets_or_none(tmp_path / "out.mp4") is None


def sound_packets_or_none(path: Path) -> list[tuple[float, bytes]] | None:
    with av.open(str(path)) as container:
        return sound_packets(path) if container.streams.audio else None


def test_the_result_is_a_plain_mp4_that_every_player_takes(tmp_path: Path) -> None:
    with VideoRecorder(tmp_path / "out.mp4", (160, 96)) as recorder:
        for n in range(90):
            recorder.write(picture(n, n / 30))
    assert "moof" not in top_boxes(tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert not stream.codec_context.has_b_frames
        assert stream.frames == 90
        assert float(stream.duration * stream.time_base) == pytest.approx(3.0, abs=1e-3)


def test_colours_come_back(tmp_path: Path) -> None:
    colours = [(230, 40, 30), (30, 200, 60), (40, 60, 220), (230, 180, 150)]
    with VideoRecorder(tmp_path / "out.mp4", (160, 96)) as recorder:
        for n, colour in enumerate(colours):
            recorder.write(Picture(np.full((96, 160, 4), (*colour, 255), np.uint8), time=n / 30))
    source = open_source(tmp_path / "out.mp4")
    for colour, frame in zip(colours, iter(source.read, None), strict=True):
        assert np.abs(frame.image.astype(int) - colour).max() <= 6, colour


def test_transparent_parts_become_black(tmp_path: Path) -> None:
    with VideoRecorder(tmp_path / "out.mp4", (32, 32)) as recorder:
        recorder.write(Picture(np.full((32, 32, 4), (255, 255, 255, 0), np.uint8)))
    frame = open_source(tmp_path / "out.mp4").read()
    assert frame is not None
    assert frame.image.max() < 4


def test_odd_sizes_are_padded_and_said_so(tmp_path: Path) -> None:
    with VideoRecorder(tmp_path / "out.mp4", (161, 97)) as recorder:
        recorder.write(picture(613, 0.0, (161, 97)))
    assert open_source(tmp_path / "out.mp4").size_wh == (162, 98)
    assert "161x97" in recorder.notes[0]
    assert "162x98" in recorder.notes[0]
    assert shown(tmp_path / "out.mp4")[0] == [613]


def test_a_live_recording_begins_at_zero_and_survives_times_that_repeat(tmp_path: Path) -> None:
    with VideoRecorder(tmp_path / "out.mp4", (160, 96), start=None) as recorder:
        for n, time in enumerate([5000.0, 5000.5, 5000.5, 5001.0]):
            recorder.write(picture(n, time))
    numbers, times = shown(tmp_path / "out.mp4")
    assert numbers == [0, 1, 2, 3]
    assert times == pytest.approx([0, 0.5, 0.5, 1.0], abs=1e-4)
    assert times[2] > times[1]


def test_a_file_that_was_there_is_replaced_only_by_a_finished_one(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    path.write_bytes(b"the recording of yesterday")
    recorder = VideoRecorder(path, (160, 96))
    for n in range(40):
        recorder.write(picture(n, n / 30))
    assert path.read_bytes() == b"the recording of yesterday"
    assert recorder.being_written.name == "out.part.mp4"
    recorder.close()
    assert shown(path)[0] == list(range(40))
    assert [p.name for p in tmp_path.iterdir()] == ["out.mp4"]


def test_an_interruption_keeps_both_the_file_that_was_there_and_the_part_so_far(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    path.write_bytes(b"the recording of yesterday")
    recorder = VideoRecorder(path, (160, 96))
    for n in range(40):
        recorder.write(picture(n, n / 30))
    recorder.close(complete=False)
    assert path.read_bytes() == b"the recording of yesterday"
    assert shown(tmp_path / "out.part.mp4")[0] == list(range(40))


def test_nothing_recorded_leaves_no_file(tmp_path: Path) -> None:
    with VideoRecorder(tmp_path / "out.mp4", (160, 96)):
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_error_in_the_middle_keeps_what_was_recorded_with_its_sound(tmp_path: Path) -> None:
    write_video(tmp_path / "in.mp4", range(100), sound="aac")
    recorder = VideoRecorder(tmp_path / "out.mp4", (160, 96), time_base=Fraction(1, 25), audio_from=tmp_path / "in.mp4")

    def fail() -> None:
        with recorder:
            for n in range(50):
                recorder.write(picture(n, n / 25))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert shown(tmp_path / "out.mp4")[0] == list(range(50))
    assert sound_packets(tmp_path / "out.mp4")[-1][0] == pytest.approx(2.0, abs=0.1)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        VideoRecorder(tmp_path / "nowhere" / "out.mp4", (160, 96))


@pytest.mark.parametrize("sound", ["aac", None])
def test_killed_in_the_middle_the_file_plays_up_to_the_last_second(tmp_path: Path, sound: str | None) -> None:
    write_video(tmp_path / "in.mp4", range(200), sound=sound)
    child = in_child(
        """
        import os, signal
        source, target = map(Path, sys.argv[1:])
        recorder = VideoRecorder(target, (160, 96), time_base=Fraction(1, 25), audio_from=source)
        for n in range(120):
            recorder.write(picture(n, n / 25))
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        tmp_path / "in.mp4",
        tmp_path / "out.mp4",
    )
    child.communicate(timeout=30)
    assert child.returncode == -signal.SIGKILL
    numbers, times = shown(tmp_path / "out.mp4")
    assert numbers == list(range(len(numbers)))
    assert times == [n / 25 for n in numbers]
    assert times[-1] >= 119 / 25 - 1.0
    if sound:
        kept = sound_packets(tmp_path / "out.mp4")
        assert kept == sound_packets(tmp_path / "in.mp4")[: len(kept)]
        assert kept[-1][0] >= 119 / 25 - 1.0


def test_ctrl_c_leaves_a_whole_file(tmp_path: Path) -> None:
    child = in_child(
        """
        with VideoRecorder(Path(sys.argv[1]), (160, 96)) as recorder:
            n = 0
            while True:
                recorder.write(picture(n % 1024, n / 30))
                n += 1
                if n == 60:
                    print("running", flush=True)
        """,
        tmp_path / "out.mp4",
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "running\n"
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=30)
    numbers, _ = shown(tmp_path / "out.mp4")
    assert len(numbers) >= 60
    assert numbers[:60] == list(range(60))
    assert "moof" not in top_boxes(tmp_path / "out.mp4")


def test_a_full_disk_is_one_sentence_and_the_part_so_far_plays(tmp_path: Path) -> None:
    child = in_child(
        """
        import resource
        from engine.errors import BadInput
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        try:
            with VideoRecorder(Path(sys.argv[1]), (160, 96)) as recorder:
                for n in range(1000):
                    recorder.write(picture(n, n / 30))
        except BadInput as error:
            print(error)
        """,
        tmp_path / "out.mp4",
    )
    output, _ = child.communicate(timeout=60)
    assert child.returncode == 0
    assert output.count("\n") == 1
    assert f"the disk is full: {tmp_path / 'out.mp4'} holds what" in output
    numbers, _ = shown(tmp_path / "out.mp4")
    assert len(numbers) >= 30
    assert numbers == list(range(len(numbers)))
