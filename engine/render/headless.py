"""Pictures without a window: a renderer in an OpenGL context of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.head.head_model import Head
from engine.render.context import headless_context, release
from engine.render.renderer import Renderer


@contextmanager
def headless_renderer(head: Head) -> Iterator[Renderer]:
    """A renderer of `head`, for the calling thread until the block ends. DeviceError where there is no OpenGL."""
    context = headless_context()
    try:
        renderer = Renderer(context, head)
        try:
            yield renderer
        finally:
            renderer.release()
    finally:
        release(context)
