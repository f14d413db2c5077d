"""A finished picture on a window of another size: where there are bars, and where there are none."""

from __future__ import annotations

import math

import moderngl
import numpy as np
import pytest

from engine.render.present import Presenter


def dark_rows_and_columns(ctx: moderngl.Context, picture_wh: tuple[int, int], window_wh: tuple[int, int]) -> list[int]:
    """How many of each are black after a white picture was shown."""
    texture, window = ctx.texture(picture_wh, 4), ctx.simple_framebuffer(window_wh)
    picture = ctx.framebuffer([texture])
    picture.clear(1.0, 1.0, 1.0, 1.0)
    presenter = Presenter(ctx)
    presenter.present(picture, window.glo, window_wh)
    seen = np.frombuffer(window.read(components=3), np.uint8).reshape(window_wh[1], window_wh[0], 3)
    presenter.release()
    for one in (picture, texture, window):
        one.release()
    return [int((seen == 0).all(axis=axis).sum()) for axis in ((1, 2), (0, 2))]


@pytest.mark.parametrize("window_wh", [(912, 719), (912, 611), (1511, 907), (3840, 2107)])
def test_a_picture_that_was_shrunk_to_whole_pixels_leaves_no_line_at_the_edge(
    ctx: moderngl.Context, window_wh: tuple[int, int]
) -> None:
    shrink = math.sqrt(512 * 512 / (window_wh[0] * window_wh[1]))
    picture_wh = (round(window_wh[0] * shrink), round(window_wh[1] * shrink))
    assert dark_rows_and_columns(ctx, picture_wh, window_wh) == [0, 0]


def test_bars_have_the_colour_that_was_asked_for(ctx: moderngl.Context) -> None:
    texture, window = ctx.texture((32, 32), 4), ctx.simple_framebuffer((64, 32))
    picture = ctx.framebuffer([texture])
    picture.clear(1.0, 1.0, 1.0, 1.0)
    presenter = Presenter(ctx)
    presenter.present(picture, window.glo, (64, 32), bars=(1.0, 0.6, 0.2))
    seen = np.frombuffer(window.read(components=3), np.uint8).reshape(32, 64, 3)
    assert (seen[:, :16] == (255, 153, 51)).all()
    assert (seen[:, 16:48] == 255).all()
    assert (seen[:, 48:] == (255, 153, 51)).all()
    presenter.release()
    for one in (picture, texture, window):
        one.release()


def test_a_picture_of_another_shape_is_seen_whole(ctx: moderngl.Context) -> None:
    assert dark_rows_and_columns(ctx, (256, 256), (600, 400)) == [0, 200]
