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

TrackerKind = Literal["auto", "encoder", "landmarks", "deca", "smirk"]
"""deca and smirk: the user's own import of either, on FLAME heads only; never taken without being asked for."""
Why = Literal["asked", "best", "other head", "missing", "unproven"]
"""The encoder is not taken by itself where the head has other expressions, its network is missing, or its card does not
say that it holds its figures.
"""
KINDS: tuple[TrackerKind, ...] = ("auto", "encoder", "landmarks", "deca", "smirk")


class AnyTracker(Protocol):
    """What follows one face through a stream. For one thread; a context manager."""

    name: str

    @property
    def provider(self) -> str:
        """What runs its network."""

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
    kind: TrackerKind,
    head: Head,
    *,
    shape: Array | None = None,
    timer: StageTimer | None = None,
    fast: bool = False,
) -> AnyTracker:
    """The tracker of that kind; shape as in both trackers. Imports no more than the one it makes.

    fast: a graphics card may take over the network while it runs; figures then depend on the machine.
    "auto" takes the encoder where it is installed, speaks the head's expressions and holds its figures (its card says
    so). AssetMissing for "encoder", "deca" and "smirk" without their networks.
    """
    chosen, _ = choice(kind, head)
    if chosen in ("deca", "smirk"):
        from engine.deca.brought import open_brought
        from engine.deca.track import DecaTracker

        return DecaTracker(head, open_brought(chosen, head, fast=fast), shape=shape, timer=timer)
    if chosen == "encoder":
        from engine.tracking.encoder import EncoderTracker
        from engine.tracking.live_network import open_fast

        return EncoderTracker(head, shape=shape, timer=timer, network=open_fast() if fast else None)
    from engine.tracking.track import Tracker

    return Tracker(head, shape=shape, timer=timer)


def choice(kind: TrackerKind, head: Head) -> tuple[Literal["encoder", "landmarks", "deca", "smirk"], Why]:
    """Which tracker `open_tracker` makes, and why."""
    from engine.tracking.live_network import FILE

    if kind != "auto":
        return kind, "asked"
    if head.basis != "arkit52":
        return "landmarks", "other head"
    try:
        card = Card.beside(shipped(FILE))
    except AssetMissing:
        return "landmarks", "missing"
    return ("encoder", "best") if card is not None and card.holds else ("landmarks", "unproven")
