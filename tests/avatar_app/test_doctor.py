"""The doctor: verdicts with remedies, in three forms, on broken installations too."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from avatar_app.doctor import Check, can_start, examine, table

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rows() -> list[Check]:
    return examine()


def test_this_machine_can_start_the_app(rows: list[Check]) -> None:
    assert [row for row in rows if row.verdict == "failed"] == []


def test_whatever_is_not_ok_has_a_remedy(rows: list[Check]) -> None:
    assert [row for row in rows if row.verdict != "ok" and not row.remedy and "Run:" not in row.found] == []


def test_the_markdown_table_has_four_columns_in_every_line(rows: list[Check]) -> None:
    lines = table(rows, markdown=True).splitlines()
    assert len(lines) == len(rows) + 2
    assert {line.count("|") for line in lines} == {5}
    assert str(Path.home()) not in "".join(lines)


def test_one_failure_means_that_the_app_cannot_start() -> None:
    good, poor, bad = (Check("x", "y", verdict) for verdict in ("ok", "warning", "failed"))
    assert can_start([good, poor])
    assert not can_start([good, bad])


def test_without_any_package_it_still_answers() -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from avatar_app.doctor import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code, "--json"], capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert report["can_start"] is False
    found = {row["check"]: row["verdict"] for row in report["checks"]}
    assert found["avatar-app"] == found["OpenCV"] == found["assets"] == "failed"


def test_a_missing_asset_fails_and_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from avatar_app.doctor import _assets

    monkeypatch.setenv("AVATAR_CACHE", str(tmp_path))
    found = {row.check: row for row in _assets()}
    assert found["face_landmarker.task"].verdict == "failed"
    assert found["face_landmarker.task"].found == "missing"
    assert found["face_landmarker.task"].remedy == "Run: avatar-app assets pull"
    assert found["astronaut.png"].verdict == "warning"


def test_the_tracker_without_its_model_asks_for_the_model_and_for_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from avatar_app.doctor import _tracker

    monkeypatch.setenv("AVATAR_CACHE", str(tmp_path))
    (row,) = _tracker()
    assert row == Check(
        "face tracker", "face_landmarker.task is not installed yet", "failed", "Run: avatar-app assets pull"
    )


@pytest.mark.parametrize("found", ["missing", "altered"])
def test_a_shipped_file_asks_for_a_new_installation(
    found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from avatar_app.doctor import _assets
    from engine import assets

    shutil.copytree(ROOT / "assets", tmp_path / "assets")
    head = tmp_path / "assets" / "head" / "open.safetensors"
    head.unlink() if found == "missing" else head.write_bytes(b"another")
    monkeypatch.setattr(assets, "_shipped_folder", lambda: tmp_path / "assets")
    rows = {row.check: row for row in _assets()}
    assert rows["head/open.safetensors"] == Check("head/open.safetensors", found, "failed", "Reinstall the application")


def test_two_opencvs_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from avatar_app.doctor import _opencv

    for name in ("opencv-python", "opencv-contrib-python"):
        info = tmp_path / f"{name.replace('-', '_')}-5.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 5.0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    (row,) = _opencv()
    assert row.verdict == "failed"
    assert "pip uninstall -y opencv-contrib-python opencv-python" in row.remedy
