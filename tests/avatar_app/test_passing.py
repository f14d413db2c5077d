"""What may not stay on disk does not, even where the app was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from avatar_app.passing import clear_left_behind, passing_folder


def test_a_killed_apps_photo_goes_at_the_next_start_and_nothing_else_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code = (
        "import os; from avatar_app.passing import passing_folder; from pathlib import Path; f = passing_folder();"
        "(Path(f.name) / 'Me.png').write_bytes(b'me'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path)}, timeout=60)
    assert [photo.read_bytes() for photo in tmp_path.glob("*/Me.png")] == [b"me"]
    others = [tmp_path / name for name in ("avatar-app-notes", "avatar-app-my-notes", "avatar-engine-1-x")]
    for other in others:
        other.mkdir()
    (tmp_path / "avatar-app-999999999-link").symlink_to(others[0], target_is_directory=True)
    with passing_folder() as mine:
        clear_left_behind()
        assert Path(mine).is_dir()
    assert not list(tmp_path.glob("*/Me.png"))
    assert all(other.is_dir() for other in others)
