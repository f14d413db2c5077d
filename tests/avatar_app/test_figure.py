"""The figure: a plate of rows with words, and what is refused before any work is done."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avatar_app.__main__ import run
from avatar_app.plate import WIDTH, Row, cell, write_plate
from avatar_app.source_expression import DEFAULTS, named, read
from engine.head import open_head
from engine.head.arkit import INDEX

RED, BLUE = (200, 20, 20), (20, 20, 200)


def tile(colour: tuple[int, int, int], side: int = 40) -> np.ndarray:
    return np.full((side, side, 3), colour, np.uint8)


def test_pictures_stand_in_their_columns_and_wide_ones_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "plate.png"
    rows = [Row("input", [tile(RED)]), Row("reposed detail", [tile(BLUE), tile(RED), tile(BLUE)], ["a", "b", "c"])]
    write_plate(rows, 3, path)
    with Image.open(path) as opened:
        plate = np.asarray(opened.convert("RGB")).astype(int)
    side = cell(3)
    assert plate.shape[1] == WIDTH
    upper, lower = plate[side // 2], plate[side + side // 2 + 12]
    red, blue = (lambda line, c=c: np.abs(line - c).max(1) < 3 for c in (RED, BLUE))
    assert red(upper).sum() == red(lower).sum() == side
    assert blue(lower).sum() == 2 * side
    assert np.flatnonzero(red(upper)).mean() == pytest.approx(np.flatnonzero(red(lower)).mean(), abs=1)
    assert (plate[:, :140] < 100).any()  # the words at the left


def test_expressions_come_by_name_and_by_weights() -> None:
    brows, smile, frown = (named(one).motion.expression for one in DEFAULTS)
    assert brows[INDEX["browInnerUp"]] > 0.5
    assert smile[INDEX["mouthSmileLeft"]] == smile[INDEX["mouthSmileRight"]] > 0.5
    assert frown[INDEX["browDownLeft"]] > 0.5
    given = read("jawOpen=0.5", open_head())
    assert given.motion.expression[INDEX["jawOpen"]] == 0.5
    assert given.motion.jaw_pose[0] > 0


def test_a_figure_wider_than_a_page_is_refused_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photos = [str(tmp_path / f"{n}.jpg") for n in range(7)]
    code = run(["figure", *photos, "-o", str(tmp_path / "f.png"), "--expression", "jawOpen=1", "--expression",
                "mouthPucker=1"])  # fmt: skip
    assert code == 2
    assert "14 columns" in capsys.readouterr().err


def test_a_photo_that_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["figure", str(tmp_path / "gone.jpg"), "-o", str(tmp_path / "f.png")]) == 2
    assert "gone.jpg" in capsys.readouterr().err
