"""avatar-app export with detail: which files it writes, and what it refuses before any work is done."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from avatar_app.__main__ import run
from engine.avatar.default import default_avatar
from engine.avatar.store import save_avatar
from engine.head import open_head
from engine.types import Detail, Hair, replace


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """plain.avatar without detail, rough.avatar with moles."""
    path = tmp_path_factory.mktemp("export")
    plain = replace(default_avatar(open_head()), hair=Hair())
    still = np.zeros((512, 512), np.float32)
    still[::8, ::8] = 3e-4
    save_avatar(plain, path / "plain.avatar")
    save_avatar(replace(plain, detail=Detail(np.zeros(128), still)), path / "rough.avatar")
    return path


def test_a_displacement_map_lies_beside_the_mesh(folder: Path, tmp_path: Path) -> None:
    given = [str(folder / "rough.avatar"), "-o", str(tmp_path / "r.obj"), "--expression", "jawOpen=0.5"]
    assert run(["export", *given, "--displacement"]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert {"r.obj", "r.mtl", "r_skin_normal.png", "r_skin_displacement.png", "r_skin_displacement.txt"} <= names


@pytest.mark.parametrize(
    ("avatar", "given", "words"),
    [
        ("plain", ["--displacement"], "create --detail"),
        ("plain", ["--detailed"], "create --detail"),
        ("rough", ["--detailed", "--detail", "0"], "leaves nothing"),
        ("rough", ["--detail", "7"], "within 0 and 3"),
        ("rough", ["--frame", "3"], "--take"),
        ("rough", ["--expression", "jawOpen=2"], "out of range"),
        ("rough", ["--expression", "jawOpen=1", "--take", "t.take"], "not both"),
    ],
)
def test_what_cannot_be_is_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], avatar: str, given: list[str], words: str
) -> None:
    output = tmp_path / "a.glb"
    assert run(["export", str(folder / f"{avatar}.avatar"), "-o", str(output), *given]) == 2
    assert words in capsys.readouterr().err
    assert not output.exists()
