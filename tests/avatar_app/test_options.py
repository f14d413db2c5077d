from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avatar_app import options
from avatar_app.__main__ import run
from engine.errors import BadInput
from engine.head.arkit import ARKIT52, INDEX
from engine.lighting import Lighting


def test_sizes() -> None:
    assert options.size_wh("512") == (512, 512)
    assert options.size_wh("1280x720") == (1280, 720)
    for wrong in ("big", "0", "512x", "-5", "99999", "12.5"):
        with pytest.raises(BadInput, match=wrong):
            options.size_wh(wrong)


def test_backgrounds(tmp_path: Path) -> None:
    for _ in range(2):  # Pillow remembers the colours that it was asked for, in another form
        assert options.background("white") == (1, 1, 1, 1)
    assert options.background("green") == pytest.approx((0, 0xB1 / 255, 0x40 / 255, 1))
    assert options.background("Navy") == pytest.approx((0, 0, 128 / 255, 1))
    assert options.background("#ff8000") == pytest.approx((1, 128 / 255, 0, 1))
    assert options.background("Transparent")[3] == 0
    assert (options.background("source"), options.background("blur")) == ("source", "blur")
    Image.new("RGB", (100, 80), (9, 8, 7)).save(tmp_path / "wall.png")
    picture = options.background(str(tmp_path / "wall.png"))
    assert isinstance(picture, np.ndarray)
    assert picture.shape == (80, 100, 3)
    for wrong in ("purplish", "#12345", "nowhere.png"):
        with pytest.raises(BadInput, match=wrong):
            options.background(wrong)


def test_light_within_what_can_be_seen() -> None:
    assert options.lighting("night", 90, 1.5) == Lighting("night", math.pi / 2, 1.5)
    for turn, strength, telling in ((math.nan, 1.0, "--light-turn"), (0.0, 9.0, "--light-strength .* not 9")):
        with pytest.raises(BadInput, match=telling):
            options.lighting("soft", turn, strength)


def test_a_refused_background_offers_only_what_can_be_had() -> None:
    with pytest.raises(BadInput, match=r"#rrggbb or the path") as refusal:
        options.background("purplish", also=())
    assert "transparent" not in str(refusal.value)
    with pytest.raises(BadInput, match="#rrggbb, source or"):
        options.background("purplish", also=("source",))


def test_the_help_of_render_lists_every_expression(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "--help"]) == 0
    words = re.findall(r"[A-Za-z]+\*?", capsys.readouterr().out)
    listed = {word.replace("*", side) for word in words for side in ("Left", "Right")}
    assert set(ARKIT52) <= listed


def test_expressions() -> None:
    weights = options.expression("jawOpen=0.5, mouthSmileLeft=1")
    assert weights[INDEX["jawOpen"]] == 0.5
    assert weights[INDEX["mouthSmileLeft"]] == 1
    assert weights.sum() == 1.5
    with pytest.raises(BadInput, match=r"jawOpn.*Did you mean jawOpen"):
        options.expression("jawOpn=0.5")
    with pytest.raises(BadInput, match=r"named zzz\. The names are in: avatar-app render --help"):
        options.expression("zzz=1")
    for wrong in ("jawOpen", "jawOpen=wide", "jawOpen=1.5", "jawOpen=nan"):
        with pytest.raises(BadInput):
            options.expression(wrong)


@pytest.mark.parametrize("strength", [-0.1, 3.1, float("nan"), float("inf")])
def test_a_strength_of_detail_that_is_no_skin_is_one_sentence(strength: float) -> None:
    with pytest.raises(BadInput, match="--detail must lie within 0 and 3"):
        options.detail_strength(strength)
