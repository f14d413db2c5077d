"""The doctor: verdicts with remedies, in three forms, on broken installations too."""

from __future__ import annotations

import json
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
    assert "avatar-app assets pull" in found["face_landmarker.task"].found
    assert found["astronaut.png"].verdict == "warning"


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
