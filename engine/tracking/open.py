"""Which tracker follows a face: the encoder, or MediaPipe's landmarks with a solver. The one place of that choice."""

from __future__ import annotations

from types import TracebackType
from typing import Literal, Protocol

from engine.assets import shipped
from engine.check import Array
from engine.clock import StageTimer
from engine.errors import AssetMissing
from engine.head.head_model import Head
from engine.inference.card import Card
from engine.types import Frame, Tracked

TrackerKind = Literal["auto", "encoder", "landmarks"]
KINDS: tuple[TrackerKind, ...] = ("auto", "encoder", "landmarks")


class AnyTracker(Protocol):
    """What follows one face through a stream. For one thread; a context manager."""

    name: str
    responsiveness: float
    """Of the smoothing: 0 steady, .5 as shipped, 1 responsive. May be set between any two frames."""

    @property
    def model_sha256(self) -> str: ...

    @property
    def shape(self) -> Array | None: ...

    def __enter__(self) -> AnyTracker: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def prepare(self) -> None:
        """Load what the first frame needs, on the thread that tracks."""

    def close(self) -> None:
        """Free what `prepare` loaded."""

    def track(self, frame: Frame) -> Tracked:
        """The motion in the next frame of the stream."""


def open_tracker(
    kind: TrackerKind, head: Head, *, shape: Array | None = None, timer: StageTimer | None = None
) -> AnyTracker:
    """The tracker of that kind; shape as in both trackers. Imports no more than the one it makes.

    "auto" takes the encoder where it is installed, speaks the head's expressions and holds its figures (its card says
    so). AssetMissing for "encoder" without its network.
    """
    if kind == "encoder" or (kind == "auto" and head.basis == "arkit52" and _encoder_holds()):
        from engine.tracking.encoder import EncoderTracker

        return EncoderTracker(head, shape=shape, timer=timer)
    from engine.tracking.track import Tracker

    return Tracker(head, shape=shape, timer=timer)


def _encoder_holds() -> bool:
    from engine.tracking.live_network import FILE

    try:
        card = Card.beside(shipped(FILE))
    except AssetMissing:
        return False
    return card is not None and card.holds
