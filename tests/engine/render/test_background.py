"""Pictures behind the avatar, and before it."""

from __future__ import annotations

import numpy as np
import pytest

from engine.avatar.default import default_avatar
from engine.inset import CORNERS, Inset
from engine.render.renderer import Renderer
from engine.types import Motion, View, replace


@pytest.mark.parametrize("writeable", [True, False])
def test_the_picture_behind_is_always_the_one_given(ctx, tiny_head, writeable):
    """Also when one array is painted anew between two pictures, and when two are shown in turn."""
    renderer = Renderer(ctx, tiny_head)
    renderer.show(default_avatar(tiny_head))
    rest = Motion.rest(tiny_head.num_expression)

    def corner(background):
        return renderer.render(rest, View((64, 64), background=background, samples=1)).rgba[2, 2, :3].tolist()

    red, blue = (np.full((32, 32, 3), colour, np.uint8) for colour in ((200, 10, 10), (10, 10, 200)))
    for picture in (red, blue):
        picture.flags.writeable = writeable
    assert [corner(red), corner(red), corner(blue), corner(red)] == [[200, 10, 10]] * 2 + [[10, 10, 200], [200, 10, 10]]
    if writeable:
        red[:] = (10, 200, 10)
        assert corner(red) == [10, 200, 10]
    renderer.release()


def test_an_inset_lies_over_everything_in_its_corner_and_nowhere_else(ctx, tiny_head):
    renderer = Renderer(ctx, tiny_head)
    renderer.show(default_avatar(tiny_head))
    image = np.zeros((30, 60, 3), np.uint8)
    image[:15] = (255, 128, 0)  # the upper half
    view, rest = View(size_wh=(200, 120)), Motion.rest(tiny_head.num_expression)
    without = renderer.render(rest, view).rgba
    for corner in CORNERS:
        inset = Inset(image, corner)
        picture = renderer.render(rest, replace(view, inset=inset)).rgba.copy()
        left, bottom, width, height = inset.place((200, 120))
        rows, columns = slice(120 - bottom - height, 120 - bottom), slice(left, left + width)
        assert (width, height) == (30, 15)
        assert (left < 60, rows.start < 30) == (corner.endswith("left"), corner.startswith("top"))
        assert (picture[rows, columns][:6, :, :3] == (255, 128, 0)).all()
        assert (picture[rows, columns][-6:, :, :3] == 0).all()
        picture[rows, columns] = without[rows, columns]
        np.testing.assert_array_equal(picture, without)
    renderer.release()
