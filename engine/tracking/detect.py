"""Faces in pictures: MediaPipe's 478 points and 52 scores, for streams and for single photos."""

from __future__ import annotations

import weakref
from types import TracebackType
from typing import Any, Literal

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52, INDEX
from engine.tracking import search
from engine.tracking.landmarker import mediapipe_image, open_landmarker
from engine.types import Face, Frame

MAX_FACES = 8
"""As many faces as one photo is searched for."""

_RESTART_MS = 33
"""Pause put between two frames whose times do not rise: a looped file, a new source."""


class Detector:
    """Finds faces. One per thread; a context manager, and safe to forget.

    mode "video": frames of one stream in order; the face found last is followed, its points smoothed by MediaPipe.
    mode "image": pictures that have nothing to do with each other; small, huge and several faces are found.
    video_faces: how many a stream may show; with more than one, points are not smoothed and a frame takes longer.
    """

    def __init__(self, mode: Literal["video", "image"] = "video", *, video_faces: int = 1) -> None:
        self._video = mode == "video"
        self._landmarker = open_landmarker(self._video, video_faces if self._video else MAX_FACES)
        self._close = weakref.finalize(self, _close, self._landmarker)
        self._last_ms = 0
        self._offset_ms = 0

    def __enter__(self) -> Detector:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free the native side; the detector cannot be used afterwards."""
        self._close()

    def detect(self, frame: Frame) -> Face | None:
        """The largest face, or None."""
        faces = self.detect_all(frame)
        return faces[0] if faces else None

    def detect_all(self, frame: Frame) -> list[Face]:
        """Every face, the largest first; in video mode at most `video_faces`."""
        if self._video:
            result = self._landmarker.detect_for_video(mediapipe_image(frame.image), self._timestamp(frame.time))
            found = _detections(result, frame.image.shape)
        else:
            found = search.search(frame.image, self._detect_image)
        faces = [
            Face(frame=frame, landmarks=points[:, :2], landmarks_depth=points[:, 2], scores=scores, score=1.0)
            for points, scores in found
        ]
        return sorted(faces, key=_area, reverse=True)

    def _detect_image(self, image: Array) -> list[tuple[Array, Array]]:
        return _detections(self._landmarker.detect(mediapipe_image(image)), image.shape)

    def _timestamp(self, time: float) -> int:
        """Milliseconds for MediaPipe, which insists that they rise and smooths by their differences."""
        stamp = round(time * 1000) + self._offset_ms
        if stamp <= self._last_ms:
            self._offset_ms += self._last_ms + _RESTART_MS - stamp
            stamp = self._last_ms + _RESTART_MS
        self._last_ms = stamp
        return stamp


def _close(landmarker: Any) -> None:
    """Close the native side. At the interpreter's end it can only be let go.

    MediaPipe closes through a thread pool, which takes no more work by then; its own __del__ would complain.
    """
    try:
        landmarker.close()
    except RuntimeError:
        landmarker._handle = None


def _detections(result: Any, image_shape: tuple[int, ...]) -> list[tuple[Array, Array]]:
    """Points [478, 3] (px; depth in px, larger is farther) and scores [52] of each face."""
    height, width = image_shape[:2]
    found = []
    for landmarks, blendshapes in zip(result.face_landmarks, result.face_blendshapes, strict=True):
        points = np.array([(p.x, p.y, p.z) for p in landmarks]) * (width, height, width)
        scores = np.zeros(len(ARKIT52), np.float32)  # tongueOut stays 0: MediaPipe does not know it
        for blendshape in blendshapes:
            if blendshape.category_name in INDEX:  # all but its "_neutral"
                scores[INDEX[blendshape.category_name]] = blendshape.score
        found.append((points, np.clip(scores, 0, 1)))
    return found


def _area(face: Face) -> float:
    left, top, right, bottom = face.box_xyxy
    return (right - left) * (bottom - top)
