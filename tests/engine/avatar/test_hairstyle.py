"""Which style a portrait shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import moderngl
import numpy as np
import pytest

from engine.avatar.create import Creation, create
from engine.avatar.default import default_avatar
from engine.avatar.hairstyle import Evidence, choose
from engine.errors import BadInput
from engine.head.head_model import Head
from engine.record.snapshot import save_png
from engine.render.renderer import Renderer
from engine.types import Hair, Motion, Orbit, View

SHORT = Evidence(
    above=0.012, temples=(0.006, 0.006), ears=(0, 0), jaw=(0, 0), neck=(0, 0), crown=0.6, fringe=0.0, backdrop=0.0
)


def test_what_is_seen_on_one_side_only_is_not_long_hair() -> None:
    assert choose(SHORT) == "slick"
    assert choose(replace(SHORT, jaw=(0.02, 0.02), neck=(0.02, 0.02))) == "long"
    assert choose(replace(SHORT, jaw=(0.02, 0.02))) == "bob"
    assert choose(replace(SHORT, jaw=(0.02, 0.0), neck=(0.02, 0.0))) == "tied"
    assert choose(replace(SHORT, jaw=(0.03, 0.03), neck=(0.03, 0.03), backdrop=0.8)) == "slick"


def test_height_and_fringe_make_the_short_styles() -> None:
    assert choose(replace(SHORT, above=0.03)) == "crop"
    assert choose(replace(SHORT, temples=(0.0, 0.0))) == "cap"
    assert choose(replace(SHORT, fringe=0.5, temples=(0.01, 0.01))) == "short"


@pytest.mark.usefixtures("sample_portrait")
@pytest.mark.parametrize(("shown", "found"), [("long", {"long"}), ("bob", {"bob"}), ("crop", {"crop", "slick", "cap"})])
def test_a_picture_of_a_length_gives_that_length_and_its_colour(
    ctx: moderngl.Context, open_head: Head, tmp_path: Path, shown: str, found: set[str]
) -> None:
    rgb = np.array([0.07, 0.04, 0.02], np.float32)
    renderer = Renderer(ctx, open_head)
    renderer.show(replace(default_avatar(open_head), hair=Hair(rgb=rgb, thickness=0.011, style=shown)))
    view = View((640, 640), Orbit(height=0.44), background=(0.75, 0.76, 0.78, 1))
    save_png(renderer.render(Motion.rest(52), view), tmp_path / "portrait.png")
    renderer.release()
    hair = create([tmp_path / "portrait.png"], open_head, detail=False).avatar.hair
    assert hair.style in found
    assert 0.3 < (hair.rgb / rgb).mean() < 2


def test_the_style_asked_for_is_the_one_worn(open_head: Head, sample_portrait: Path, sample_creation: Creation) -> None:
    assert sample_creation.avatar.hair.style == "short"
    assert create([sample_portrait], open_head, hair="long", detail=False).avatar.hair.style == "long"
    bald = create([sample_portrait], open_head, hair="none", detail=False).avatar
    assert (bald.hair.style, bald.hair.thickness) == ("none", 0.0)


def test_an_unknown_style_is_refused_before_the_photo_is_opened(open_head: Head) -> None:
    with pytest.raises(BadInput, match="no hairstyle mohawk"):
        create([Path("there_is_no_such_photo.jpg")], open_head, hair="mohawk")
