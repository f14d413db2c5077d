"""The live network: the aligned square around a face in, dense landmarks, expression, head pose and confidence out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from engine.assets import shipped
from engine.check import Array
from engine.tracking.align import LIVE_SIZE
from engine.tracking.crop import warp
from engine.tracking.face_session import face_session

FILE = "models/live.onnx"


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What the network says of one square."""

    landmarks: Array  # [L, 2] px of the square, the points of Measure.of()
    expression: Array  # [52] in [0, 1]
    global_orient: Array  # [3] rad, axis-angle, of the head as the square shows it, +y up
    confidence: float
    """That the square shows a face that can be followed, in [0, 1]."""


class LiveNetwork:
    """Opens the network that ships, or the one in `path`. AssetMissing, ModelMismatch: as `Session` raises them.

    fast: a graphics card may take over while it is used (engine.inference.serving).
    """

    def __init__(self, path: Path | None = None, *, fast: bool = False) -> None:
        self._session = face_session(FILE, path, LIVE_SIZE, fast=fast)
        self.sha256 = self._session.sha256

    @property
    def provider(self) -> str:
        """What runs it now."""
        return self._session.provider

    def __call__(self, image: Array, crop_from_image: Array) -> Sight:
        """What is seen in the square that `crop_from_image` (engine.tracking.align) cuts out of [H, W, 3] sRGB."""
        return self.see(warp(image, crop_from_image, LIVE_SIZE))

    def see(self, square: Array) -> Sight:
        """The same for a square that is cut already: [LIVE_SIZE, LIVE_SIZE, 3] uint8 sRGB."""
        import cv2

        landmarks, expression, orient, confidence = self._session(cv2.dnn.blobFromImage(square, 1 / 255))
        return Sight(
            landmarks[0] * np.float64(LIVE_SIZE),
            np.minimum(np.maximum(expression[0], 0), 1, dtype=np.float64),
            orient[0].astype(np.float64),
            float(confidence[0]),
        )


def open_fast() -> LiveNetwork:
    """The one that ships, opened once: what a graphics card has taken over stays there for the next source."""
    return _opened(shipped(FILE))


@lru_cache(maxsize=1)
def _opened(path: Path) -> LiveNetwork:
    return LiveNetwork(path, fast=True)
