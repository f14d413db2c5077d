"""For tests that draw."""

from __future__ import annotations

from collections.abc import Iterator

import moderngl
import pytest

from engine.head.head_model import Head
from engine.render.renderer import Renderer


@pytest.fixture
def renderer(ctx: moderngl.Context, open_head: Head) -> Iterator[Renderer]:
    """Of the head that ships; it shows nobody yet."""
    renderer = Renderer(ctx, open_head)
    yield renderer
    renderer.release()
