"""The tracker under evaluation, and what it says over a run of frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from engine.assets import sha256_of
from engine.check import Array
from engine.head.head_model import Head
from engine.types import Face, Frame, Tracked

if TYPE_CHECKING:
    from engine.tracking.live_network import LiveNetwork

Kind = Literal["encoder", "landmarks", "mediapipe", "capture", "create", "deca", "smirk"]
"""mediapipe: its IMAGE mode, for what can be reached (training/evaluate/pictures.py). capture and create: the capture
network alone, and with the fit that makes avatars; deca and smirk: what was brought, on the FLAME head that it is for
(docs/deca.md). Of these four only the identities are measured."""
NETWORKS: tuple[Kind, ...] = ("encoder", "capture", "create")
PORTRAITISTS: tuple[Kind, ...] = ("capture", "create", "deca", "smirk")
BROUGHT: tuple[Kind, ...] = ("deca", "smirk")


class AnyTracker(Protocol):
    """What the landmark tracker and the encoder have in common."""

    @property
    def shape(self) -> Array | None: ...
    def __enter__(self) -> AnyTracker: ...
    def __exit__(self, *exception: object) -> None: ...
    def track(self, frame: Frame) -> Tracked: ...


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One way to track, on one head."""

    kind: Kind
    head: Head
    model: Path | None = None
    """Weights of the network; None takes those that ship."""

    @property
    def label(self) -> str:
        """Its column's title."""
        return self.kind if self.model is None else f"{self.kind} {self.model.stem}"

    @property
    def fingerprint(self) -> str:
        """Name and sha256 of the weights."""
        return "" if self.model is None else f"{self.model.name} {sha256_of(self.model)}"

    @classmethod
    def of(cls, kind: Kind, model: Path | None = None) -> Subject:
        """On the head that the kind is for: the open one, or the FLAME head that was imported last."""
        from engine.head import open_head
        from engine.head.brought import flame_head

        return cls(kind, flame_head() if kind in BROUGHT else open_head(), model)

    def open(self, *, shape: Array | None = None, smooth: bool = True) -> AnyTracker:
        """A fresh tracker."""
        if self.kind == "landmarks":
            from engine.tracking.track import Tracker

            return Tracker(self.head, shape=shape, smooth=smooth)
        if self.kind == "mediapipe":
            from training.evaluate.pictures import PictureTracker

            return PictureTracker(self.head)
        from engine.tracking.encoder import EncoderTracker

        return EncoderTracker(self.head, shape=shape, smooth=smooth, network=_network(self.model))

    def answer(self, tracker: AnyTracker, frame: Frame, face: Face | None) -> Tracked:
        """What it says of `frame`. The landmark tracker is told `face`, MediaPipe's answer, to save finding it anew."""
        return tracker.follow(frame, face) if self.kind == "landmarks" else tracker.track(frame)  # type: ignore[attr-defined]


@cache
def _network(model: Path | None) -> LiveNetwork:
    """Opened once: many short takes are tracked."""
    from engine.tracking.live_network import LiveNetwork

    return LiveNetwork(model)


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """A tracker's answers over N frames."""

    landmarks68: Array  # [N, 68, 2] px, NaN where it saw no face
    expression: Array  # [N, E]
    orient: Array  # [N, 3] rad
    confidence: Array  # [N]

    def __len__(self) -> int:
        return len(self.confidence)


def perform(subject: Subject, frames: Iterable[tuple[Frame, Face | None]], *, smooth: bool = True) -> Performance:
    """What a fresh tracker says of `frames`, each with what MediaPipe saw in it."""
    with subject.open(smooth=smooth) as tracker:
        answers = [subject.answer(tracker, frame, face) for frame, face in frames]
    return Performance(
        landmarks68=np.array([answer.landmarks68 for answer in answers]).reshape(-1, 68, 2),
        expression=np.array([answer.motion.expression for answer in answers]),
        orient=np.array([answer.motion.global_orient for answer in answers]).reshape(-1, 3),
        confidence=np.array([answer.motion.confidence for answer in answers]),
    )


def frames_of(path: Path) -> Iterator[Frame]:
    """The frames of a video, one after the other."""
    from engine.capture.source import open_source

    source = open_source(path)
    try:
        while (frame := source.read()) is not None:
            yield frame
    finally:
        source.close()
