"""DECA or SMIRK as a tracker: the detector finds the face, the brought network says what it does, on a FLAME head."""

from __future__ import annotations

import math

import numpy as np

from engine.check import Array
from engine.clock import StageTimer, now
from engine.deca.encoder import BroughtEncoder
from engine.head.head_model import Head, pose
from engine.head.landmarks import IBUG68, embed, project
from engine.tracking.absence import Absence
from engine.tracking.smooth import OneEuro, OneEuroConfig
from engine.tracking.smoothed import Paced, Smoothed
from engine.tracking.steady import SteadyConfig
from engine.tracking.watch import Watch
from engine.types import CROP_SIZE, Frame, Motion, Tracked, replace

_ACQUAINTED = 30
"""Frames after which the mean of what was seen is who it is."""


class DecaTracker(Smoothed, Watch):
    """Follows one face. For one thread; a context manager. Some ten frames a second on a processor.

    head: FLAME, with its own components or the open head's controls; shape: [S] the performer's identity on it, None
    estimates it from the first frames. network: imported for that head. smooth: False gives each frame's own reading.
    """

    def __init__(
        self,
        head: Head,
        network: BroughtEncoder,
        *,
        shape: Array | None = None,
        smooth: bool = True,
        timer: StageTimer | None = None,
    ) -> None:
        self._head, self._shape = head, None if shape is None else np.asarray(shape, np.float32)
        self._num_seen = _ACQUAINTED if shape is not None else 0
        self._network, self.name = network, network.name
        self._timer = timer or StageTimer()
        self._absence = Absence(head.num_expression)
        self._steady = SteadyMotion(head.num_expression) if smooth else None

    @property
    def shape(self) -> Array | None:
        """[S] the identity that is held, None before the first face."""
        return self._shape

    @property
    def provider(self) -> str:
        """What runs the network."""
        return self._network.provider

    @property
    def model_sha256(self) -> str:
        """Of the network."""
        return self._network.sha256

    def track(self, frame: Frame) -> Tracked:
        """The motion in the next frame of the stream."""
        self.prepare()
        start = now()
        with self._timer.measure("detect"):
            face = self.detect(frame)
        if face is None:
            if self._steady:
                self._steady.reset()
            return Tracked(self._absence.without(frame.time), np.full((68, 2), np.nan), (now() - start) * 1e3)
        with self._timer.measure("encode"):
            code = self._network(face)
        with self._timer.measure("decode"):
            self._meet(code.shape)
            motion = self._steady(code.motion) if self._steady else code.motion
            points = embed(self._head, pose(self._head, self._shape, motion))[IBUG68]
            landmarks = project(points, motion.cam, motion.crop_from_image)
        return Tracked(self._absence.with_face(motion), landmarks, (now() - start) * 1e3)

    def _meet(self, shape: Array) -> None:
        """Take the mean of who was seen so far; what is known is left."""
        if self._num_seen < _ACQUAINTED:
            self._num_seen += 1
            before = shape if self._shape is None else self._shape
            self._shape = before + (shape - before) / self._num_seen


class SteadyMotion(Paced):
    """Smooths motions over time: what the face does at one pace, where the head is at another."""

    def __init__(self, num_expression: int) -> None:
        self._num = num_expression
        groups = np.array([0] * (num_expression + 3) + [1] * 6)
        self._smooth = OneEuro(*self._paces(), groups=groups)

    def _paces(self) -> tuple[OneEuroConfig, OneEuroConfig]:
        config = SteadyConfig().as_responsive(self._responsiveness)
        return config.mouth, config.head

    def reset(self) -> None:
        """Begin anew: the next motion comes after a gap."""
        self._smooth.reset()

    def __call__(self, motion: Motion) -> Motion:
        """`motion`, smoothed; the square of each frame jumps with its landmarks, so places are told in the image."""
        square = np.asarray(motion.crop_from_image, np.float64)
        zoom, half = square[0, 0], CROP_SIZE / 2
        s, *t = motion.cam.tolist()
        middle = (half + half * s * t[0] - square[0, 2]) / zoom, (half - half * s * t[1] - square[1, 2]) / zoom
        size = half * max(s, 1e-3) / zoom  # px of the image to a metre
        place = np.array([math.log(size), middle[0] / (0.1 * size), middle[1] / (0.1 * size)])
        told = np.concatenate([motion.expression, motion.jaw_pose, motion.global_orient, place]).astype(np.float64)
        smoothed = self._smooth(told, motion.time)
        expression, jaw, orient, place = np.split(smoothed, [self._num, self._num + 3, self._num + 6])
        size = math.exp(place[0])
        s = size * zoom / half
        x, y = (square[:2, :2] @ (place[1:] * 0.1 * size) + square[:2, 2]).tolist()
        cam = np.array([s, (x - half) / (half * s), (half - y) / (half * s)])
        return replace(motion, expression=expression, jaw_pose=jaw, global_orient=orient, cam=cam)
