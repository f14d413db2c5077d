"""The sheet of made-up people making faces: everybody is there, with the wrinkles that they have."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch")

from engine.errors import BadInput
from engine.head.head_model import Head
from training.detail_sheet import DetailSheet
from training.evaluate.detail.made_up_people import EXPRESSIONS, made_up_people
from training.evaluate.detail.sheet import OVERVIEW_PX


def test_people_of_all_ages_are_drawn_coarse_and_with_their_wrinkles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    DetailSheet(tmp_path, people=2, size=96).run()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["overview.png", "person_01.png", "person_02.png"]
    assert "85 years" in capsys.readouterr().out
    with Image.open(tmp_path / "overview.png") as opened:
        assert opened.width > OVERVIEW_PX * (1 + 2 * len(EXPRESSIONS))
        assert opened.height > 2 * OVERVIEW_PX
    with Image.open(tmp_path / "person_02.png") as opened:
        page = np.asarray(opened).astype(int)[-5 * 96 :, -6 * 96 :].reshape(5, 96, 6, 96, 3).swapaxes(1, 2)
    coarse, truth, networks, shaded, _ = page
    raised = np.abs(truth - coarse)[1, :48].max()  # an old forehead
    assert raised > 8
    assert np.abs(networks - coarse).max() > 5
    assert np.abs(shaded[3] - shaded[0]).max() > 20


def test_the_same_people_come_again(open_head: Head) -> None:
    (one,), (again,) = (list(made_up_people(open_head, 1, "smile")) for _ in range(2))
    np.testing.assert_array_equal(one.texture, again.texture)
    np.testing.assert_array_equal(one.truth, again.truth)


def test_pictures_too_large_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="1024"):
        DetailSheet(tmp_path, size=5000).run()
