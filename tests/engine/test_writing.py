"""Every kind of result, written to a place that takes none: one sentence, nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.avatar.default import default_avatar
from engine.avatar.store import save_avatar
from engine.errors import BadInput
from engine.export.gltf import save_glb
from engine.export.obj import save_obj
from engine.head.head_model import Head
from engine.record.snapshot import save_png
from engine.record.take import TakeBuilder, save_take
from engine.record.video import VideoRecorder
from engine.types import Motion, Picture, Tracked

KINDS = ("avatar", "glb", "obj", "png", "take", "mp4")


@pytest.fixture
def write(open_head: Head) -> Callable[[str, Path], None]:
    """Writes a result of a kind to a path."""

    def write(kind: str, path: Path) -> None:
        avatar = default_avatar(open_head)
        picture = Picture(np.full((64, 64, 4), 255, np.uint8))
        if kind == "avatar":
            save_avatar(avatar, path)
        elif kind == "glb":
            save_glb(avatar, open_head, path)
        elif kind == "obj":
            save_obj(avatar, open_head, path)
        elif kind == "png":
            save_png(picture, path)
        elif kind == "take":
            builder = TakeBuilder(open_head.id)
            builder.add(Tracked(Motion.rest(52), np.zeros((68, 2))))
            save_take(builder.build(), path)
        else:
            with VideoRecorder(path, (64, 64)) as recorder:
                recorder.write(picture)

    return write


@pytest.fixture
def read_only(tmp_path: Path) -> Path:
    """A folder in which nobody may write."""
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o555)
    if not os.access(folder, os.W_OK):
        return folder
    if not Path("/sys/kernel").is_dir():
        pytest.skip("this user may write everywhere")
    return Path("/sys/kernel")


@pytest.mark.parametrize("kind", KINDS)
def test_a_read_only_place(kind: str, read_only: Path, write: Callable[[str, Path], None]) -> None:
    path = read_only / f"x.{kind}"
    before = sorted(read_only.iterdir())
    with pytest.raises(BadInput, match=r"cannot be written, .*\. Choose another place\.$") as refusal:
        write(kind, path)
    assert str(read_only) in str(refusal.value)
    assert ".part" not in str(refusal.value)
    assert "Errno" not in str(refusal.value)
    assert sorted(read_only.iterdir()) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk(kind: str, tmp_path: Path, write: Callable[[str, Path], None]) -> None:
    """Files may not grow beyond a few bytes, as on a disk that is all but full."""
    import resource
    import signal

    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (16, hard))
        with pytest.raises(BadInput, match=r"the disk is full\. Free some space or choose another place\.$") as refusal:
            write(kind, tmp_path / f"x.{kind}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert ".part" not in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_place_ends_a_command_with_code_2(read_only: Path, open_head: Head, tmp_path: Path) -> None:
    save_avatar(default_avatar(open_head), tmp_path / "me.avatar")
    command = [sys.executable, "-m", "avatar_app", "export", tmp_path / "me.avatar", "-o", read_only / "folder"]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "Choose another place" in done.stderr
