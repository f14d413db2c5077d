"""A performance from a file: source -> track -> retarget -> render, as fast as the machine can.

Reading and tracking run in a thread of their own, rendering and recording in the caller's (which owns the OpenGL
context), so two cores share the work. Nothing is dropped: a bounded queue holds the faster side back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

import cv2
import numpy as np

from engine.avatar.actor import Actor
from engine.avatar.manner import Manner
from engine.avatar.retarget import retarget
from engine.blur import blurred
from engine.capture.source import Source
from engine.check import Array
from engine.errors import Closed
from engine.flow import Bounded
from engine.head.head_model import Head
from engine.lighting import Lighting
from engine.render.renderer import Renderer
from engine.types import Frame, Motion, Overlay, Picture, Tracked, View, replace

_AHEAD = 8
"""Frames that tracking may be ahead of rendering."""


class _Tracks(Protocol):
    def track(self, frame: Frame) -> Tracked: ...


@contextmanager
def tracked(source: Source, tracker: AbstractContextManager[_Tracks]) -> Iterator[Iterator[tuple[Frame, Tracked]]]:
    """Every frame of `source` with its motion, in order: `with tracked(...) as frames`. Closes both at the end."""
    queue: Bounded[tuple[Frame, Tracked]] = Bounded(_AHEAD, "tracking")

    def work() -> None:
        try:
            with closing(source), tracker as tracks:
                while not queue.closed and (frame := source.read()) is not None:
                    queue.put((frame, tracks.track(frame)))
        except Closed:
            pass  # the caller has had enough
        except BaseException as error:  # told to the caller, who raises it
            queue.close(error)
        finally:
            queue.close()

    thread = threading.Thread(target=work, name="tracking")
    thread.start()
    try:
        yield _until_end(queue)
    finally:
        queue.close()
        thread.join()


def _until_end(queue: Bounded[tuple[Frame, Tracked]]) -> Iterator[tuple[Frame, Tracked]]:
    """The values of the queue; what went wrong on its other side is raised here as itself."""
    try:
        yield from queue
    except Closed as closed:
        raise closed.__cause__ or closed from None


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """How a performance is shown: the avatar, what is behind it, and whether the source is beside it."""

    size_wh: tuple[int, int] = (512, 512)
    background: tuple[float, float, float, float] | Array | Literal["source", "blur"] = View().background
    """As `View.background`; "source" puts the avatar onto the face in the source's picture, best at its size, "blur"
    puts that picture behind it, blurred.
    """
    side_by_side: bool = False
    """The source on the left, at the same height."""

    lighting: Lighting = Lighting()  # noqa: RUF009  (frozen)
    detail_strength: float = 1.0
    """As `View.detail_strength`."""

    @property
    def onto_source(self) -> bool:
        """The avatar is put onto the source's picture."""
        return isinstance(self.background, str) and self.background == "source"

    def recorded_size_wh(self, source_size_wh: tuple[int, int]) -> tuple[int, int]:
        """Of the pictures that `draw` makes, px."""
        width, height = self.size_wh
        return (width + self._beside(source_size_wh)[0] if self.side_by_side else width), height

    def draw(self, renderer: Renderer, frame: Frame, motion: Motion) -> Picture:
        """The avatar in `motion` at the time of `frame`; retargeted, unless it is put onto the source."""
        if self.onto_source:
            shown = self._onto(renderer, frame, motion)
        else:
            behind = blurred(frame.image) if isinstance(self.background, str) else self.background
            shown = renderer.render(motion, self._view(View(self.size_wh, background=behind))).rgba
        if self.side_by_side:
            shown = np.concatenate([_opaque(frame.image, self._beside(frame.size_wh)), shown], axis=1)
        return Picture(shown, index=frame.index, time=frame.time)

    def _onto(self, renderer: Renderer, frame: Frame, motion: Motion) -> Array:
        if motion.confidence == 0:  # nobody there whose face it could take
            return _opaque(frame.image, self.size_wh)
        view = View(self.size_wh, camera=Overlay(frame.size_wh), background=frame.image)
        return renderer.render(motion, self._view(view)).rgba

    def _view(self, view: View) -> View:
        return replace(view, lighting=self.lighting, detail_strength=self.detail_strength)

    def _beside(self, source_size_wh: tuple[int, int]) -> tuple[int, int]:
        """Size of the source beside the avatar: the same height, an even width."""
        height = self.size_wh[1]
        return max(2, round(source_size_wh[0] * height / source_size_wh[1] / 2) * 2), height


def perform(
    frames: Iterator[tuple[Frame, Tracked]],
    renderer: Renderer,
    head: Head,
    stage: Stage,
    write: Callable[[Picture], None],
) -> Iterator[Tracked]:
    """Draw each frame and hand it to `write`; yields what was tracked, one per frame, for progress and takes.

    head: the avatar's. Where no face is seen it does as in live use and in takes; the same frames, the same pictures.
    """
    actor, manner = Actor(head, seed=0), Manner()
    for frame, seen in frames:
        motion = seen.motion
        if not stage.onto_source:
            motion = actor(retarget(motion) if motion.confidence > 0 else None, manner, frame.time)
        write(stage.draw(renderer, frame, motion))
        yield seen


def _opaque(image: Array, size_wh: tuple[int, int]) -> Array:
    """[H, W, 3] -> [h, w, 4] of that size."""
    if (image.shape[1], image.shape[0]) != size_wh:
        smaller = size_wh[1] < image.shape[0]
        image = cv2.resize(image, size_wh, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
    return cv2.cvtColor(image, cv2.COLOR_RGB2RGBA)
