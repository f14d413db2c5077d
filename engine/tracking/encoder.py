"""The encoder as a tracker: a stream of frames in, a stream of motions out, one small network a frame."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np

from engine.check import Array
from engine.clock import StageTimer, now
from engine.errors import ModelMismatch
from engine.head.head_model import Head
from engine.tracking.absence import Absence
from engine.tracking.align import LIVE_SIZE, crop_from_landmarks
from engine.tracking.decode import Decoder
from engine.tracking.live_network import LiveNetwork, Sight
from engine.tracking.pursuit import Pursuit
from engine.tracking.watch import Watch
from engine.types import Face, Frame, Tracked

FOUND, LOST = 0.6, 0.4
"""Confidence from which a face is followed, and below which it is no longer."""
CHECK_S = 5.0
"""So often the detector is asked whether what is followed is a face."""
UNSURE, UNSURE_S = 0.9, 1.0
"""Below this confidence it is asked this often: half a face can lead the square astray."""
RECHECK_S = 0.3
"""And so soon again where it said no."""
DOUBTS = 3
"""So many times no is believed."""
ASIDE = 0.7
"""Turned by more than this, rad, a face is missed by the detector, whose no then means nothing."""
ELSEWHERE = 0.2
"""Detected further away than this, in sides of the square, it is another face."""


class Network(Protocol):
    """What `LiveNetwork` is to the tracker."""

    sha256: str
    provider: str

    def __call__(self, image: Array, crop_from_image: Array) -> Sight: ...


class EncoderTracker(Watch):
    """Follows one face. For one thread; a context manager.

    shape: [S] the performer's identity on `head`; None estimates it from the first frames.
    smooth: False gives each frame's own reading, for measuring.
    model: a network in place of the one that ships; network: one that is open already.
    refine: correct the network's expression by its own landmarks.
    """

    name = "encoder"

    def __init__(
        self,
        head: Head,
        *,
        shape: Array | None = None,
        smooth: bool = True,
        model: Path | None = None,
        network: Network | None = None,
        refine: bool = True,
        timer: StageTimer | None = None,
    ) -> None:
        if head.basis != "arkit52":
            raise ModelMismatch(f"The encoder speaks ARKit's expressions, not those of {head.id}: track landmarks.")
        self._network = network or LiveNetwork(model)
        self._decoder = Decoder(head, shape=shape, smooth=smooth, refine=refine)
        self._pursuit = Pursuit()
        self._absence = Absence(head.num_expression)
        self._timer = timer or StageTimer()
        self._stale = False
        self._checked_at, self._doubts = -np.inf, 0

    @property
    def shape(self) -> Array | None:
        """[S] the identity that is held, None before the first face."""
        return None if self._decoder.shape is None else self._decoder.shape.astype(np.float32)

    @property
    def model_sha256(self) -> str:
        """Of the network."""
        return self._network.sha256

    @property
    def provider(self) -> str:
        """What runs the network."""
        return self._network.provider

    @property
    def responsiveness(self) -> float:
        """Of the smoothing: 0 steady, .5 as shipped, 1 responsive. May be set between any two frames."""
        return self._decoder.responsiveness

    @responsiveness.setter
    def responsiveness(self, wanted: float) -> None:
        self._decoder.responsiveness = wanted

    def track(self, frame: Frame) -> Tracked:
        """The motion in the next frame of the stream."""
        self.prepare()
        start = now()
        seen = self._look(frame)
        if seen is None:
            self._pursuit.lose()
            self._decoder.reset()
            motion, landmarks68 = self._absence.without(frame.time), np.full((68, 2), np.nan)
        else:
            seen_at, (sight, square) = now(), seen
            self._pursuit.seen(sight.landmarks, square, frame.time)
            motion, landmarks68 = self._decoder(frame, sight, square)
            motion = self._absence.with_face(motion)
            self._timer.add("decode", now() - seen_at)
        return Tracked(motion, landmarks68, latency_ms=(now() - start) * 1e3)

    def _look(self, frame: Frame) -> tuple[Sight, Array] | None:
        """What the network sees, and in which square; None without a face."""
        square = self._pursuit.square(frame.time, frame.size_wh)
        sight = None if square is None else self._see(frame, square, LOST)
        if sight is None or square is None:
            return self._find(frame)
        pause = RECHECK_S if self._doubts else CHECK_S if sight.confidence >= UNSURE else UNSURE_S
        if frame.time - self._checked_at < pause:
            return sight, square
        return self._checked(frame, sight, square)

    def _see(self, frame: Frame, square: Array, least: float) -> Sight | None:
        start = now()
        sight = self._network(frame.image, square)
        self._timer.add("encode", now() - start)
        return sight if sight.confidence >= least else None

    def _find(self, frame: Frame, face: Face | None = None) -> tuple[Sight, Array] | None:
        """Begin with the face that the detector finds, or with `face`."""
        face = face or self._detect(frame)
        if face is None:
            return None
        square = crop_from_landmarks(face.landmarks)
        sight = self._see(frame, square, FOUND)
        if sight is None:
            return None
        self._pursuit.lose()
        self._decoder.reset()
        self._decoder.meet(face, sight)
        self._checked_at, self._doubts = frame.time, 0
        return sight, square

    def _checked(self, frame: Frame, sight: Sight, square: Array) -> tuple[Sight, Array] | None:
        """What is followed, if the detector sees a face there; what it sees elsewhere; None if repeatedly nothing."""
        face = self._detect(frame)
        self._checked_at = frame.time
        if face is None and np.linalg.norm(sight.global_orient) > ASIDE:
            return sight, square
        if face is None:
            self._doubts += 1
            return None if self._doubts >= DOUBTS else (sight, square)
        away = square @ np.linalg.inv(crop_from_landmarks(face.landmarks)) - np.eye(3)
        if np.hypot(*(away @ (LIVE_SIZE / 2, LIVE_SIZE / 2, 1))[:2]) > ELSEWHERE * LIVE_SIZE:
            return self._find(frame, face)
        self._doubts = 0
        return sight, square

    def _detect(self, frame: Frame) -> Face | None:
        """The detector remembers where it last saw a face; where that is long ago, its first no means little."""
        with self._timer.measure("detect"):
            face = self.detect(frame)
            if face is None and self._stale:
                face = self.detect(frame)
        self._stale = face is not None
        return face
