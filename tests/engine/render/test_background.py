"""Pictures behind the avatar."""

from __future__ import annotations

import numpy as np
import pytest

from engine.avatar.default import default_avatar
from engine.render.renderer import Renderer
from engine.types import Motion, View


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
