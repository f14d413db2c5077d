"""The process behind an item of the transfer queue: `python -m avatar_app.transfer_worker`.

In: an `Order`; then the words pause, resume and stop. Where they end, the window is gone: that stops it, too. Out: see
`transfer_run`; both as `worker` says. A process of its own keeps the live view at its frame rate, and a file that
brings a decoder down costs that file only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from avatar_app.options import background
from avatar_app.transfer_order import Order, order_from
from avatar_app.transfer_places import Places
from avatar_app.worker import Worker, ended
from engine.clock import now
from engine.errors import AvatarError, BadInput, Cancelled
from engine.writing import reason, remedy

if TYPE_CHECKING:
    from avatar_app.transferring import Transferred
    from engine.head.head_model import Head
    from engine.perform import Stage
    from engine.render.renderer import Renderer
    from engine.types import Avatar

Tell = Callable[[dict[str, object]], None]

NICENESS = 10
"""Whatever is live goes first."""
TOLD_S = 0.1
"""Progress is told no more often."""
FEW = 0.5
"""A smaller share of frames with a face is worth a word."""


@dataclass(slots=True)
class Control:
    """What the window wants; set by the thread that listens, looked at between frames."""

    stopped: threading.Event = field(default_factory=threading.Event)
    going: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    """Something may have been written."""

    def hear(self, words: TextIO) -> None:
        """Do as told until the words end. Before anything is written, stopping needs no care."""
        self.going.set()
        for word in map(str.strip, words):
            if word == "pause":
                self.going.clear()
            elif word == "resume":
                self.going.set()
            else:
                break
        self.stopped.set()
        self.going.set()
        if not self.begun.is_set():
            ended()

    def wait(self) -> float:
        """Seconds that a pause took. Raises Cancelled once it was stopped."""
        start = now()
        self.going.wait()
        if self.stopped.is_set():
            raise Cancelled("Stopped.")
        return now() - start


def work(order: Order, control: Control, tell: Tell) -> None:
    """Carry `order` out and tell how it goes, and how it ends."""
    places: Places | None = None
    end, sentence = "done", ""
    try:
        places = Places.of(order)
        begun = places.begun
        tell({"process": begun.process, "parts": [str(part) for part in begun.parts]})
        sentence = _perform(order, places, control, tell)
        files = places.settle()
    except Cancelled:
        end = "stopped"
    except AvatarError as error:
        end, sentence = "failed", str(error)
    except OSError as error:
        where = error.filename or order.video.name
        end, sentence = "failed", f"{where} cannot be used, {reason(error)}. {remedy(error)}"
    if end != "done":
        files = places.parts() if places is not None else ()
    tell({"end": end, "sentence": sentence, "files": [str(path) for path in files]})


def _perform(order: Order, places: Places, control: Control, tell: Tell) -> str:
    """Transfer the video; what is to be said about the result."""
    from avatar_app.transferring import Transferring
    from engine.head import head_of

    avatar = _avatar(order)
    head = head_of(avatar.head_id, f"“{order.avatar_name}”")
    work = Transferring(order.video, _stage(order), order.tracker, places.video, places.take)
    paused = told = 0.0
    begun: float | None = None

    def step(frames: int, total: int | None) -> None:
        nonlocal begun, paused, told
        begun = begun or now()  # with the first frame: what came before says nothing about the pace
        paused += control.wait()
        if now() - told > TOLD_S:
            told = now()
            tell({"frames": frames, "total": total, "worked": told - begun - paused})

    with _shown(order, avatar, head) if places.video is not None else nullcontext() as renderer:
        control.begun.set()
        control.wait()
        done = work.run(head, renderer, step)
    tell({"frames": done.frames, "total": done.frames, "worked": now() - (begun or now()) - paused})
    return " ".join((*_seen(order, done), *done.notes))


def _seen(order: Order, done: Transferred) -> tuple[str, ...]:
    if done.faces == 0:
        return (f"No face was found in {order.video.name}: the avatar rests throughout.",)
    if done.faces < FEW * done.frames:
        return (f"A face was found in only {done.faces} of {done.frames} frames: the avatar rests in the others.",)
    return ()


def _stage(order: Order) -> Stage:
    from engine.capture import open_source
    from engine.perform import Stage
    from engine.types import replace

    lit = Stage(lighting=order.lighting, detail_strength=order.detail_strength)
    if order.picture != "onto":
        behind = background(order.behind) if order.behind else lit.background
        return replace(lit, size_wh=order.size_wh, side_by_side=order.picture == "beside", background=behind)
    with closing(open_source(order.video)) as source:
        return replace(lit, size_wh=source.size_wh, background="source")


@contextmanager
def _shown(order: Order, avatar: Avatar, head: Head) -> Iterator[Renderer]:
    """A renderer that shows the avatar of `order`."""
    from engine.detail.path import moving_detail
    from engine.render.headless import headless_renderer

    with headless_renderer(head) as renderer:
        renderer.show(avatar, moving_detail(avatar, order.detail_path))
        yield renderer


def _avatar(order: Order) -> Avatar:
    if order.avatar is None:
        from engine.avatar.default import default_avatar
        from engine.head import open_head

        return default_avatar(open_head())
    if not order.avatar.is_file():
        raise BadInput(
            f"The avatar “{order.avatar_name}” is no longer in {order.avatar.parent}: put it back, then try again."
        )
    from engine.avatar.store import load_avatar

    return load_avatar(order.avatar)


def main() -> None:
    """Carry out the order that comes first, and do as the words after it say."""
    worker = Worker(NICENESS)
    control = Control()
    worker.listen(control.hear)
    work(order_from(worker.order), control, worker.tell)
    ended()


if __name__ == "__main__":
    main()
