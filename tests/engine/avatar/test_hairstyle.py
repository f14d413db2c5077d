"""Which style a portrait shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import moderngl
import numpy as np
import pytest

from engine.avatar.atlas import atlas_of
from engine.avatar.create import Creation, create
from engine.avatar.default import default_avatar
from engine.avatar.hair import colour_distance
from engine.avatar.hairstyle import PX_PER_M, Evidence, Portrait, choose, evidence
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


HAIR, SKIN, WALL = (0.16, 0.11, 0.09), (0.80, 0.62, 0.53), (0.85, 0.86, 0.88)
"""sRGB."""


def drawn(**patches: tuple[tuple[float, float], tuple[float, float], tuple[float, float, float]]) -> Portrait:
    """A head with short hair before a wall, and on both sides rectangles of |x|, y (m) and sRGB."""
    height, width = round(0.36 * PX_PER_M), round(0.30 * PX_PER_M)
    y = 0.22 - (np.arange(height)[:, None] + 0.5) / PX_PER_M
    x = np.abs((np.arange(width)[None] + 0.5) / PX_PER_M - 0.15)
    head = (x / 0.075) ** 2 + ((y - 0.01) / 0.115) ** 2 < 1
    rgb = np.where(head[..., None], SKIN, WALL).astype(np.float32)
    around = (x / 0.087) ** 2 + ((y - 0.015) / 0.125) ** 2 < 1
    rgb[around & ((y > 0.085) | ((x > 0.06) & (y > 0.04)))] = HAIR
    for (near, far), (low, high), colour in patches.values():
        rgb[(x > near) & (x < far) & (y > low) & (y < high) & ~head] = colour
    rng = np.random.default_rng(0)
    return Portrait((rgb + rng.normal(0, 0.01, rgb.shape)).clip(0, 1).astype(np.float32), head, top_y=0.125)


def style_of(portrait: Portrait) -> str:
    return choose(evidence(portrait, np.array(HAIR), np.array(SKIN)))


def test_dark_clothes_are_no_long_hair() -> None:
    bare, navy, dark = style_of(drawn()), (0.10, 0.11, 0.17), (0.13, 0.11, 0.10)
    assert bare in ("crop", "slick")
    assert style_of(drawn(hair=((0.05, 0.10), (-0.12, 0.05), HAIR))) == "long"
    assert style_of(drawn(collar=((0.05, 0.15), (-0.14, -0.04), navy))) == bare  # by its colour
    assert style_of(drawn(jacket=((0.05, 0.15), (-0.14, -0.08), dark))) == bare  # it begins below the ears
    assert style_of(drawn(jacket=((0.05, 0.15), (-0.14, -0.08), navy), hair=((0.05, 0.10), (-0.12, 0.05), HAIR))) == (
        "long"
    )


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


def test_a_fringe_hangs_from_the_hair_and_is_not_painted_under_it_once_more(
    sample_creation: Creation, open_head: Head
) -> None:
    atlas = atlas_of(open_head)
    texels = atlas.take(sample_creation.avatar.albedo) / 255
    (x, y, z), skin = atlas.position.T, atlas.part("skin")
    cheeks = (np.abs(x) > 0.02) & (np.abs(x) < 0.05) & (y > -0.03) & (y < 0) & (z > 0.03) & skin
    forehead = (np.abs(x) < 0.045) & (y > 0.06) & (y < 0.08) & (z > 0.03) & skin
    strange = colour_distance(texels[forehead], np.median(texels[cheeks], 0)) > 0.12
    assert strange.mean() < 0.02  # two thirds of it were hair


def test_an_unknown_style_is_refused_before_the_photo_is_opened(open_head: Head) -> None:
    with pytest.raises(BadInput, match="no hairstyle mohawk"):
        create([Path("there_is_no_such_photo.jpg")], open_head, hair="mohawk")
