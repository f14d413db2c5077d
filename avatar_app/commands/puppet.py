"""avatar-app puppet: an avatar driven live, in the window or headless."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import tyro

from avatar_app.console import Console, counted
from engine.detail.path import DetailPath
from engine.errors import BadInput, DeviceError

if TYPE_CHECKING:
    from avatar_app.chain import Live
    from avatar_app.session import Session

SAY_EVERY_SECONDS = 1.0
FIRST_FRAME_SECONDS = 30.0
"""MediaPipe and a camera together may take this long to start on a slow machine."""
SILENT_SECONDS = 10.0
"""A source that gives nothing for so long is taken for lost."""


@dataclass(frozen=True)
class Puppet:
    """Drive an avatar live from a camera, or from a video file played as if it were one."""

    avatar: Annotated[Path, tyro.conf.Positional, tyro.conf.arg(metavar="ME.avatar")]
    """The .avatar file that performs."""
    source: str = "0"
    """A camera's number or name, or a video file."""
    seconds: float | None = None
    """Stop after this many seconds, playing a short video again; without it, at the video's end or at Ctrl-C."""
    headless: bool = False
    """Without a window: draws, measures and, with --record, writes."""
    record: Path | None = None
    """Write what is shown to this MP4."""
    tracker: Literal["auto", "encoder", "landmarks", "deca", "smirk"] = "auto"
    """What follows the face: the encoder, or MediaPipe's landmarks; auto is the encoder where it is good enough, and in
    the window what was chosen there. deca and smirk are what you imported, on FLAME heads (docs/deca.md)."""
    detail_path: DetailPath = "auto"
    """How wrinkles come: exact, from their network at every frame, or baked, without it; auto is baked where no
    graphics card runs the network, and in the window what was chosen there."""
    size: str = "512"
    """Size of the headless picture: 512, or 1280x720."""

    def run(self, console: Console) -> dict[str, object]:
        from avatar_app import options

        size_wh = _size_wh(self.size)
        if self.seconds is not None:
            options.seconds("--seconds", self.seconds)
        if self.record is not None:
            options.output(self.record, ".mp4")
        if self.headless:
            return self._headless(console, size_wh)
        from avatar_app.app import run_window
        from engine.avatar.store import load_avatar

        load_avatar(self.avatar)  # one that is of no use is told here, not in a window
        return {
            "exit_code": run_window(self.avatar, self.source, self.seconds, self.record, self.tracker, self.detail_path)
        }

    def _headless(self, console: Console, size_wh: tuple[int, int]) -> dict[str, object]:
        """The Session that the window runs, with this thread as the one that owns OpenGL."""
        from avatar_app.performer import Performer
        from avatar_app.session import Session
        from engine.avatar.store import load_avatar
        from engine.clock import now
        from engine.head import head_of
        from engine.render.context import headless_context, is_software, release
        from engine.types import View

        sys.setswitchinterval(0.0005)
        avatar = load_avatar(self.avatar)
        head = head_of(avatar.head_id, avatar.name)
        session = Session(head, avatar, tracker=self.tracker, detail_path=self.detail_path)
        ctx = headless_context()
        performer = Performer(ctx, session)
        view = View(size_wh=size_wh, samples=1 if is_software(ctx) else 4)  # as the window does while live
        try:
            session.open(self.source, looped=self.seconds is not None)
            if self.record is not None:
                session.start_recording(self.record, size_wh)
            measured, silence = _Measured(), None
            try:
                for live in _lives(session, self.seconds):
                    performer.take(live)
                    performer.draw(view)
                    ctx.finish()
                    performer.finished()
                    if measured.count(live, now()):
                        console.say(measured.line(session))
            except KeyboardInterrupt:
                console.say("stopped")
            except DeviceError as error:
                silence = error
            status = session.status()
            recorded = session.stop_recording()
            if recorded is not None and recorded.path is not None:  # said first: it is kept whatever ended it
                console.say(f"{recorded.path}: {counted(recorded.frames, 'frame')}")
            if (cause := silence or session.cause) is not None:
                raise cause
            if recorded is not None and recorded.cause is not None:
                raise recorded.cause
        finally:
            performer.release()
            session.close()
            release(ctx)
        result = measured.result(session, status.dropped)
        console.say(measured.summary(status.dropped))
        return result | {"record": str(self.record) if self.record else None, "tracker": status.tracker}


def _lives(session: Session, seconds: float | None) -> Iterator[Live]:
    """Every moment that this thread is quick enough for, until the source's end or for `seconds` from the first.

    DeviceError where the source stays open and gives nothing.
    """
    from engine.clock import now

    live = session.wait(FIRST_FRAME_SECONDS)
    until = now() + seconds if seconds is not None else float("inf")
    while live is not None:
        yield live
        live = session.wait(min(SILENT_SECONDS, until - now())) if now() < until else None
    if session.running and now() < until:
        name = session.status().source_name
        raise DeviceError(f"{name} gives no pictures any more: plug it in again, or close other programs that use it.")


class _Measured:
    """What is printed each second and at the end."""

    def __init__(self) -> None:
        self._latencies: list[float] = []
        self._first = self._last = self._said = 0.0

    def count(self, live: Live, shown: float) -> bool:
        """Count one picture; True once a second."""
        self._first = self._first if self._latencies else shown
        self._last = shown
        self._latencies.append((shown - live.frame.time) * 1e3)
        if shown - self._said < SAY_EVERY_SECONDS:
            return False
        self._said = shown
        return len(self._latencies) > 1

    @property
    def fps(self) -> float:
        return (len(self._latencies) - 1) / (self._last - self._first) if self._last > self._first else 0.0

    def line(self, session: Session) -> str:
        status = session.status()
        return (
            f"{self._last - self._first:6.1f} s  {status.shown_fps:5.1f} fps  {status.latency_ms or 0:4.0f} ms  "
            f"{status.dropped} dropped  face {status.confidence:.0%}"
        )

    def summary(self, dropped: int) -> str:
        import numpy as np

        if not self._latencies:
            return "No picture was shown."
        p50, p95 = np.percentile(self._latencies, [50, 95])
        return (
            f"{counted(len(self._latencies), 'picture')} in {self._last - self._first:.1f} s, {self.fps:.1f} a second, "
            f"{dropped} dropped; latency {p50:.0f} ms (p95 {p95:.0f})"
        )

    def result(self, session: Session, dropped: int) -> dict[str, object]:
        import numpy as np

        p50, p95 = np.percentile(self._latencies, [50, 95]) if self._latencies else (0.0, 0.0)
        stages = {one.stage: {"p50": round(one.p50, 2), "p95": round(one.p95, 2)} for one in session.timer.summary()}
        return {
            "frames": len(self._latencies),
            "seconds": round(self._last - self._first, 3),
            "fps": round(self.fps, 2),
            "dropped": dropped,
            "latency_ms": {"p50": round(float(p50), 2), "p95": round(float(p95), 2)},
            "stages": stages,
        }


def _size_wh(size: str) -> tuple[int, int]:
    """Even numbers, as H.264 wants them."""
    found = re.fullmatch(r"(\d{2,4})(?:x(\d{2,4}))?", size)
    if found is None:
        raise BadInput(f"{size} is no picture size: write 512, or 1280x720.")
    width, height = int(found[1]), int(found[2] or found[1])
    if width % 2 or height % 2:
        raise BadInput(f"{size} has an odd side, which H.264 cannot write: choose even numbers.")
    return width, height
